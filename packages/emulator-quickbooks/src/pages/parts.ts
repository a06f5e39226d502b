import type { EmulatorAnswer } from "../emulator-request.ts";
import { objectOf, textOf, type JsonObject } from "../json/json-value.ts";
import { html, type Html, type HtmlValue } from "./html.ts";
import { page, type Section } from "./layout.ts";
import type { Visit } from "./visit.ts";

export function notFound(visit: Visit, section: Section, message: string): EmulatorAnswer {
  return messagePage(visit, { section, title: "Not found", status: 404 }, message);
}

/** A page that only says something. */
export function sayOnly(
  visit: Visit,
  { title, status }: { readonly title: string; readonly status: number },
  message: string,
): EmulatorAnswer {
  return messagePage(visit, { section: "home", title, status }, message);
}

function messagePage(
  visit: Visit,
  { section, title, status }: { section: Section; title: string; status: number },
  message: string,
): EmulatorAnswer {
  const content = html`${head(title)}<div class="card"><p>${message}</p></div>`;
  return page(visit, { title, section, content, status });
}

/** The page's heading, with what stands beside it: tags, then buttons. */
export function head(title: HtmlValue, ...beside: readonly HtmlValue[]): Html {
  const parts = beside.map((each) => html`${each}`);
  return html`<div class="head"><h1>${title}</h1>${parts}</div>`;
}

/** Marks a record that is inactive; nothing for an active one. */
export function inactiveTag(shown: JsonObject): Html | undefined {
  return shown["Active"] === false ? html`<span class="tag">Inactive</span>` : undefined;
}

/** A definition list; entries without a value are left out. */
export function facts(entries: readonly (readonly [label: string, value: HtmlValue])[]): Html {
  const shown = entries
    .filter(([, value]) => value !== undefined && value !== "")
    .map(([label, value]) => html`<dt>${label}</dt><dd>${value}</dd>`);
  return html`<dl>${shown}</dl>`;
}

/** What a person may need when they compare with the API. */
export function versionFacts(id: string, syncToken: number): Html {
  return html`<dl class="version"><dt>Id</dt><dd id="record-id">${id}</dd><dt>SyncToken</dt><dd id="sync-token">${syncToken}</dd></dl>`;
}

/** The shown name of a reference. */
export function nameOf(shown: JsonObject, reference: string): string {
  return textOf(objectOf(shown, reference) ?? {}, "name") ?? "";
}
