/** What hot scenarios are drawn from: the hot records, the fields that people fight over, and values for them. */
import type { KeyedRandom } from "./keyed-random.ts";
import type { PairName, Value } from "./shared-fields.ts";
import type { Values } from "./users.ts";

/** Fields that people fight over, with a second writing of the same that each system keeps its own way. */
export const HOT_FIELDS: Readonly<Record<PairName, readonly string[]>> = {
  customer: ["phone", "billingCity", "website", "email", "billingPostalCode"],
  product: ["description", "price"],
};

/** The record that is in QuickBooks alone. */
export const FREE_SLOT = "free";

export interface HotRecord {
  readonly slot: string;
  readonly pair: PairName;
  /** What it held when it was made. */
  readonly values: Values;
}

export interface Hot {
  readonly random: KeyedRandom;
  readonly records: HotRecord[];
}

export function drawValues(hot: Hot, pair: PairName, name: string): Values {
  const given = HOT_FIELDS[pair].filter(
    (field) => field === "price" || hot.random.happens(0.8, "given", field),
  );
  const fields = given.map((field) => [field, drawValue(hot, field)] as const);
  return { name, active: "true", ...Object.fromEntries(fields) };
}

/** Seldom none at all; a price is one that both systems keep. */
export function drawEdit(hot: Hot, field: string): Value {
  const isEmptied = field !== "price" && hot.random.happens(0.12, "emptied");
  return isEmptied ? null : drawValue(hot, field);
}

/** The same as somebody else would type it. */
export function writtenAnew({ random }: Hot, field: string, value: Value): Value {
  if (value === null || random.happens(0.4, "typed alike")) return value;
  switch (field) {
    case "phone":
      return value.replaceAll(/[^0-9]+/g, ".").replace(/^\./, "");
    case "website":
      return value.endsWith("/") ? value.slice(0, -1) : `${value.toLowerCase()}/`;
    case "email":
      return /^[a-z]/.test(value) ? value.replace("desk", "DESK") : value.toLowerCase();
    case "price":
    case "billingPostalCode":
      return value;
    default:
      return value.replaceAll(" ", "  ");
  }
}

export function drawValue({ random }: Hot, field: string): Value {
  const number = random.between(100, 999, "value");
  switch (field) {
    case "phone":
      return random.happens(0.5, "writing") ? `(415) 555-0${number}` : `415-555-0${number}`;
    case "website":
      return random.happens(0.3, "writing") ? `https://U${number}.example` : `u${number}.example`;
    case "email":
      return random.happens(0.3, "writing") ? `Desk${number}@u.example` : `desk${number}@u.example`;
    case "billingPostalCode":
      return String(94_000 + number);
    case "price":
      return String(number / 100);
    default:
      return random.happens(0.5, "writing") ? ` ${field}  ${number} ` : `${field} ${number}`;
  }
}
