/** The parts of the platform that our components import; Salesforce supplies them at run time. */

declare module "@salesforce/apex/*" {
  const method: (params?: Record<string, unknown>) => Promise<string>;
  export default method;
}

declare module "lightning/confirm" {
  interface ConfirmOptions {
    label: string;
    message: string;
    theme?: "default" | "shade" | "inverse" | "warning" | "error" | "info" | "success" | "offline";
    variant?: "header" | "headerless";
  }
  export default class LightningConfirm {
    /** True when the person confirms. */
    static open(options: ConfirmOptions): Promise<boolean>;
  }
}

declare module "lightning/datatable" {
  import { LightningElement } from "lwc";

  export default class LightningDatatable extends LightningElement {}
}

/** A template beside its component. */
declare module "*.html" {
  const template: unknown;
  export default template;
}

declare module "lightning/platformShowToastEvent" {
  export class ShowToastEvent extends CustomEvent<unknown> {
    constructor(toast: {
      title: string;
      message?: string;
      variant?: "info" | "success" | "warning" | "error";
      mode?: "dismissible" | "pester" | "sticky";
    });
  }
}

declare module "lightning/navigation" {
  import type { LightningElement } from "lwc";

  interface PageReference {
    type: string;
    attributes: Record<string, string>;
    state?: Record<string, string>;
  }
  interface Navigable {
    [NavigationMixin.Navigate](page: PageReference, replace?: boolean): void;
    [NavigationMixin.GenerateUrl](page: PageReference): Promise<string>;
  }
  export function NavigationMixin(
    base: typeof LightningElement,
  ): new () => LightningElement & Navigable;
  export namespace NavigationMixin {
    const Navigate: unique symbol;
    const GenerateUrl: unique symbol;
  }
}

declare module "lightning/uiRecordApi" {
  export function notifyRecordUpdateAvailable(records: { recordId: string }[]): Promise<void>;
}

/** The time zone of the person's settings, for example `Europe/Berlin`. */
declare module "@salesforce/i18n/timeZone" {
  const timeZone: string;
  export default timeZone;
}
