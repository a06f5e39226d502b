/** Records as rows of a datatable, and fields as its columns. */
import type { FieldInfo, LayoutItem, ObjectInfo, RecordData } from "../../api/shapes.ts";
import { recordUrl } from "./router.ts";
import { currencyOf, isBlank, textOf } from "./values.ts";

export interface TableColumn {
  readonly label: string;
  readonly fieldName?: string;
  readonly type: string;
  readonly sortable?: boolean;
  readonly editable?: boolean;
  readonly typeAttributes?: Readonly<Record<string, unknown>>;
  readonly cellAttributes?: Readonly<Record<string, unknown>>;
}

export type TableRow = Readonly<Record<string, unknown>> & {
  readonly id: string;
  readonly name: string;
};

/** Types that the datatable draws itself; `record` and `choice` are those of `lx-record-table`. */
const COLUMN_TYPES: Readonly<Record<string, string>> = {
  boolean: "boolean",
  currency: "currency",
  double: "number",
  int: "number",
  percent: "number",
  date: "date-local",
  datetime: "date",
  email: "email",
  phone: "phone",
  url: "url",
  picklist: "choice",
};

/** Members of a row that are no fields. */
const ROW_CURRENCY = "row.currency";
const ROW_CURRENCY_DISPLAY = "row.currencyDisplay";

export interface ColumnOptions {
  readonly canSort: boolean;
  readonly canEdit: boolean;
  readonly hasActions: boolean;
}

export function columnsOf(
  info: ObjectInfo,
  items: readonly LayoutItem[],
  options: ColumnOptions,
): TableColumn[] {
  const columns = items.flatMap((item): TableColumn[] => {
    const field = info.fields[item.field];
    return field === undefined ? [] : [columnOf(info, item, { field, options })];
  });
  return options.hasActions ? [...columns, actionsColumn(info)] : columns;
}

function columnOf(
  info: ObjectInfo,
  item: LayoutItem,
  { field, options }: { readonly field: FieldInfo; readonly options: ColumnOptions },
): TableColumn {
  const { name } = field;
  const isLink = field.isName || field.type === "reference";
  const type = isLink ? "record" : (COLUMN_TYPES[field.type] ?? "text");
  const base = {
    label: item.label,
    fieldName: name,
    type,
    sortable: options.canSort && field.sortable,
    editable:
      options.canEdit && info.canEdit && field.updateable && !item.readOnly && canEditCell(field),
  };
  const typeAttributes = attributesOf(field, type);
  return typeAttributes === undefined ? base : { ...base, typeAttributes };
}

/** A name is edited on the record; lookups and what needs room for it too. */
const canEditCell = (field: FieldInfo): boolean =>
  !["reference", "textarea", "multipicklist", "address", "datetime"].includes(field.type);

function attributesOf(
  field: FieldInfo,
  type: string,
): Readonly<Record<string, unknown>> | undefined {
  if (type === "record") {
    return { url: { fieldName: `${field.name}.url` }, label: { fieldName: `${field.name}.label` } };
  }
  if (type === "choice") {
    return { options: [{ label: "--None--", value: "" }, ...field.options], label: field.label };
  }
  if (type === "currency") {
    const fractionDigits = { minimumFractionDigits: field.scale, step: "0.01" };
    return {
      ...fractionDigits,
      currencyCode: { fieldName: ROW_CURRENCY },
      currencyDisplayAs: { fieldName: ROW_CURRENCY_DISPLAY },
    };
  }
  if (type === "number") return { maximumFractionDigits: field.scale };
  if (type === "url") return { target: "_blank" };
  if (type === "date-local") return { day: "numeric", month: "numeric", year: "numeric" };
  if (type === "date") {
    return {
      day: "numeric",
      month: "numeric",
      year: "numeric",
      hour: "numeric",
      minute: "2-digit",
    };
  }
  return undefined;
}

function actionsColumn(info: ObjectInfo): TableColumn {
  const rowActions = [
    { label: "View", name: "view" },
    ...(info.canEdit ? [{ label: "Edit", name: "edit" }] : []),
    ...(info.canDelete ? [{ label: "Delete", name: "delete" }] : []),
  ];
  return { label: "", type: "action", typeAttributes: { rowActions, menuAlignment: "auto" } };
}

/** Each record as a flat row: values by field name, and `Field.url`, `Field.label` for its links. */
export function cellsOf(info: ObjectInfo, records: readonly RecordData[]): TableRow[] {
  return records.map((record) => {
    const { code, display } = currencyOf(record);
    const row: Record<string, unknown> = {
      id: record.id,
      name: record.name,
      [ROW_CURRENCY]: code,
      [ROW_CURRENCY_DISPLAY]: display,
    };
    for (const [name, { value, displayValue }] of Object.entries(record.fields)) {
      const field = info.fields[name];
      if (field === undefined) continue;
      row[name] = cellValue(field, value);
      if (field.isName) {
        row[`${name}.url`] = recordUrl(record.object, record.id);
        row[`${name}.label`] = isBlank(value) ? record.id : textOf(value);
      } else if (field.type === "reference" && !isBlank(value)) {
        row[`${name}.url`] = recordUrl(field.referenceTo[0] ?? "", textOf(value));
        row[`${name}.label`] = displayValue ?? textOf(value);
      }
    }
    return row as TableRow;
  });
}

function cellValue(field: FieldInfo, value: unknown): unknown {
  if (field.type === "url" && typeof value === "string") {
    return /^https?:\/\//i.test(value) ? value : `http://${value}`;
  }
  return value;
}
