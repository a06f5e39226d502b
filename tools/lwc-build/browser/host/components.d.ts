/** Made by the build: every exposed component by its flexipage name, loaded when first mounted. */
declare module "host/components" {
  import type { LightningElement } from "lwc";

  export const COMPONENTS: Readonly<
    Record<string, (() => Promise<{ default: typeof LightningElement }>) | undefined>
  >;
}
