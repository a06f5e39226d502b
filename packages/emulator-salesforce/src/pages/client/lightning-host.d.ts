/** The built components' host script; the page's import map knows where it is. */
declare module "lightning-host" {
  export function mountApp(): Promise<void>;
}
