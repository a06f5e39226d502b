import { listOf, type EntityDescriptor } from "../descriptor.ts";
import { nestedList } from "./named-list.ts";

/** Departments, which the screens call locations. */
export const DEPARTMENT: EntityDescriptor = nestedList({
  type: "Department",
  counter: "department",
  flag: "SubDepartment",
  wireOrder: listOf(`
    Name SubDepartment ParentRef FullyQualifiedName Active Address domain sparse Id SyncToken
    MetaData`),
});
