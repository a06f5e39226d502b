import { missingParameter } from "../../faults/fault-texts.ts";
import { textOf } from "../../json/json-value.ts";
import { listOf, operations, setOf, type EntityDescriptor } from "../descriptor.ts";
import { checkParty, prepareParty } from "./party.ts";

/** Employees. Key order and defaults as recorded; GivenName or FamilyName is required (documented). */
export const EMPLOYEE: EntityDescriptor = {
  type: "Employee",
  operations: operations("create read query update"),
  counter: "name",
  wireOrder: listOf(`
    PrimaryAddr SSN BillableTime BillRate BirthDate Gender HiredDate ReleasedDate domain sparse Id
    SyncToken MetaData Title GivenName MiddleName FamilyName Suffix DisplayName PrintOnCheckName
    Active PrimaryPhone Mobile PrimaryEmailAddr`),
  computed: setOf(""),
  readOnly: setOf("FullyQualifiedName"),
  queryable: setOf("DisplayName GivenName MiddleName FamilyName PrintOnCheckName Active"),
  isInChangeData: true,
  raisesEvents: true,
  nameProperty: "DisplayName",
  check: (draft, errors) => {
    const given = textOf(draft.fields, "GivenName") ?? textOf(draft.fields, "FamilyName");
    if (given === undefined) errors.push(missingParameter("GivenName"));
    else checkParty(draft, errors);
  },
  prepare: (draft, context) => ({
    fields: prepareParty("Employee", draft, { BillableTime: false }, context),
  }),
  view: () => ({}),
};
