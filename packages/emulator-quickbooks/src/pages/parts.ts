import type { EmulatorAnswer } from "../emulator-request.ts";
import { textOf, type JsonObject } from "../json/json-value.ts";
import { formatWithCommas } from "../money.ts";
import { html, type Html } from "./html.ts";
import { page, type Section } from "./layout.ts";

/** `-$1,234.50`. */
export function dollars(amount: number): string {
  return amount < 0 ? `-$${formatWithCommas(-amount)}` : `$${formatWithCommas(amount)}`;
}

/** Whether any of the properties holds the searched text, whatever its case. */
export function matches(shown: JsonObject, search: string, properties: readonly string[]): boolean {
  const wanted = search.trim().toLowerCase();
  return (
    properties.some((property) => (textOf(shown, property) ?? "").toLowerCase().includes(wanted)) ||
    wanted === ""
  );
}

/** A plain GET, so that a search can be shared as an address. */
export function searchForm(action: string, search: string, label: string): Html {
  return html`<form class="search" method="get" action="${action}" role="search">
    <input name="search" type="search" value="${search}" aria-label="${label}" placeholder="${label}"><button>Search</button></form>`;
}

export function notFound(section: Section, message: string): EmulatorAnswer {
  return page(
    "Not found",
    section,
    html`<div class="head"><h1>Not found</h1></div><div class="card"><p>${message}</p></div>`,
    404,
  );
}

/** Marks a record that is inactive; nothing for an active one. */
export function inactiveTag(shown: JsonObject): Html | undefined {
  return shown["Active"] === false ? html`<span class="tag">Inactive</span>` : undefined;
}
