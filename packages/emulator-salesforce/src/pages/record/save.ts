/** Saving a form: only what the person changed is written, so that a sync meanwhile is not undone. */
import type { ApiErrorItem, DescribedObject, PageOrg } from "../../page-host.ts";
import { LIST_PRICE, type PageField, sectionsOf } from "../layouts.ts";
import { writeListPrice } from "./list-price.ts";
import { type FieldInput, readInput } from "./values.ts";

/** The hidden input that carries the texts the form started with, as JSON. */
export const ORIGINAL_INPUT = "_original";

export type SaveResult =
  | { readonly ok: true; readonly id: string }
  | { readonly ok: false; readonly errors: readonly ApiErrorItem[] };

type Fields = Record<string, FieldInput>;

export function editableFields(object: DescribedObject): PageField[] {
  return sectionsOf(object)
    .flatMap((section) => section.fields)
    .filter((field) => field.isEditable);
}

interface Changes {
  readonly fields: Fields;
  /** Undefined when the price stays. */
  readonly price: number | null | undefined;
  readonly errors: readonly ApiErrorItem[];
}

function readOriginal(form: URLSearchParams): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(form.get(ORIGINAL_INPUT) ?? "{}");
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function isTouched(field: PageField, text: string | null, original: unknown): boolean {
  if (field.type === "boolean") return (text !== null) !== (original === "true");
  return (text ?? "").replaceAll("\r\n", "\n") !== (original ?? "");
}

function readChanges(fields: readonly PageField[], form: URLSearchParams, isNew: boolean): Changes {
  const original = readOriginal(form);
  const changed: Fields = {};
  const errors: ApiErrorItem[] = [];
  let price: number | null | undefined;
  for (const field of fields) {
    const text = form.get(field.name);
    // A new record takes each check box as it stands; anything else only when filled in.
    const counts = isNew && field.type === "boolean";
    if (!counts && !isTouched(field, text, original[field.name])) continue;
    const read = readInput(field, text);
    if (!read.ok) {
      errors.push({ message: read.message, errorCode: "INVALID_TYPE", fields: [field.name] });
    } else if (field.name === LIST_PRICE) {
      price = typeof read.value === "number" ? read.value : null;
    } else {
      changed[field.name] = read.value;
    }
  }
  return { fields: changed, price, errors };
}

/** Errors about the price row, told at the price field. */
function atListPrice(errors: readonly ApiErrorItem[]): ApiErrorItem[] {
  return errors.map((error) => ({ ...error, fields: [LIST_PRICE] }));
}

export function saveNew(org: PageOrg, object: DescribedObject, form: URLSearchParams): SaveResult {
  const changes = readChanges(editableFields(object), form, true);
  if (changes.errors.length > 0) return { ok: false, errors: changes.errors };
  const made = org.create(object.name, changes.fields);
  if (!made.ok) return { ok: false, errors: made.errors };
  const { id } = made.value;
  if (typeof changes.price !== "number") return { ok: true, id };
  const priced = writeListPrice(org, id, changes.price);
  if (priced.ok) return { ok: true, id };
  // The form holds everything still, so nothing half made stays behind.
  org.remove(object.name, id);
  return { ok: false, errors: atListPrice(priced.errors) };
}

export function saveEdit(
  org: PageOrg,
  object: DescribedObject,
  id: string,
  form: URLSearchParams,
): SaveResult {
  const changes = readChanges(editableFields(object), form, false);
  if (changes.errors.length > 0) return { ok: false, errors: changes.errors };
  if (Object.keys(changes.fields).length > 0) {
    const updated = org.update(object.name, id, changes.fields);
    if (!updated.ok) return { ok: false, errors: updated.errors };
  }
  if (changes.price !== undefined) {
    const priced = writeListPrice(org, id, changes.price);
    if (!priced.ok) return { ok: false, errors: atListPrice(priced.errors) };
  }
  return { ok: true, id };
}
