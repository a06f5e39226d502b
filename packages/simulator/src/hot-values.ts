/** What hot scenarios are drawn from: the hot records, the fields that people fight over, and values for them. */
import type { KeyedRandom } from "./keyed-random.ts";
import type { PairName, Value } from "./shared-fields.ts";
import type { Values } from "./users.ts";

/** Fields that people fight over, with a second writing of the same that each system keeps its own way. */
export const HOT_FIELDS: Readonly<Record<PairName, readonly string[]>> = {
  customer: ["phone", "billingCity", "website", "email", "billingPostalCode"],
  product: ["description", "price"],
};

export interface HotRecord {
  readonly slot: string;
  readonly pair: PairName;
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
