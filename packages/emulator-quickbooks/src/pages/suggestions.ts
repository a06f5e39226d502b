import { jsonAnswer, type EmulatorAnswer } from "../emulator-request.ts";
import { fullyQualifiedName } from "../entities/lists/names.ts";
import { textOf } from "../json/json-value.ts";
import type { StoredRecord } from "../store/stored-record.ts";
import { CUSTOMERS } from "./customer-list.ts";
import { attribute, html, type Html } from "./html.ts";
import { ITEMS } from "./item-list.ts";
import { inOrder } from "./listing.ts";
import { customerLabel, itemLabel } from "./named-records.ts";
import type { Visit } from "./visit.ts";

/** Names that a page carries with it; while one types, more are asked for. */
const CARRIED_MAX = 100;
const SUGGESTED_MAX = 20;

export type Suggested = "customers" | "items";

interface Suggestion {
  readonly value: string;
  readonly label: string;
}

/** `<datalist>` of the first active names; `data-more` tells the script that there are others. */
export function suggestionList(kind: Suggested, visit: Visit): Html {
  const found = suggestionsFor(kind, "", CARRIED_MAX + 1, visit);
  const options = found
    .slice(0, CARRIED_MAX)
    .map(({ value, label }) => html`<option value="${value}">${label}</option>`);
  const more = found.length > CARRIED_MAX ? attribute("data-more") : undefined;
  return html`<datalist id="${kind}-list"${more}>${options}</datalist>`;
}

/** `/app/suggest?of=customers&search=`: the first active names with that text in them. */
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
  for (const record of inOrder(kind === "customers" ? CUSTOMERS : ITEMS, "name", store)) {
    if (found.length >= max) break;
    if (record.fields["Active"] === false || textOf(record.fields, "Type") === "Category") continue;
    const full = fullyQualifiedName(record, store);
    if (full.toLowerCase().includes(wanted)) found.push(suggestion(kind, record, full, visit));
  }
  return found;
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
