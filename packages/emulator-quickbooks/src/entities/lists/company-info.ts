import { missingParameter } from "../../faults/fault-texts.ts";
import { listOf, operations, setOf, type EntityDescriptor } from "../descriptor.ts";
import { withAddressIds } from "./party.ts";

const ADDRESSES = ["CompanyAddr", "CustomerCommunicationAddr", "LegalAddr", "ShipAddr"] as const;
/** What only the vendor changes: the country stays for the company's life, the rest follows its plan. */
const FIXED = listOf("Country CompanyStartDate SupportedLanguages NameValue");

/** One object, read at `/companyinfo/{realm}`. Name and address are required (documented). */
export const COMPANY_INFO: EntityDescriptor = {
  type: "CompanyInfo",
  operations: operations("read query update"),
  singletonId: "1",
  counter: "companyInfo",
  wireOrder: listOf(`
    CompanyName LegalName CompanyAddr CustomerCommunicationAddr LegalAddr
    CustomerCommunicationEmailAddr PrimaryPhone CompanyStartDate EmployerId FiscalYearStartMonth
    Country Email WebAddr SupportedLanguages DefaultTimeZone NameValue domain sparse Id SyncToken
    MetaData`),
  computed: setOf(""),
  readOnly: setOf(FIXED.join(" ")),
  isInChangeData: true,
  check: ({ fields }, errors) => {
    for (const name of ["CompanyName", "CompanyAddr"]) {
      if (fields[name] === undefined) errors.push(missingParameter(name));
    }
  },
  prepare: (draft, { store }) => {
    const before = draft.existing?.fields ?? {};
    const fixed = Object.entries(before).filter(([name]) => FIXED.includes(name));
    const fields = { ...draft.fields, ...Object.fromEntries(fixed) };
    return { fields: withAddressIds(fields, before, store, ADDRESSES) };
  },
  view: () => ({}),
};
