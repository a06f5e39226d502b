import {
  checkbox,
  date,
  field,
  int,
  LAST_ACTIVITY,
  lookup,
  money,
  percent,
  picklist,
  readOnly,
  required,
  restricted,
  systemFields,
  text,
  textArea,
  VIEWED,
} from "../field-kinds.ts";
import type { ObjectSchema, OpportunityStage } from "../types.ts";
import { SOURCES } from "./values.ts";

const stage = (
  name: string,
  probability: number,
  forecastCategory: string,
  outcome?: "won" | "lost",
): OpportunityStage => ({
  name,
  label: name,
  active: true,
  probability,
  forecastCategory,
  closed: outcome !== undefined,
  won: outcome === "won",
});

/** The stages of a new org, and the two shorter names that this org's people use (D: Help, "Stages"). */
export const STAGES: readonly OpportunityStage[] = [
  stage("Prospecting", 10, "Pipeline"),
  stage("Qualification", 10, "Pipeline"),
  stage("Needs Analysis", 20, "Pipeline"),
  stage("Value Proposition", 50, "Pipeline"),
  stage("Id. Decision Makers", 60, "Pipeline"),
  stage("Perception Analysis", 70, "Pipeline"),
  stage("Proposal", 75, "Pipeline"),
  stage("Proposal/Price Quote", 75, "Pipeline"),
  stage("Negotiation", 90, "Pipeline"),
  stage("Negotiation/Review", 90, "Pipeline"),
  stage("Closed Won", 100, "Closed", "won"),
  stage("Closed Lost", 0, "Omitted", "lost"),
];

const FORECASTS = ["Omitted", "Pipeline", "Best Case", "Commit", "Closed"];

/** A sale in the making. Probability, forecast and the closed flags follow the stage. */
export const opportunity: ObjectSchema = {
  name: "Opportunity",
  label: "Opportunity",
  labelPlural: "Opportunities",
  keyPrefix: "006",
  custom: false,
  writable: true,
  changeEvents: true,
  fields: [
    ...systemFields("Opportunity"),
    lookup(
      "AccountId",
      "Account ID",
      { to: "Account", as: "Account", children: "Opportunities" },
      { cascadeDelete: true },
    ),
    checkbox("IsPrivate", "Private"),
    text("Name", "Name", 120, { ...required, nameField: true }),
    textArea("Description", "Description", 32_000),
    picklist(
      "StageName",
      "Stage",
      STAGES.map((each) => each.name),
      required,
    ),
    money("Amount", "Amount"),
    percent("Probability", "Probability (%)", { precision: 3, scale: 0 }),
    money("ExpectedRevenue", "Expected Amount", readOnly),
    field("TotalOpportunityQuantity", "Quantity", "double", { precision: 18, scale: 2 }),
    date("CloseDate", "Close Date", required),
    picklist("Type", "Opportunity Type", [
      "Existing Customer - Upgrade",
      "Existing Customer - Replacement",
      "Existing Customer - Downgrade",
      "New Customer",
    ]),
    text("NextStep", "Next Step", 255),
    picklist("LeadSource", "Lead Source", SOURCES),
    checkbox("IsClosed", "Closed", false, readOnly),
    checkbox("IsWon", "Won", false, readOnly),
    restricted("ForecastCategory", "Forecast Category", FORECASTS, {
      ...readOnly,
      nillable: false,
    }),
    picklist("ForecastCategoryName", "Forecast Category", FORECASTS, { length: 40 }),
    checkbox("HasOpportunityLineItem", "Has Line Item", false, readOnly),
    lookup("Pricebook2Id", "Price Book ID", {
      to: "Pricebook2",
      as: "Pricebook2",
      children: "Opportunities",
    }),
    lookup("OwnerId", "Owner ID", { to: "User", as: "Owner" }, { nillable: false }),
    LAST_ACTIVITY,
    int("PushCount", "Push Count", 9, { ...readOnly, inChangeEvents: false }),
    int("FiscalQuarter", "Fiscal Quarter", 9, { ...readOnly, inChangeEvents: false }),
    int("FiscalYear", "Fiscal Year", 9, { ...readOnly, inChangeEvents: false }),
    text("Fiscal", "Fiscal Period", 6, { ...readOnly, inChangeEvents: false }),
    ...VIEWED,
    lookup("SyncedQuoteId", "Quote ID", { to: "Quote", as: "SyncedQuote" }),
    checkbox("HasOpenActivity", "Has Open Activity", false, {
      ...readOnly,
      inChangeEvents: false,
    }),
    checkbox("HasOverdueTask", "Has Overdue Task", false, { ...readOnly, inChangeEvents: false }),
  ],
};

/** A product on an opportunity; its total moves the opportunity's amount. */
export const opportunityLineItem: ObjectSchema = {
  name: "OpportunityLineItem",
  label: "Opportunity Product",
  labelPlural: "Opportunity Product",
  keyPrefix: "00k",
  custom: false,
  writable: true,
  changeEvents: true,
  permissionsFrom: "Opportunity",
  fields: [
    ...systemFields("Line Item"),
    lookup(
      "OpportunityId",
      "Opportunity ID",
      { to: "Opportunity", as: "Opportunity", children: "OpportunityLineItems" },
      { ...required, updateable: false, cascadeDelete: true },
    ),
    int("SortOrder", "Sort Order", 9, readOnly),
    lookup(
      "PricebookEntryId",
      "Price Book Entry ID",
      { to: "PricebookEntry", as: "PricebookEntry", children: "OpportunityLineItems" },
      { permissionable: false, restrictedDelete: true },
    ),
    lookup(
      "Product2Id",
      "Product ID",
      { to: "Product2", as: "Product2" },
      { updateable: false, permissionable: false, restrictedDelete: true },
    ),
    text("ProductCode", "Product Code", 255, { ...readOnly, inChangeEvents: false }),
    text("Name", "Opportunity Product Name", 376, {
      ...readOnly,
      nameField: true,
      inChangeEvents: false,
    }),
    field("Quantity", "Quantity", "double", { ...required, precision: 12, scale: 2 }),
    money("TotalPrice", "Total Price", { permissionable: false }),
    money("UnitPrice", "Sales Price", { permissionable: false }),
    money("ListPrice", "List Price", readOnly),
    percent("Discount", "Discount", { precision: 5 }),
    date("ServiceDate", "Date"),
    text("Description", "Line Description", 255),
    ...VIEWED,
  ],
};
