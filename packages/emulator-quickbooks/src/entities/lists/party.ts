import type { FaultError } from "../../faults/api-fault.ts";
import { fault } from "../../faults/api-fault.ts";
import { hasBalance, missingParameter } from "../../faults/fault-texts.ts";
import {
  compact,
  objectOf,
  textOf,
  type JsonObject,
  type JsonValue,
} from "../../json/json-value.ts";
import { REFUSE_DEACTIVATION_WITH_BALANCE } from "../../not-evidenced.ts";
import type { EntityType } from "../../store/stored-record.ts";
import type { Store } from "../../store/store.ts";
import { customerBalance, vendorBalance } from "../balances.ts";
import type { Draft, WriteContext } from "../descriptor.ts";
import { withFixedCurrency, withParentCurrency } from "./party-currency.ts";
import { checkHierarchy, checkName, claimName, storedName } from "./names.ts";

/** What customers, vendors and employees have in common: names, addresses, an e-mail. */

const NAME_PARTS = ["Title", "GivenName", "MiddleName", "FamilyName", "Suffix"] as const;
const ADDRESSES = ["BillAddr", "ShipAddr", "PrimaryAddr"] as const;

/** A DisplayName, or at least one part of a name, is required. */
export function checkParty(draft: Draft, errors: FaultError[]): void {
  const hasPart = NAME_PARTS.some((part) => textOf(draft.fields, part) !== undefined);
  if (textOf(draft.fields, "DisplayName") === undefined && !hasPart) {
    errors.push(missingParameter("DisplayName"));
  }
  for (const name of ["DisplayName", ...NAME_PARTS, "CompanyName"]) {
    checkName(textOf(draft.fields, name), name, errors);
  }
}

/**
 * The stored names: DisplayName built from the parts when absent, PrintOnCheckName following it
 * until a person makes it differ (recorded), the ` (deleted)` of an inactive name taken off.
 */
export function prepareParty(
  type: EntityType,
  draft: Draft,
  defaults: JsonObject,
  context: WriteContext,
): JsonObject {
  const isActive = draft.fields["Active"] !== false;
  const parts = NAME_PARTS.map((part) => textOf(draft.fields, part)).filter(
    (part) => part !== undefined,
  );
  const given = textOf(draft.fields, "DisplayName") ?? parts.join(" ");
  const before = draft.existing?.fields ?? {};
  const displayName = storedName(given, draft);
  const named = withAddressIds(
    compact({
      ...defaults,
      Active: true,
      ...draft.fields,
      DisplayName: displayName,
      PrintOnCheckName: checkPrintName(draft, displayName),
    }),
    before,
    context.store,
    ADDRESSES,
  );
  const kept = type === "Customer" ? withParentCurrency(draft, context) : draft;
  const fields = type === "Employee" ? named : withFixedCurrency(kept, named, context);
  const candidate = { type, id: draft.id, fields };
  claimName(candidate, context);
  checkHierarchy(candidate, context.store);
  const wasActive = draft.existing !== undefined && before["Active"] !== false;
  if (wasActive && !isActive && REFUSE_DEACTIVATION_WITH_BALANCE)
    refuseBalance(type, draft.id, context);
  return fields;
}

/**
 * The old name is followed only if nothing else was chosen before and nothing else is sent now.
 */
function checkPrintName(draft: Draft, displayName: string): JsonValue {
  const kept = textOf(draft.fields, "PrintOnCheckName");
  const before = draft.existing?.fields ?? {};
  const followed = textOf(before, "PrintOnCheckName") === textOf(before, "DisplayName");
  const isOld = kept === textOf(before, "PrintOnCheckName");
  if (kept === undefined || (draft.existing !== undefined && followed && isOld)) return displayName;
  return kept;
}

/** Jobs are looked at by themselves: only the own balance counts. */
function refuseBalance(type: EntityType, id: string, context: WriteContext): void {
  const balance =
    type === "Vendor" ? vendorBalance(context.store, id) : customerBalance(context.store, id);
  if (balance !== 0) throw fault(hasBalance(type.toLowerCase()));
}

/** Each address has an id of its own, kept while the address is edited. */
export function withAddressIds(
  fields: JsonObject,
  before: JsonObject,
  store: Store,
  names: readonly string[],
): JsonObject {
  const result: Record<string, JsonValue> = { ...fields };
  for (const name of names) {
    const address = objectOf(fields, name);
    if (address === undefined) continue;
    const kept = textOf(objectOf(before, name) ?? {}, "Id");
    const { Id: _sent, ...rest } = address;
    result[name] = { Id: kept ?? String(store.next("address")), ...rest };
  }
  return result;
}
