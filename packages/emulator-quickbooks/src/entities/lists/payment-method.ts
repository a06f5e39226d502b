import { invalidEnumeration } from "../../faults/fault-texts.ts";
import { textOf } from "../../json/json-value.ts";
import { listOf, type EntityDescriptor } from "../descriptor.ts";
import { namedList } from "./named-list.ts";

/** Text in the schema, but only these two are documented. */
const TYPES: ReadonlySet<string> = new Set(["CREDIT_CARD", "NON_CREDIT_CARD"]);

/** Ways to pay. Ids 1 and 2 are recorded. */
export const PAYMENT_METHOD: EntityDescriptor = namedList({
  type: "PaymentMethod",
  counter: "paymentMethod",
  wireOrder: listOf("Name Active Type domain sparse Id SyncToken MetaData"),
  checkMore: ({ fields }, errors) => {
    const type = textOf(fields, "Type");
    if (type !== undefined && !TYPES.has(type)) errors.push(invalidEnumeration(type));
  },
  complete: (fields) => ({ Type: "NON_CREDIT_CARD", ...fields }),
});
