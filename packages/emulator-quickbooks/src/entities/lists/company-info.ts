import { listOf, setOf, type EntityDescriptor } from "../descriptor.ts";
import { readOnlyList } from "./read-only-list.ts";

/** One object, read at `/companyinfo/{realm}`. */
export const COMPANY_INFO: EntityDescriptor = readOnlyList({
  type: "CompanyInfo",
  counter: "companyInfo",
  wireOrder: listOf(`
    CompanyName LegalName CompanyAddr CustomerCommunicationAddr LegalAddr
    CustomerCommunicationEmailAddr PrimaryPhone CompanyStartDate EmployerId FiscalYearStartMonth
    Country Email WebAddr SupportedLanguages DefaultTimeZone NameValue domain sparse Id SyncToken
    MetaData`),
  queryable: setOf(""),
});
