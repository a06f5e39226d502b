import { missingParameter } from "../../faults/fault-texts.ts";
import { textOf } from "../../json/json-value.ts";
import { listOf, operations, setOf, type EntityDescriptor } from "../descriptor.ts";
import { checkName, claimName } from "./names.ts";

/**
 * Offices that collect taxes. Only the name can be given, and only once: there is no update
 * (documented). Tracked on sales and not on purchases, as the documented answer shows.
 */
export const TAX_AGENCY: EntityDescriptor = {
  type: "TaxAgency",
  operations: operations("create read query"),
  counter: "taxAgency",
  wireOrder: listOf(`
    TaxTrackedOnPurchases TaxTrackedOnSales LastFileDate TaxRegistrationNumber TaxAgencyConfig
    domain sparse Id SyncToken MetaData DisplayName`),
  computed: setOf(""),
  readOnly: setOf(
    "TaxTrackedOnPurchases TaxTrackedOnSales LastFileDate TaxRegistrationNumber TaxAgencyConfig",
  ),
  isInChangeData: false,
  check: ({ fields }, errors) => {
    const name = textOf(fields, "DisplayName");
    if (name === undefined) errors.push(missingParameter("DisplayName"));
    checkName(name, "DisplayName", errors);
  },
  prepare: (draft, context) => {
    const fields = {
      TaxTrackedOnPurchases: false,
      TaxTrackedOnSales: true,
      ...draft.fields,
      TaxAgencyConfig: "USER_DEFINED",
    };
    claimName({ type: "TaxAgency", id: draft.id, fields }, context);
    return { fields };
  },
  view: () => ({}),
};
