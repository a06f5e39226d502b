/** Page layouts: which fields a page shows, in which order, under which labels. */
import type { DescribedField, DescribedObject } from "../page-host.ts";

export interface LayoutField {
  readonly name: string;
  /** Replaces the field's own label. */
  readonly label?: string;
  readonly isReadOnly?: boolean;
}

export interface LayoutSection {
  readonly title: string;
  readonly fields: readonly LayoutField[];
}

export interface Layout {
  /** A symbol of the standard sprite. */
  readonly icon: string;
  readonly listFields: readonly string[];
  readonly highlightFields: readonly string[];
  readonly sections: readonly LayoutSection[];
}

/** The standard price of a product is a row of its own; on the page it is a field like others. */
export const LIST_PRICE = "ListPrice";
export const LIST_PRICE_LABEL = "List Price";

const fields = (...names: readonly string[]): LayoutField[] => names.map((name) => ({ name }));

const ADDRESS_PARTS: readonly (readonly [name: string, label: string])[] = [
  ["Street", "Street"],
  ["City", "City"],
  ["State", "State/Province"],
  ["PostalCode", "Zip/Postal Code"],
  ["Country", "Country"],
];

/** Billing in the left column, shipping in the right. */
const ADDRESS_FIELDS: readonly LayoutField[] = ADDRESS_PARTS.flatMap(([part, label]) => [
  { name: `Billing${part}`, label: `Billing ${label}` },
  { name: `Shipping${part}`, label: `Shipping ${label}` },
]);

const QUICKBOOKS_FIELDS: readonly LayoutField[] = [
  { name: "Accord_QB_Id__c", isReadOnly: true },
  { name: "Accord_QB_Company_Id__c", isReadOnly: true },
];
const SYSTEM_SECTION: LayoutSection = {
  title: "System Information",
  fields: [
    { name: "CreatedDate", isReadOnly: true },
    { name: "LastModifiedDate", isReadOnly: true },
  ],
};

const LAYOUTS: Readonly<Record<string, Layout>> = {
  Account: {
    icon: "account",
    listFields: ["Name", "Phone", "Accord_Email__c", "BillingCity", "Accord_QB_Id__c"],
    highlightFields: ["Phone", "Website", "Accord_Email__c"],
    sections: [
      {
        title: "Account Information",
        fields: [
          { name: "Name", label: "Account Name" },
          { name: "Phone", label: "Phone" },
          { name: "Accord_Email__c", label: "Email" },
          { name: "Website" },
          { name: "Accord_Active__c", label: "Active" },
        ],
      },
      { title: "Address Information", fields: ADDRESS_FIELDS },
      {
        title: "Additional Information",
        fields: fields("Industry", "AccountNumber", "Description"),
      },
      { title: "QuickBooks", fields: QUICKBOOKS_FIELDS },
      SYSTEM_SECTION,
    ],
  },
  Product2: {
    icon: "product",
    listFields: ["Name", "ProductCode", "Description", "IsActive", "Accord_QB_Id__c"],
    highlightFields: ["ProductCode", LIST_PRICE, "IsActive"],
    sections: [
      {
        title: "Product Information",
        fields: [
          { name: "Name", label: "Product Name" },
          { name: "ProductCode", label: "Product Code" },
          { name: LIST_PRICE, label: LIST_PRICE_LABEL },
          { name: "IsActive", label: "Active" },
          { name: "Description", label: "Product Description" },
        ],
      },
      {
        title: "QuickBooks",
        fields: [{ name: "Accord_QB_Type__c", isReadOnly: true }, ...QUICKBOOKS_FIELDS],
      },
      SYSTEM_SECTION,
    ],
  },
  Opportunity: {
    icon: "opportunity",
    listFields: ["Name", "StageName", "Amount", "CloseDate"],
    highlightFields: ["StageName", "Amount", "CloseDate"],
    sections: [
      {
        title: "Opportunity Information",
        fields: fields("Name", "AccountId", "StageName", "Amount", "CloseDate", "Description"),
      },
      SYSTEM_SECTION,
    ],
  },
};

const GENERIC_FIELDS_MAX = 20;

/** The layout of an object; one without a layout of its own shows its first writable fields. */
export function layoutOf(object: DescribedObject): Layout {
  const own = LAYOUTS[object.name];
  if (own !== undefined) return own;
  const writable = object.fields.filter((field) => field.createable && field.type !== "address");
  const shown = writable.slice(0, GENERIC_FIELDS_MAX).map((field) => field.name);
  return {
    icon: "record",
    listFields: shown.slice(0, 4),
    highlightFields: [],
    sections: [{ title: `${object.label} Information`, fields: fields(...shown) }],
  };
}

/** A layout's field joined with its describe: what pages draw and forms accept. */
export interface PageField {
  readonly name: string;
  readonly label: string;
  readonly type: string;
  readonly maxLength: number;
  readonly isRequired: boolean;
  readonly isEditable: boolean;
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

export interface PageSection {
  readonly title: string;
  readonly fields: readonly PageField[];
}

const LIST_PRICE_FIELD: PageField = {
  name: LIST_PRICE,
  label: LIST_PRICE_LABEL,
  type: "currency",
  maxLength: 0,
  isRequired: false,
  isEditable: true,
  options: [],
};

function pageField(field: DescribedField, layout: LayoutField): PageField {
  const hasDefault = field.type === "boolean";
  return {
    name: field.name,
    label: layout.label ?? field.label,
    type: field.type,
    maxLength: field.length,
    isRequired: !field.nillable && field.createable && !hasDefault,
    isEditable: layout.isReadOnly !== true && (field.createable || field.updateable),
    options: field.picklistValues.filter((option) => option.active),
  };
}

/** Sections with those of their fields that the org has; empty ones are left out. */
export function sectionsOf(object: DescribedObject): PageSection[] {
  const byName = new Map(object.fields.map((field) => [field.name, field]));
  const resolve = (layout: LayoutField): PageField[] => {
    if (layout.name === LIST_PRICE) return [LIST_PRICE_FIELD];
    const field = byName.get(layout.name);
    return field === undefined ? [] : [pageField(field, layout)];
  };
  return layoutOf(object)
    .sections.map(({ title, fields }) => ({ title, fields: fields.flatMap(resolve) }))
    .filter((section) => section.fields.length > 0);
}

/** A field as the layout shows it; undefined when the org lacks it. */
export function findPageField(object: DescribedObject, name: string): PageField | undefined {
  const laidOut = sectionsOf(object)
    .flatMap((section) => section.fields)
    .find((field) => field.name === name);
  if (laidOut !== undefined) return laidOut;
  const described = object.fields.find((field) => field.name === name);
  return described === undefined ? undefined : pageField(described, { name });
}
