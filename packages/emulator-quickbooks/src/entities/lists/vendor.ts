import { vendorBalance } from "../balances.ts";
import { listOf, operations, setOf, type Draft, type EntityDescriptor } from "../descriptor.ts";
import { shownCurrency } from "../currencies.ts";
import { checkParty, prepareParty } from "./party.ts";

/** Vendors. Key order and defaults as recorded. */
export const VENDOR: EntityDescriptor = {
  type: "Vendor",
  operations: operations("create read query update"),
  counter: "name",
  wireOrder: listOf(`
    BillAddr TaxIdentifier TermRef Balance AcctNum Vendor1099 CurrencyRef domain sparse Id SyncToken
    MetaData Title GivenName MiddleName FamilyName Suffix CompanyName DisplayName PrintOnCheckName
    Active PrimaryPhone AlternatePhone Mobile Fax PrimaryEmailAddr WebAddr`),
  computed: setOf("Balance CurrencyRef"),
  readOnly: setOf("Balance FullyQualifiedName"),
  isInChangeData: true,
  nameProperty: "DisplayName",
  check: checkParty,
  prepare: (draft, context) => ({
    fields: prepareParty("Vendor", withoutNewTerms(draft), { Vendor1099: false }, context),
  }),
  view: (record, { store, profile }) => ({
    Balance: vendorBalance(store, record.id),
    CurrencyRef: shownCurrency(record.fields, profile),
  }),
};

/** TermRef is ignored on create and works on update (told by an integrator). */
function withoutNewTerms(draft: Draft): Draft {
  if (draft.existing !== undefined) return draft;
  const { TermRef: _ignored, ...fields } = draft.fields;
  return { ...draft, fields };
}
