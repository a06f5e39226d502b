import type { CustomTab } from "../app-metadata.ts";
import { html, type Html } from "../http/html.ts";

/** A custom tab: its component fills the page. */
export function tabView(tab: CustomTab): Html {
  return html`<h1 class="slds-assistive-text">${tab.label}</h1>
    <div class="placed" data-component="${tab.component}"></div>`;
}
