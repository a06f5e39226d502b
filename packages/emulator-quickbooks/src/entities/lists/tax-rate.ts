import { listOf, type EntityDescriptor } from "../descriptor.ts";
import { readOnlyList } from "./read-only-list.ts";

/** Percentages behind the tax codes, made through the tax service. CDC does not know them (documented). */
export const TAX_RATE: EntityDescriptor = readOnlyList({
  type: "TaxRate",
  counter: "taxRate",
  wireOrder: listOf(`
    Name Description Active RateValue AgencyRef TaxReturnLineRef SpecialTaxType DisplayType
    EffectiveTaxRate domain sparse Id SyncToken MetaData`),
  isInChangeData: false,
});
