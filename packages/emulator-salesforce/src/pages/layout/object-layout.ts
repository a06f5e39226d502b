/**
 * Which fields the pages of an object show. First found: the project's own page layout, the descriptor of
 * a standard object, and else a layout derived from the object's describe.
 */
import type { DescribedField, DescribedObject } from "../../page-host.ts";
import type { LayoutItem, LayoutSection } from "../api/shapes.ts";
import {
  type DescribedSection,
  type Layout,
  type LayoutField,
  LAYOUTS,
  LIST_PRICE,
  LIST_PRICE_LABEL,
  SYSTEM_SECTION,
} from "./descriptors.ts";
import { fieldLabel } from "./field-info.ts";

/** Columns of a list that nobody laid out. */
const DERIVED_COLUMNS = 5;
const DERIVED_HIGHLIGHTS = 4;
/** Fields that say nothing to a reader. */
const SYSTEM_FIELDS = new Set([
  "Id",
  "IsDeleted",
  "SystemModstamp",
  "CreatedById",
  "CreatedDate",
  "LastModifiedById",
  "LastModifiedDate",
  "LastViewedDate",
  "LastReferencedDate",
  "LastActivityDate",
  "MasterRecordId",
  "PhotoUrl",
]);

export interface ObjectLayout {
  readonly sections: readonly LayoutSection[];
  readonly highlights: readonly LayoutItem[];
  readonly listColumns: readonly LayoutItem[];
  readonly otherColumns: readonly LayoutItem[];
}

/** @param own the sections of the project's page layout, if it has one */
export function layoutOf(
  object: DescribedObject,
  own: readonly DescribedSection[] | undefined,
): ObjectLayout {
  const standard = LAYOUTS[object.name] ?? derivedLayout(object);
  const laidOut = own ?? standard.sections;
  const resolve = resolver(object, standard);
  const sections = [...laidOut, ...leftOver(object, laidOut), SYSTEM_SECTION]
    .map(({ title, columns }) => ({ title, columns: columns.map(resolve) }))
    .filter(({ columns }) => columns.some((column) => column.length > 0));
  const listColumns = resolve(standard.listFields);
  const listed = new Set(listColumns.map(({ field }) => field));
  const others = object.fields.filter((each) => isListable(each) && !listed.has(each.name));
  return {
    sections,
    highlights: resolve(standard.highlightFields),
    listColumns,
    otherColumns: resolve(others.map(({ name }) => ({ name }))),
  };
}

const isListable = (field: DescribedField): boolean =>
  !["address", "id"].includes(field.type) && !["IsDeleted", "SystemModstamp"].includes(field.name);

/** Looks fields up by name; what the org lacks, or hides from the person, falls out. */
function resolver(object: DescribedObject, standard: Layout) {
  const byName = new Map(object.fields.map((field) => [field.name.toLowerCase(), field]));
  const labels = new Map(
    [...standard.listFields, ...standard.sections.flatMap(({ columns }) => columns.flat())].map(
      ({ name, label }) => [name, label],
    ),
  );
  return (fields: readonly LayoutField[]): LayoutItem[] =>
    fields.flatMap((each): LayoutItem[] => {
      if (each.name === LIST_PRICE && object.name === "Product2") {
        return [{ field: LIST_PRICE, label: LIST_PRICE_LABEL, readOnly: false }];
      }
      const field = byName.get(each.name.toLowerCase());
      if (field === undefined) return [];
      const label = each.label ?? labels.get(field.name) ?? fieldLabel(object, field);
      const item = { field: field.name, label, readOnly: each.readOnly === true };
      return [each.timeField === undefined ? item : { ...item, timeField: each.timeField }];
    });
}

/** Custom fields that the layout does not name would else be out of reach. */
function leftOver(
  object: DescribedObject,
  sections: readonly DescribedSection[],
): DescribedSection[] {
  const placed = new Set(sections.flatMap(({ columns }) => columns.flat().map(({ name }) => name)));
  const missing = object.fields.filter(
    (field) => (field.custom || field.name === "CurrencyIsoCode") && !placed.has(field.name),
  );
  if (missing.length === 0) return [];
  return [{ title: "Additional Information", columns: inTwoColumns(missing) }];
}

function inTwoColumns(fields: readonly DescribedField[]): LayoutField[][] {
  const named = fields.map(({ name }) => ({ name }));
  const half = Math.ceil(named.length / 2);
  return [named.slice(0, half), named.slice(half)];
}

/** Name first, then what can be written, then what is only read. */
function derivedLayout(object: DescribedObject): Layout {
  const shown = object.fields.filter(
    (field) => !SYSTEM_FIELDS.has(field.name) && field.compoundFieldName === null,
  );
  const inOrder = [
    ...shown.filter((field) => field.nameField),
    ...shown.filter((field) => !field.nameField && field.name !== "OwnerId"),
    ...shown.filter((field) => field.name === "OwnerId"),
  ];
  const columns = inOrder.filter(isListable).filter((field) => field.type !== "textarea");
  const named = (fields: readonly DescribedField[]) => fields.map(({ name }) => ({ name }));
  return {
    listFields: named(columns.slice(0, DERIVED_COLUMNS)),
    highlightFields: named(
      columns.filter((field) => !field.nameField).slice(0, DERIVED_HIGHLIGHTS),
    ),
    sections: [{ title: "Information", columns: inTwoColumns(inOrder) }],
  };
}
