import { listOf, setOf, type EntityDescriptor } from "../descriptor.ts";
import { readOnlyList } from "./read-only-list.ts";

/** One object, read at `/preferences` without an id. */
export const PREFERENCES: EntityDescriptor = readOnlyList({
  type: "Preferences",
  counter: "preferences",
  wireOrder: listOf(`
    AccountingInfoPrefs ProductAndServicesPrefs SalesFormsPrefs EmailMessagesPrefs
    VendorAndPurchasesPrefs TimeTrackingPrefs TaxPrefs CurrencyPrefs ReportPrefs OtherPrefs domain
    sparse Id SyncToken MetaData`),
  queryable: setOf(""),
});
