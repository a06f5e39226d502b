import { fault, type FaultError } from "../../faults/api-fault.ts";
import { invalidReference, missingParameter, tooLong } from "../../faults/fault-texts.ts";
import { conflictingElements } from "../../faults/list-faults.ts";
import { compact, numberOf, objectsOf, textOf, type JsonObject } from "../../json/json-value.ts";
import type { EntityType, StoredRecord } from "../../store/stored-record.ts";
import { normalise, throwCollected } from "../../write/normalise.ts";
import { refuseByCompany } from "../../write/refuse-by-company.ts";
import type { WriteContext } from "../descriptor.ts";
import { checkName, claimName } from "./names.ts";
import { checkRange } from "./number-range.ts";

/** Longest name of a code or a rate (documented). */
const NAME_LENGTH_MAX = 100;
/** A percentage (documented). */
const RATE_RANGE = { min: 0, max: 100 };

/**
 * `POST /taxservice/taxcode`: a tax code of rates that exist (`TaxRateId`) or are made with it (name,
 * value and agency). The body comes and goes without an envelope; the answer adds the ids (documented).
 */
export function createTaxCode(body: JsonObject, context: WriteContext): JsonObject {
  refuseByCompany("TaxCode", context);
  const errors: FaultError[] = [];
  const shape = normalise("TaxService", body, errors);
  const name = textOf(shape, "TaxCode");
  const details = objectsOf(shape, "TaxRateDetails");
  if (name === undefined) errors.push(missingParameter("TaxCode"));
  checkTaxName("TaxCode", name, errors);
  if (details.length === 0) errors.push(missingParameter("TaxRateDetails"));
  for (const detail of details) checkDetail(detail, errors);
  throwCollected(errors);
  const rates = details.map((detail) => rateOf(detail, context));
  refuseTwice(rates);
  const code = putNew("TaxCode", codeFields(name ?? "", details, rates), context);
  return {
    TaxCode: name ?? "",
    TaxCodeId: code.id,
    TaxRateDetails: details.map((detail, index) => shownDetail(detail, rates[index])),
  };
}

function checkTaxName(element: string, name: string | undefined, errors: FaultError[]): void {
  checkName(name, element, errors);
  if (name !== undefined && name.length > NAME_LENGTH_MAX) {
    errors.push(tooLong(element, NAME_LENGTH_MAX, name.length));
  }
}

/** A rate that is named by its id needs nothing else. */
function checkDetail(detail: JsonObject, errors: FaultError[]): void {
  if (textOf(detail, "TaxRateId") !== undefined) return;
  for (const property of ["TaxRateName", "RateValue", "TaxAgencyId"]) {
    if (detail[property] === undefined || detail[property] === null) {
      errors.push(missingParameter(property));
    }
  }
  checkTaxName("TaxRateName", textOf(detail, "TaxRateName"), errors);
  checkRange(detail, "RateValue", RATE_RANGE, errors);
}

function rateOf(detail: JsonObject, context: WriteContext): StoredRecord {
  const { store } = context;
  const id = textOf(detail, "TaxRateId");
  if (id !== undefined) {
    const found = store.record("TaxRate", id);
    if (found === undefined) throw fault(invalidReference("TaxRates", id));
    return found;
  }
  const agency = textOf(detail, "TaxAgencyId") ?? "";
  if (store.record("TaxAgency", agency) === undefined) {
    throw fault(invalidReference("TaxAgencies", agency));
  }
  const fields = {
    Name: textOf(detail, "TaxRateName") ?? "",
    Description: textOf(detail, "TaxRateName") ?? "",
    Active: true,
    RateValue: numberOf(detail, "RateValue") ?? 0,
    AgencyRef: { value: agency },
    SpecialTaxType: "NONE",
    DisplayType: "ReadOnly",
  };
  return putNew("TaxRate", fields, context);
}

/** One rate stands once in a code (documented). */
function refuseTwice(rates: readonly StoredRecord[]): void {
  const ids = rates.map((rate) => rate.id);
  if (new Set(ids).size < ids.length) throw fault(conflictingElements("TaxRateId"));
}

function codeFields(
  name: string,
  details: readonly JsonObject[],
  rates: readonly StoredRecord[],
): JsonObject {
  const listFor = (use: string): JsonObject => ({
    TaxRateDetail: rates
      .filter((_, index) => useOf(details[index]) === use)
      .map((rate) => ({
        TaxRateRef: { value: rate.id },
        TaxTypeApplicable: "TaxOnAmount",
        TaxOrder: 0,
      })),
  });
  return {
    Name: name,
    Description: name,
    Active: true,
    Hidden: false,
    Taxable: true,
    TaxGroup: true,
    SalesTaxRateList: listFor("Sales"),
    PurchaseTaxRateList: listFor("Purchase"),
    TaxCodeConfigType: "USER_DEFINED",
  };
}

function useOf(detail: JsonObject | undefined): string {
  return textOf(detail ?? {}, "TaxApplicableOn") ?? "Sales";
}

/** The value comes back as a number, the agency as text (a live test of python-quickbooks). */
function shownDetail(detail: JsonObject, rate: StoredRecord | undefined): JsonObject {
  const fields = rate?.fields ?? {};
  const agency = fields["AgencyRef"] as JsonObject | undefined;
  return compact({
    TaxRateName: textOf(fields, "Name"),
    TaxRateId: rate?.id,
    RateValue: numberOf(fields, "RateValue"),
    TaxAgencyId: textOf(agency ?? {}, "value"),
    TaxApplicableOn: useOf(detail),
  });
}

const COUNTERS = { TaxCode: "taxCode", TaxRate: "taxRate" } as const;

function putNew(
  type: EntityType & keyof typeof COUNTERS,
  fields: JsonObject,
  context: WriteContext,
): StoredRecord {
  const { store, now } = context;
  const id = String(store.next(COUNTERS[type]));
  claimName({ type, id, fields }, context);
  const record: StoredRecord = {
    type,
    id,
    syncToken: 0,
    createdAt: now,
    updatedAt: now,
    fields,
  };
  store.putRecord(record);
  return record;
}
