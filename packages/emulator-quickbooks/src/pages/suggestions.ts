import { jsonAnswer, type EmulatorAnswer } from "../emulator-request.ts";
import { fullyQualifiedName } from "../entities/lists/names.ts";
import { textOf } from "../json/json-value.ts";
import type { StoredRecord } from "../store/stored-record.ts";
import { attribute, html, type Html } from "./html.ts";
import { customerLabel, itemLabel } from "./named-records.ts";
import type { Visit } from "./visit.ts";

/** Up to so many names a page carries with it. */
const CARRIED_MAX = 200;
const SUGGESTED_MAX = 20;

export type Suggested = "customers" | "items";

const TYPES = { customers: "Customer", items: "Item" } as const;

interface Suggestion {
  readonly value: string;
  readonly label: string;
}

/**
 * `<datalist>` of all active names, while they are few. Of many it carries none: `data-more` tells the script to
 * ask while one types, and without a script the whole name is typed.
 */
export function suggestionList(kind: Suggested, visit: Visit): Html {
  if (visit.company.store.count(TYPES[kind]) > CARRIED_MAX) {
    return html`<datalist id="${kind}-list"${attribute("data-more")}></datalist>`;
  }
  const options = suggestionsFor(kind, "", CARRIED_MAX, visit).map(
    ({ value, label }) => html`<option value="${value}">${label}</option>`,
  );
  return html`<datalist id="${kind}-list">${options}</datalist>`;
}

/** `/app/suggest?of=customers&search=`: some active names with that text in them, in order. */
export function suggest(visit: Visit): EmulatorAnswer {
  const kind = visit.query.get("of") === "items" ? "items" : "customers";
  return jsonAnswer(
    200,
    suggestionsFor(kind, visit.query.get("search") ?? "", SUGGESTED_MAX, visit),
  );
}

function suggestionsFor(kind: Suggested, search: string, max: number, visit: Visit): Suggestion[] {
  const { store } = visit.company;
  const wanted = search.trim().toLowerCase();
  const found: Suggestion[] = [];
  for (const record of store.records(TYPES[kind])) {
    if (found.length >= max) break;
    if (record.fields["Active"] === false || textOf(record.fields, "Type") === "Category") continue;
    const full = fullyQualifiedName(record, store);
    if (full.toLowerCase().includes(wanted)) found.push(suggestion(kind, record, full, visit));
  }
  return found.sort((a, b) => a.value.localeCompare(b.value, "en"));
}

/** A job's name alone is enough; its full name tells whose job it is. */
function suggestion(kind: Suggested, record: StoredRecord, full: string, visit: Visit): Suggestion {
  if (kind === "items") {
    return {
      value: itemLabel(record, visit.company.store),
      label: textOf(record.fields, "Description") ?? "",
    };
  }
  const value = customerLabel(record);
  return { value, label: full === value ? "" : full };
}
