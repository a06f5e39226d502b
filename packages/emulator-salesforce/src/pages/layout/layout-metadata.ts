/** Reads a page layout of the SFDX project: `layouts/Account-Account Layout.layout-meta.xml`. */
import type { DescribedSection, LayoutField } from "./descriptors.ts";

interface ItemXml {
  readonly field?: string;
  readonly behavior?: string;
}

interface ColumnXml {
  readonly layoutItems?: readonly ItemXml[];
}

interface SectionXml {
  readonly label?: string;
  readonly style?: string;
  readonly layoutColumns?: readonly (ColumnXml | string)[];
}

/** The `<Layout>` element; elements that may repeat are lists. */
export interface LayoutXml {
  readonly layoutSections?: readonly SectionXml[];
  readonly relatedLists?: readonly RelatedListXml[];
}

interface RelatedListXml {
  /** `RelatedContactList`, or `Child__c.Lookup__c`. */
  readonly relatedList?: string;
  readonly fields?: readonly string[];
  readonly excludeButtons?: readonly string[];
}

/** A list of children that a layout names, with the columns that it asks for. */
export interface PlacedList {
  readonly object: string;
  /** The child's lookup; null where the name of the list does not say. */
  readonly field: string | null;
  readonly columns: readonly string[];
  /** Whether the list offers New: unless its buttons leave it out. */
  readonly offersNew: boolean;
}

/** The related lists of a layout in its order. */
export function placedLists(layout: LayoutXml): PlacedList[] {
  return (layout.relatedLists ?? []).flatMap((list): PlacedList[] => {
    const { relatedList = "", fields: columns = [], excludeButtons = [] } = list;
    const offersNew = !excludeButtons.includes(NEW_BUTTON);
    const standard = /^Related(\w+?)List$/.exec(relatedList)?.[1];
    if (standard !== undefined) {
      const object = STANDARD_LISTS[standard] ?? standard;
      return [{ object, field: null, columns, offersNew }];
    }
    const [object = "", field = ""] = relatedList.split(".");
    return field === "" ? [] : [{ object, field, columns, offersNew }];
  });
}

/** How metadata names the button, wherever it leaves buttons out. */
export const NEW_BUTTON = "New";

/** Related lists whose name is not that of the child's object. */
const STANDARD_LISTS: Readonly<Record<string, string>> = {
  LineItem: "OpportunityLineItem",
  OrderLineItem: "OrderItem",
  QuoteLineItem: "QuoteLineItem",
  Pricebook: "PricebookEntry",
};

/** Elements that the XML reader must make lists of, even when there is one. */
export const LAYOUT_LISTS: readonly string[] = [
  "layoutSections",
  "layoutColumns",
  "layoutItems",
  "relatedLists",
  "fields",
  "excludeButtons",
];

/** Sections that place links or buttons, not fields. */
const LINKS = "CustomLinks";
const SYSTEM_FIELDS = new Set(["CreatedById", "LastModifiedById"]);

/** The sections with their fields, in the layout's order; empty ones are left out. */
export function layoutSections(layout: LayoutXml): DescribedSection[] {
  return (layout.layoutSections ?? [])
    .filter((section) => section.style !== LINKS)
    .map((section) => ({
      title: section.label ?? "Information",
      columns: (section.layoutColumns ?? []).map(columnFields),
    }))
    .filter((section) => section.columns.some((column) => column.length > 0));
}

/** An empty column is read as an empty text. */
function columnFields(column: ColumnXml | string): LayoutField[] {
  if (typeof column === "string") return [];
  return (column.layoutItems ?? []).flatMap(({ field, behavior }): LayoutField[] => {
    // The pages end with the two system fields, in their usual form.
    if (field === undefined || SYSTEM_FIELDS.has(field)) return [];
    return [{ name: field, readOnly: behavior === "Readonly" }];
  });
}
