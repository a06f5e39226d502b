import { listOf, operations, type EntityDescriptor } from "../descriptor.ts";
import { namedList } from "./named-list.ts";

/** Kinds of customers. They are made on the screens only; ids have nineteen digits (documented sample). */
export const CUSTOMER_TYPE: EntityDescriptor = namedList({
  type: "CustomerType",
  counter: "customerType",
  idBase: 5_000_000_000_000_000_000n,
  operations: operations("read query"),
  wireOrder: listOf("Name Active domain sparse Id SyncToken MetaData"),
});
