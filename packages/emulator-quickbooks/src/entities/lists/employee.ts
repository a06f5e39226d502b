import { fault, type FaultError } from "../../faults/api-fault.ts";
import { missingParameter } from "../../faults/fault-texts.ts";
import { objectOf, textOf, type JsonObject, type JsonValue } from "../../json/json-value.ts";
import { PAYROLL_FIELDS_ARE_PASSED_OVER } from "../../not-evidenced.ts";
import { listOf, operations, setOf, type Draft, type EntityDescriptor } from "../descriptor.ts";
import { companyFeature } from "./company-features.ts";
import { checkParty, prepareParty } from "./party.ts";

/** What a company with payroll does not let an app set (documented). */
const NOT_WITH_PAYROLL = listOf("Title Suffix DisplayName PrintOnCheckName BillRate");
/** How a social security number is shown, and all that is kept of it: an X for each digit. */
const MASKED_SSN = "000-00-0000".replaceAll("0", "X");

/** Employees. Key order and defaults as recorded; GivenName or FamilyName is required (documented). */
export const EMPLOYEE: EntityDescriptor = {
  type: "Employee",
  operations: operations("create read query update"),
  counter: "name",
  wireOrder: listOf(`
    PrimaryAddr SSN BillableTime BillRate CostRate BirthDate Gender HiredDate ReleasedDate
    EmployeeNumber domain sparse Id SyncToken MetaData Title GivenName MiddleName FamilyName Suffix
    DisplayName PrintOnCheckName Active PrimaryPhone Mobile PrimaryEmailAddr`),
  computed: setOf(""),
  readOnly: setOf("FullyQualifiedName V4IDPseudonym"),
  isInChangeData: true,
  nameProperty: "DisplayName",
  check: checkEmployee,
  prepare: (draft, context) => {
    const hasPayroll = companyFeature(context.store, "PayrollFeature") === "true";
    const wanted = hasPayroll ? withPayroll(draft) : draft;
    const fields = prepareParty("Employee", wanted, { BillableTime: false }, context);
    return { fields: masked(fields) };
  },
  view: () => ({}),
};

function checkEmployee(draft: Draft, errors: FaultError[]): void {
  const given = textOf(draft.fields, "GivenName") ?? textOf(draft.fields, "FamilyName");
  if (given === undefined) errors.push(missingParameter("GivenName"));
  else checkParty(draft, errors);
}

/**
 * With payroll the name is put together from its parts, and an address is required (documented). What an
 * app cannot set is passed over like any read-only property.
 */
function withPayroll(draft: Draft): Draft {
  const address = objectOf(draft.fields, "PrimaryAddr") ?? {};
  for (const part of ["City", "CountrySubDivisionCode", "PostalCode"]) {
    if (textOf(address, part) === undefined) throw fault(missingParameter(`PrimaryAddr.${part}`));
  }
  const kept = draft.existing?.fields ?? {};
  const fields: Record<string, JsonValue> = { ...draft.fields };
  if (PAYROLL_FIELDS_ARE_PASSED_OVER) {
    for (const name of NOT_WITH_PAYROLL) {
      const held = name === "DisplayName" || name === "PrintOnCheckName" ? undefined : kept[name];
      if (held === undefined) delete fields[name];
      else fields[name] = held;
    }
  }
  return { ...draft, fields };
}

/** A rate is billed only where time is (documented); of the number only its mask is kept. */
function masked(fields: JsonObject): JsonObject {
  const { BillRate: rate, ...rest } = fields;
  const billed = rate === undefined || fields["BillableTime"] !== true ? {} : { BillRate: rate };
  const number = fields["SSN"] === undefined ? {} : { SSN: MASKED_SSN };
  return { ...rest, ...billed, ...number };
}
