import { api, LightningElement } from "lwc";
import { navigate } from "../../shared/router.ts";
import { SETUP_PAGES, setupUrl } from "../../shared/setup-pages.ts";

/** Setup: its pages on the left, the one that is open beside them. */
export default class SetupPage extends LightningElement {
  private shown = "";

  @api get name(): string {
    return this.shown;
  }
  set name(name: string) {
    this.shown = name;
    document.title = `${this.title} | Salesforce`;
  }

  get title(): string {
    return SETUP_PAGES.find(({ name }) => name === this.shown)?.label ?? "Page not found";
  }

  get items() {
    return SETUP_PAGES;
  }

  get is() {
    const { shown } = this;
    return {
      usage: shown === "ApiUsage",
      events: shown === "ChangeEvents",
      faults: shown === "Faults",
      users: shown === "ManageUsers",
      permissions: shown === "PermSets",
      unknown: !SETUP_PAGES.some(({ name }) => name === shown),
    };
  }

  handleSelect(event: CustomEvent<{ name: string }>): void {
    if (event.detail.name !== this.shown) navigate(setupUrl(event.detail.name));
  }
}
