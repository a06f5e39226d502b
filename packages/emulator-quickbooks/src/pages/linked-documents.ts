import { typeOfTxnType } from "../entities/transactions/txn-types.ts";
import { numberOf, objectsOf, textOf, type JsonObject } from "../json/json-value.ts";
import type { EntityType, StoredRecord } from "../store/stored-record.ts";
import { addressOf } from "./addresses.ts";
import { html, type Html } from "./html.ts";
import { typeLabel } from "./known-types.ts";
import { dateOf, numberOfTransaction } from "./sale-facts.ts";
import type { Visit } from "./visit.ts";

interface Linked {
  readonly type: EntityType;
  readonly id: string;
  /** Undefined where no money moves, or nobody says how much. */
  readonly amount: number | undefined;
}

/** What this document applies to and what applies to it, each once. */
export function linkedDocuments(record: StoredRecord): readonly Linked[] {
  const found = new Map<string, Linked>();
  const add = (owner: JsonObject, amount: number | undefined): void => {
    for (const link of objectsOf(owner, "LinkedTxn")) {
      const type = typeOfTxnType(textOf(link, "TxnType") ?? "");
      const id = textOf(link, "TxnId");
      if (type !== undefined && id !== undefined) found.set(`${type}/${id}`, { type, id, amount });
    }
  };
  add(record.fields, undefined);
  for (const line of objectsOf(record.fields, "Line")) add(line, numberOf(line, "Amount"));
  for (const { type, id, amount } of record.linkedFrom ?? []) {
    found.set(`${type}/${id}`, { type, id, amount: amount === 0 ? undefined : amount });
  }
  return [...found.values()];
}

/** The name of a document as a link to its page; one that is gone is only named. */
export function documentLink(type: EntityType, id: string, { company }: Visit): Html {
  const record = company.store.record(type, id);
  const address = addressOf(type, id);
  const label = `${typeLabel(type)} ${record === undefined ? id : numberOfTransaction(record)}`;
  return record === undefined || address === undefined
    ? html`${label}`
    : html`<a href="${address}">${label}</a>`;
}

/** A card with the linked documents; nothing when there are none. */
export function linkedCard(
  record: StoredRecord,
  visit: Visit,
  currency?: string,
): Html | undefined {
  const linked = linkedDocuments(record);
  if (linked.length === 0) return undefined;
  const rows = linked.map(({ type, id, amount }) => {
    const other = visit.company.store.record(type, id);
    const date = other === undefined ? "" : visit.formats.date(dateOf(other));
    return html`<li><span>${documentLink(type, id, visit)} <span class="quiet">${date}</span></span>
      <span>${amount === undefined ? undefined : visit.formats.money(amount, currency)}</span></li>`;
  });
  return html`<section class="card"><h2>Linked transactions</h2><ul class="pairs">${rows}</ul></section>`;
}
