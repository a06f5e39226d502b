/**
 * Canonical forms: when two stored values mean the same.
 *
 * Two questions, never mixed. `isSameStored` asks about one system, or whether a write would change
 * anything: only differences that no system can keep are ignored. `agree` asks across systems, where
 * each normalises in its own way: `(650) 555-3311` and `650-555-3311` agree, and nobody is asked to
 * decide between them.
 */
import { Decimal } from "decimal.js";
import type { FieldValue } from "../records/image.ts";
import type { ValueKind } from "./mapping.ts";

/** Neither system keeps outer spaces, and line ends differ by the way a value travelled. */
function storedText(value: string): string {
  return value.replaceAll(/\r\n?/g, "\n").trim();
}

function canonicalMoney(value: string): string {
  try {
    return new Decimal(value).toFixed();
  } catch {
    return value; // Not a number: compared as it is, and refused by the system that gets it.
  }
}

/** `http://` is what a browser, and QuickBooks, puts before an address without one; a host has no case. */
function canonicalUrl(text: string): string {
  const [, host = "", rest = ""] =
    /^(?:http:\/\/)?([^/?#]*(?:\/\/[^/?#]*)?)(.*)$/is.exec(text) ?? [];
  return host.toLowerCase() + rest.replace(/\/$/, "");
}

function stored(kind: ValueKind, value: FieldValue): FieldValue {
  if (typeof value !== "string") return value;
  const text = storedText(value);
  if (text === "") return null;
  return isDecimalKind(kind) ? canonicalMoney(text) : text;
}

/** True for kinds whose values are decimals as text. */
export function isDecimalKind(kind: ValueKind): boolean {
  return kind === "money" || kind === "number";
}

const CANONICAL: Record<ValueKind, (text: string) => string> = {
  text: (text) => text.replaceAll(/\s+/g, " "),
  multiline: (text) => text.replaceAll(/[ \t]+/g, " ").replaceAll(/ ?\n ?/g, "\n"),
  email: (text) => text.toLowerCase(),
  // Punctuation and spaces are each system's own; digits and words ("x12", "Bob") are the person's.
  phone: (text) => text.toLowerCase().replaceAll(/[\s().\-/]/g, "") || text,
  url: canonicalUrl,
  boolean: (text) => text,
  money: canonicalMoney,
  number: canonicalMoney,
  // Already brought into a form that both systems share (`references.ts`).
  reference: (text) => text,
  rows: (text) => text,
};

/** True when writing `left` over `right` in one system would change nothing that it keeps. */
export function isSameStored(kind: ValueKind, left: FieldValue, right: FieldValue): boolean {
  return stored(kind, left) === stored(kind, right);
}

/** The form in which values of two systems are compared; null for an empty value. */
export function canonical(kind: ValueKind, value: FieldValue): FieldValue {
  const text = stored(kind, value);
  if (typeof text === "string") return CANONICAL[kind](text);
  // QuickBooks prints a price that nobody gave as 0; Salesforce has no entry for it.
  return kind === "money" && text === null ? "0" : text;
}

/** True when the values of the two systems mean the same. */
export function agree(kind: ValueKind, left: FieldValue, right: FieldValue): boolean {
  return canonical(kind, left) === canonical(kind, right);
}

/** The form in which names are matched: both systems ignore case, and people ignore extra spaces. */
export function canonicalName(name: string): string {
  return name.normalize("NFKC").trim().replaceAll(/\s+/g, " ").toLowerCase();
}
