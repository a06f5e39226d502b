/** The parts of the platform that the pages import: base components, and the page around components. */

declare module "lightning/modal" {
  import type { LightningElement } from "lwc";

  export default class LightningModal extends LightningElement {
    label: string;
    size: "small" | "medium" | "large" | "full";
    disableClose: boolean;
    /** Opens the modal; resolves with what `close` was given, undefined when it was dismissed. */
    static open(options: Readonly<Record<string, unknown>>): Promise<unknown>;
    close(result?: unknown): void;
  }
}

declare module "lightning/confirm" {
  const LightningConfirm: {
    /** True when the person confirms. */
    open(options: {
      readonly label: string;
      readonly message: string;
      readonly theme?: "default" | "warning" | "error";
    }): Promise<boolean>;
  };
  export default LightningConfirm;
}

declare module "lightning/datatable" {
  import type { LightningElement } from "lwc";

  export default class LightningDatatable extends LightningElement {}
}

/** A template beside its component. */
declare module "*.html" {
  const template: unknown;
  export default template;
}

declare module "lightning-host" {
  export interface PageReference {
    readonly type: string;
    readonly attributes?: Readonly<Record<string, string>>;
    readonly state?: Readonly<Record<string, string>>;
  }
  export function lightningUrlOf(page: PageReference): string;
  export function setHost(config: {
    readonly navigate?: (page: PageReference, replace: boolean) => void;
  }): void;
  export function listenForToasts(): void;
  export function showToast(detail: {
    readonly title?: string;
    readonly message?: string;
    readonly messageData?: readonly (string | { readonly url: string; readonly label: string })[];
    readonly variant?: "info" | "success" | "warning" | "error";
    readonly mode?: "dismissible" | "pester" | "sticky";
  }): void;
  export function mountComponent(
    container: Element,
    component: string,
    props?: Readonly<Record<string, unknown>>,
  ): Promise<Element>;
}
