import { listOf, type EntityDescriptor } from "../descriptor.ts";
import { readOnlyList } from "./read-only-list.ts";

/** What sales are taxed by, made through the tax service. `TAX` and `NON` are a US company's pseudo codes. */
export const TAX_CODE: EntityDescriptor = readOnlyList({
  type: "TaxCode",
  counter: "taxCode",
  wireOrder: listOf(`
    Name Description Active Hidden Taxable TaxGroup SalesTaxRateList PurchaseTaxRateList
    TaxCodeConfigType domain sparse Id SyncToken MetaData`),
  isInChangeData: false,
});
