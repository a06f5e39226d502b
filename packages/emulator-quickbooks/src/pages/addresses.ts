import type { EntityType } from "../store/stored-record.ts";
import { descriptorIfAny } from "./known-types.ts";

/** The page of a record; the id stands at the end, as in QuickBooks. Undefined for types without a page. */
export function addressOf(type: EntityType, id: string): string | undefined {
  switch (type) {
    case "Customer":
      return `/app/customerdetail?nameId=${id}`;
    case "Item":
      return `/app/item?itemId=${id}`;
    case "Invoice":
      return `/app/invoice?txnId=${id}`;
    case "Payment":
      return `/app/payment?txnId=${id}`;
    default:
      return descriptorIfAny(type)?.transaction === undefined
        ? undefined
        : `/app/transaction?type=${type}&txnId=${id}`;
  }
}
