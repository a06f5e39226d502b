import type { EntityType } from "../store/stored-record.ts";
import { descriptorIfAny } from "./known-types.ts";

const OWN_PAGES: Readonly<Partial<Record<EntityType, string>>> = {
  Customer: "/app/customerdetail?nameId=",
  Item: "/app/item?itemId=",
  Invoice: "/app/invoice?txnId=",
  Payment: "/app/payment?txnId=",
};

/** The page of a record; the id stands at the end, as in QuickBooks. Undefined for types without a page. */
export function addressOf(type: EntityType, id: string): string | undefined {
  const own = OWN_PAGES[type];
  if (own !== undefined) return own + id;
  return descriptorIfAny(type)?.transaction === undefined
    ? undefined
    : `/app/transaction?type=${type}&txnId=${id}`;
}
