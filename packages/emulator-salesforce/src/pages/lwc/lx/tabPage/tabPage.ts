import { mountComponent } from "lightning-host";
import { api, LightningElement } from "lwc";
import type { NavItem } from "../../../api/shapes.ts";
import { problemOf } from "../../shared/api.ts";

/** A custom tab: its component fills the page. */
export default class TabPage extends LightningElement {
  @api item!: NavItem;

  failure = "";
  private mounted = "";

  connectedCallback(): void {
    document.title = `${this.item.label} | Salesforce`;
  }

  get component(): string {
    return this.item.component ?? "";
  }

  renderedCallback(): void {
    const place = this.template?.querySelector("[data-component]");
    if (place === null || place === undefined || this.mounted === this.component) return;
    this.mounted = this.component;
    mountComponent(place, this.component).catch((error: unknown) => {
      this.failure = problemOf(error).message;
    });
  }
}
