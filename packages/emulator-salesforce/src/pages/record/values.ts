/** Field values as pages show them and forms send them. */
import type { RecordBody } from "../../page-host.ts";
import type { PageField } from "../layouts.ts";

export type FieldInput = string | number | boolean | null;

/** A value as text for a reader. Times are shown in UTC, so that every reader sees the same. */
export function displayText(field: PageField, value: unknown): string {
  if (value === null || value === undefined || value === "") return "";
  if (typeof value === "boolean") return value ? "Yes" : "No";
  if (field.type === "currency" && typeof value === "number") {
    return new Intl.NumberFormat("en-US", { style: "currency", currency: "USD" }).format(value);
  }
  if (field.type === "datetime" && typeof value === "string") {
    const format = new Intl.DateTimeFormat("en-US", {
      dateStyle: "medium",
      timeStyle: "medium",
      timeZone: "UTC",
    });
    return `${format.format(new Date(value))} UTC`;
  }
  return inputText(value);
}

/** A value as the text of an input. */
export function inputText(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return value;
  return JSON.stringify(value);
}

export type ReadInput =
  | { readonly ok: true; readonly value: FieldInput }
  | { readonly ok: false; readonly message: string };

const NUMBER_TYPES = new Set(["currency", "double", "int", "percent"]);

/** Reads an input's text as the field's type. Rules beyond the type are the org's. */
export function readInput(field: PageField, text: string | null): ReadInput {
  if (field.type === "boolean") return { ok: true, value: text !== null };
  const value = (text ?? "").replaceAll("\r\n", "\n").trim();
  if (value === "") return { ok: true, value: null };
  if (NUMBER_TYPES.has(field.type)) {
    const number = Number(value.replaceAll(/[$,\s]/g, ""));
    if (!Number.isFinite(number)) return { ok: false, message: `${field.label}: enter a number.` };
    return { ok: true, value: number };
  }
  return { ok: true, value };
}

/** What a form starts from: the text of each editable field, to tell later what a person changed. */
export function originalTexts(
  fields: readonly PageField[],
  record: RecordBody,
): Record<string, string> {
  return Object.fromEntries(fields.map((field) => [field.name, inputText(record[field.name])]));
}
