/**
 * Layouts of the standard objects: fields by API name, as the layouts of a new org place them. A field
 * that the org lacks, or that the person may not see, is left out; custom fields that no layout names
 * follow in a section of their own.
 */

export interface LayoutField {
  readonly name: string;
  /** Replaces the field's own label. */
  readonly label?: string;
  readonly readOnly?: boolean;
  readonly timeField?: string;
}

export interface DescribedSection {
  readonly title: string;
  /** One list of fields per column. */
  readonly columns: readonly (readonly LayoutField[])[];
}

export interface Layout {
  readonly listFields: readonly LayoutField[];
  readonly highlightFields: readonly LayoutField[];
  readonly sections: readonly DescribedSection[];
}

/** The standard price of a product is a row of its own; on the page it is a field like others. */
export const LIST_PRICE = "ListPrice";
export const LIST_PRICE_LABEL = "List Price";

const named = (...names: readonly string[]): LayoutField[] => names.map((name) => ({ name }));
const EMAIL = { name: "Accord_Email__c", label: "Email" };
const QUICKBOOKS: DescribedSection = {
  title: "QuickBooks",
  columns: [
    [{ name: "Accord_QB_Id__c", readOnly: true }],
    [
      { name: "Accord_QB_Company_Id__c", readOnly: true },
      { name: "Accord_QB_Type__c", readOnly: true },
    ],
  ],
};
const DESCRIPTION: DescribedSection = {
  title: "Description Information",
  columns: [named("Description")],
};
/** Last on every layout. */
export const SYSTEM_SECTION: DescribedSection = {
  title: "System Information",
  columns: [
    [{ name: "CreatedById", label: "Created By", readOnly: true, timeField: "CreatedDate" }],
    [
      {
        name: "LastModifiedById",
        label: "Last Modified By",
        readOnly: true,
        timeField: "LastModifiedDate",
      },
    ],
  ],
};

function layout(
  title: string,
  parts: {
    readonly list: readonly LayoutField[];
    readonly highlights: readonly LayoutField[];
    readonly main: readonly (readonly LayoutField[])[];
    readonly more?: readonly DescribedSection[];
  },
): Layout {
  const sections = [{ title, columns: parts.main }, ...(parts.more ?? [])];
  return { listFields: parts.list, highlightFields: parts.highlights, sections };
}

export const LAYOUTS: Readonly<Record<string, Layout>> = {
  Account: layout("Account Information", {
    list: [...named("Name", "Phone"), EMAIL, ...named("BillingCity", "Type", "Accord_QB_Id__c")],
    highlights: [...named("Type", "Phone", "Website"), EMAIL, ...named("OwnerId", "Industry")],
    main: [
      [
        ...named("OwnerId"),
        ...named("Name", "ParentId", "AccountNumber", "Site", "Type", "Industry"),
      ],
      [
        { name: "Phone", label: "Phone" },
        EMAIL,
        ...named("Fax", "Website"),
        { name: "Accord_Active__c", label: "Active" },
        ...named("Rating", "AnnualRevenue", "NumberOfEmployees"),
      ],
    ],
    more: [
      {
        title: "Address Information",
        columns: [named("BillingAddress"), named("ShippingAddress")],
      },
      DESCRIPTION,
      QUICKBOOKS,
    ],
  }),
  Contact: layout("Contact Information", {
    list: named("Name", "AccountId", "Phone", "Email", "Title"),
    highlights: named("AccountId", "Title", "Phone", "Email", "OwnerId"),
    main: [
      named("OwnerId", "FirstName", "LastName", "AccountId", "Title", "Department", "ReportsToId"),
      named("Phone", "HomePhone", "MobilePhone", "Fax", "Email", "Birthdate", "LeadSource"),
    ],
    more: [
      { title: "Address Information", columns: [named("MailingAddress"), named("OtherAddress")] },
      DESCRIPTION,
    ],
  }),
  Product2: layout("Product Information", {
    list: named("Name", "ProductCode", "Description", "Family", "IsActive", "Accord_QB_Id__c"),
    highlights: named("ProductCode", "Family", LIST_PRICE, "IsActive"),
    main: [
      [{ name: "Name", label: "Product Name" }, ...named("ProductCode", LIST_PRICE)],
      [{ name: "IsActive", label: "Active" }, ...named("Family", "QuantityUnitOfMeasure")],
    ],
    more: [
      {
        title: "Description Information",
        columns: [[{ name: "Description", label: "Product Description" }]],
      },
      QUICKBOOKS,
    ],
  }),
  Opportunity: layout("Opportunity Information", {
    list: named("Name", "AccountId", "StageName", "Amount", "CloseDate", "OwnerId"),
    highlights: named("AccountId", "CloseDate", "Amount", "StageName", "OwnerId"),
    main: [
      named("OwnerId", "Name", "AccountId", "Type", "LeadSource", "Pricebook2Id"),
      named("CloseDate", "StageName", "Probability", "Amount", "NextStep", "ForecastCategoryName"),
    ],
    more: [DESCRIPTION],
  }),
  OpportunityLineItem: layout("Opportunity Product Information", {
    list: named("Product2Id", "Quantity", "UnitPrice", "TotalPrice", "ServiceDate"),
    highlights: named("OpportunityId", "Product2Id", "Quantity", "TotalPrice"),
    main: [
      named("OpportunityId", "PricebookEntryId", "Product2Id", "ProductCode", "ServiceDate"),
      named("Quantity", "UnitPrice", "ListPrice", "Discount", "Subtotal", "TotalPrice"),
    ],
    more: [{ title: "Line Description", columns: [named("Description")] }],
  }),
  Pricebook2: layout("Price Book Information", {
    list: named("Name", "Description", "IsActive", "IsStandard"),
    highlights: named("Description", "IsActive", "IsStandard"),
    main: [named("Name", "Description"), named("IsActive", "IsStandard")],
  }),
  PricebookEntry: layout("Price Book Entry Information", {
    list: named("Name", "Product2Id", "Pricebook2Id", "UnitPrice", "IsActive"),
    highlights: named("Product2Id", "Pricebook2Id", "UnitPrice", "IsActive"),
    main: [
      named("Product2Id", "Pricebook2Id", "ProductCode"),
      named("UnitPrice", "UseStandardPrice", "IsActive"),
    ],
  }),
  Order: layout("Order Information", {
    list: named("OrderNumber", "AccountId", "Status", "EffectiveDate", "TotalAmount", "OwnerId"),
    highlights: named("AccountId", "Status", "EffectiveDate", "TotalAmount", "OwnerId"),
    main: [
      named("OwnerId", "OrderNumber", "AccountId", "Type", "Pricebook2Id", "OpportunityId"),
      named("Status", "EffectiveDate", "EndDate", "TotalAmount", "PoNumber"),
    ],
    more: [
      {
        title: "Address Information",
        columns: [named("BillingAddress"), named("ShippingAddress")],
      },
      DESCRIPTION,
    ],
  }),
  OrderItem: layout("Order Product Detail", {
    list: named("OrderItemNumber", "Product2Id", "Quantity", "UnitPrice", "TotalPrice"),
    highlights: named("OrderId", "Product2Id", "Quantity", "TotalPrice"),
    main: [
      named("OrderId", "PricebookEntryId", "Product2Id", "OrderItemNumber", "Description"),
      named("Quantity", "UnitPrice", "ListPrice", "TotalPrice", "ServiceDate", "EndDate"),
    ],
  }),
  Quote: layout("Quote Information", {
    list: named("QuoteNumber", "Name", "OpportunityId", "Status", "GrandTotal", "ExpirationDate"),
    highlights: named("OpportunityId", "AccountId", "Status", "ExpirationDate", "GrandTotal"),
    main: [
      named("QuoteNumber", "Name", "OpportunityId", "AccountId", "ContactId", "Pricebook2Id"),
      named("Status", "ExpirationDate", "IsSyncing", "Email", "Phone", "Subtotal", "GrandTotal"),
    ],
    more: [
      {
        title: "Address Information",
        columns: [named("BillingAddress"), named("ShippingAddress")],
      },
      DESCRIPTION,
    ],
  }),
  QuoteLineItem: layout("Quote Line Item Detail", {
    list: named("LineNumber", "Product2Id", "Quantity", "UnitPrice", "Discount", "TotalPrice"),
    highlights: named("QuoteId", "Product2Id", "Quantity", "TotalPrice"),
    main: [
      named("QuoteId", "PricebookEntryId", "Product2Id", "LineNumber", "Description"),
      named("Quantity", "UnitPrice", "ListPrice", "Discount", "Subtotal", "TotalPrice"),
    ],
  }),
  User: layout("General Information", {
    list: named("Name", "Username", "Email", "IsActive"),
    highlights: named("Username", "Email", "IsActive"),
    main: [named("Name", "Username", "Email", "Alias"), named("IsActive", "ProfileId", "UserType")],
  }),
};
