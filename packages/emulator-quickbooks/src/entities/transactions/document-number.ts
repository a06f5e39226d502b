import { fault } from "../../faults/api-fault.ts";
import { duplicateDocNumber } from "../../faults/fault-texts.ts";
import { textOf } from "../../json/json-value.ts";
import { numberFamilyOf, type EntityType } from "../../store/stored-record.ts";
import type { Draft, WriteContext } from "../descriptor.ts";

/** Families whose documents get a number when they bring none; a bill's number is its vendor's. */
const COUNTED: ReadonlySet<string> = new Set(["sales", "estimate", "purchaseOrder"]);

/**
 * The number that was sent or already held. Else the next of the family's sequence, unless the company
 * numbers its documents itself (`CustomTxnNumbers`): then none, but for a document that asks for one by
 * `AutoDocNumber` (schema). Fault 6140 for a number that another
 * document has, where the company warns of it.
 */
export function documentNumber(
  type: EntityType,
  draft: Draft,
  context: WriteContext,
): string | undefined {
  const { store, settings, profile } = context;
  const family = numberFamilyOf(type);
  const held = textOf(draft.existing?.fields ?? {}, "DocNumber");
  const wanted = textOf(draft.sent, "DocNumber") ?? held;
  if (family === undefined) return wanted;
  const counter = `${family}Number`;
  if (wanted === undefined) {
    const isAsked = draft.sent["AutoDocNumber"] === true;
    const counts = COUNTED.has(family) && (isAsked || !profile.hasCustomNumbers);
    return counts ? String(store.next(counter)) : undefined;
  }
  if (
    settings.warnDuplicateDocNumber &&
    wanted !== held &&
    !context.include.has("allowduplicatedocnum")
  ) {
    const holder = store.indexes
      .find(`number:${family}:${wanted}`)
      .find((record) => record.id !== draft.id || record.type !== type);
    if (holder !== undefined) throw fault(duplicateDocNumber(wanted, holder.type, holder.id));
  }
  if (/^\d{1,9}$/.test(wanted) && Number(wanted) > (store.state("counter", counter) ?? 0)) {
    store.putState("counter", counter, Number(wanted));
  }
  return wanted;
}
