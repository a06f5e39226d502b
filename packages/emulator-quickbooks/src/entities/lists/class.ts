import { listOf, type EntityDescriptor } from "../descriptor.ts";
import { nestedList } from "./named-list.ts";

/** Classes. Their ids have nineteen digits (recorded: `5000000000000142240`). */
export const CLASS: EntityDescriptor = nestedList({
  type: "Class",
  counter: "class",
  idBase: 5_000_000_000_000_000_000n,
  flag: "SubClass",
  keepsFullName: true,
  wireOrder: listOf(
    "Name SubClass ParentRef FullyQualifiedName Active domain sparse Id SyncToken MetaData",
  ),
});
