import { fault } from "../../faults/api-fault.ts";
import { multiCurrencyStays } from "../../faults/list-faults.ts";
import {
  compact,
  isObject,
  objectOf,
  objectsOf,
  type JsonObject,
  type JsonValue,
} from "../../json/json-value.ts";
import { PREFERENCES_KEEP_OMITTED_SECTIONS } from "../../not-evidenced.ts";
import { listOf, operations, setOf, type Draft, type EntityDescriptor } from "../descriptor.ts";
import { mergeFieldDefinitions } from "./field-definitions.ts";

/** What a client may write, section by section (documented); the rest is read-only and passed over. */
const WRITABLE: Readonly<Record<string, readonly string[]>> = {
  AccountingInfoPrefs: listOf(`
    FirstMonthOfFiscalYear TaxYearMonth ClassTrackingPerTxn ClassTrackingPerTxnLine TrackDepartments
    DepartmentTerminology BookCloseDate CustomerTerminology`),
  ProductAndServicesPrefs: listOf("ForSales ForPurchase QuantityWithPriceAndRate QuantityOnHand"),
  SalesFormsPrefs: listOf(`
    CustomField CustomTxnNumbers AllowDeposit AllowDiscount AllowEstimates AllowServiceDate
    AllowShipping DefaultTerms DefaultCustomerMessage ETransactionAttachPDF
    ETransactionPaymentEnabled`),
  EmailMessagesPrefs: listOf("InvoiceMessage EstimateMessage SalesReceiptMessage StatementMessage"),
  VendorAndPurchasesPrefs: listOf(
    "BillableExpenseTracking DefaultTerms DefaultMarkup TrackingByCustomer POCustomField MsgToVendors",
  ),
  TimeTrackingPrefs: listOf(
    "UseServices BillCustomers ShowBillRateToAll WorkWeekStartDate MarkTimeEntriesBillable",
  ),
  TaxPrefs: listOf("UsingSalesTax TaxGroupCodeRef PartnerTaxEnabled"),
  CurrencyPrefs: listOf("MultiCurrencyEnabled"),
  OtherPrefs: listOf("NameValue"),
};

/** One object, read at `/preferences` without an id. Its values drive what the company does. */
export const PREFERENCES: EntityDescriptor = {
  type: "Preferences",
  operations: operations("read query update"),
  singletonId: "1",
  counter: "preferences",
  wireOrder: listOf(`
    AccountingInfoPrefs ProductAndServicesPrefs SalesFormsPrefs EmailMessagesPrefs
    VendorAndPurchasesPrefs TimeTrackingPrefs TaxPrefs CurrencyPrefs ReportPrefs OtherPrefs domain
    sparse Id SyncToken MetaData`),
  computed: setOf(""),
  readOnly: setOf("AdvancedInventoryPrefs FinanceChargesPrefs PrintDocumentPrefs ReportPrefs"),
  isInChangeData: true,
  check: () => {},
  prepare: (draft) => ({ fields: preparePreferences(draft) }),
  view: () => ({}),
};

/** Section by section: what stands there with what was sent. Several currencies are for ever (documented). */
function preparePreferences(draft: Draft): JsonObject {
  const before = draft.existing?.fields ?? {};
  const result: Record<string, JsonValue> = { ...before };
  for (const [name, writable] of Object.entries(WRITABLE)) {
    const sent = objectOf(draft.sent, name);
    const isLeftOut = sent === undefined && PREFERENCES_KEEP_OMITTED_SECTIONS;
    if (isLeftOut || (sent === undefined && draft.isSparse === true)) continue;
    const held = objectOf(before, name) ?? {};
    const base = draft.isSparse === true ? held : withoutValues(held, writable);
    result[name] = mergeSection(base, held, sent ?? {}, writable);
  }
  refuseOneCurrency(before, result);
  return result;
}

/** What a full update leaves of a section: the read-only part, and "no" where yes or no is the question. */
function withoutValues(section: JsonObject, writable: readonly string[]): JsonObject {
  return compact(
    Object.fromEntries(
      Object.entries(section).map(([name, value]) => [
        name,
        !writable.includes(name) ? value : typeof value === "boolean" ? false : undefined,
      ]),
    ),
  );
}

/** Custom fields and name-value pairs are told apart by their names, not by their places. */
function mergeSection(
  base: JsonObject,
  held: JsonObject,
  sent: JsonObject,
  writable: readonly string[],
): JsonObject {
  const result: Record<string, JsonValue> = { ...base };
  for (const [name, value] of Object.entries(sent)) {
    if (!writable.includes(name)) continue;
    if (name === "CustomField" || name === "POCustomField") {
      result[name] = mergeFieldDefinitions(objectsOf(held, name), objectsOf(sent, name));
    } else if (name === "NameValue") {
      result[name] = mergePairs(objectsOf(held, name), objectsOf(sent, name));
    } else result[name] = value;
  }
  return result;
}

/** Only pairs that are there can be given another value. */
function mergePairs(held: readonly JsonObject[], sent: readonly JsonObject[]): JsonValue {
  return held.map((pair) => {
    const other = sent.find((each) => each["Name"] === pair["Name"]);
    return other === undefined ? pair : { ...pair, ...other };
  });
}

function refuseOneCurrency(before: JsonObject, after: JsonObject): void {
  const isOn = (all: JsonObject): boolean => {
    const section = all["CurrencyPrefs"];
    return isObject(section) && section["MultiCurrencyEnabled"] === true;
  };
  if (isOn(before) && !isOn(after)) throw fault(multiCurrencyStays());
}
