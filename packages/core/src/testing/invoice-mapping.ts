/**
 * Invoices and opportunities: a mapping for tests of references and rows, with which an opportunity of an
 * account and its products becomes an invoice of the customer and its items. No default: an opportunity's
 * name is no invoice number, and what an invoice does in its life (payment, voiding) is not mapped.
 */
import type { FieldRule, Mapping } from "../mapping/mapping.ts";

type Parts = Pick<FieldRule, "name" | "label" | "salesforce" | "quickbooks"> & Partial<FieldRule>;

const field = (parts: Parts): FieldRule => ({
  kind: "text",
  direction: "both",
  policy: "ask",
  when: "always",
  ...parts,
});

const column = (parts: Parts): FieldRule =>
  field({ direction: "toQuickbooks", when: "create", ...parts });

export const INVOICE_OPPORTUNITY: Mapping = {
  id: "invoice-opportunity",
  quickbooksType: "Invoice",
  salesforceType: "Opportunity",
  matchField: "number",
  activeField: null,
  members: [],
  createValues: [],
  createsIn: ["quickbooks"],
  fields: [
    field({ name: "number", label: "Number", salesforce: "Name", quickbooks: "DocNumber" }),
    field({
      name: "customer",
      label: "Customer",
      salesforce: "AccountId",
      quickbooks: "CustomerRef.value",
      kind: "reference",
      reference: {
        mapping: "customer-account",
        unlinked: "make",
        names: { salesforce: "Account.Name", quickbooks: "CustomerRef.name" },
      },
    }),
    field({ name: "date", label: "Date", salesforce: "CloseDate", quickbooks: "TxnDate" }),
    field({
      name: "note",
      label: "Note",
      salesforce: "Description",
      quickbooks: "PrivateNote",
      kind: "multiline",
    }),
    column({
      name: "lines",
      label: "Lines",
      salesforce: "OpportunityLineItems",
      quickbooks: "Line",
      kind: "rows",
      rows: {
        quickbooksMarks: { DetailType: "SalesItemLineDetail" },
        salesforceOrder: "SortOrder, Id",
        columns: [
          column({
            name: "item",
            label: "Product or service",
            salesforce: "Product2Id",
            quickbooks: "SalesItemLineDetail.ItemRef.value",
            kind: "reference",
            reference: {
              mapping: "item-product",
              unlinked: "make",
              names: {
                salesforce: "Product2.Name",
                quickbooks: "SalesItemLineDetail.ItemRef.name",
              },
            },
          }),
          column({
            name: "quantity",
            label: "Quantity",
            salesforce: "Quantity",
            quickbooks: "SalesItemLineDetail.Qty",
            kind: "number",
          }),
          column({
            name: "rate",
            label: "Rate",
            salesforce: "UnitPrice",
            quickbooks: "SalesItemLineDetail.UnitPrice",
            kind: "number",
          }),
          column({
            name: "amount",
            label: "Amount",
            salesforce: "TotalPrice",
            quickbooks: "Amount",
            kind: "number",
          }),
          column({
            name: "description",
            label: "Description",
            salesforce: "Description",
            quickbooks: "Description",
          }),
        ],
      },
    }),
  ],
};
