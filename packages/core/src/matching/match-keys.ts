/**
 * What two records may be recognised by: values in a form that people and systems write alike. Two records that
 * share none of these are not compared, so that finding matches takes as long as there are records, and not as
 * long as there are pairs.
 */
import { valueAt, type Image } from "../records/image.ts";
import type { Observation } from "../records/observation.ts";
import type { SystemName } from "../records/record-ref.ts";
import { linkMark } from "../mapping/link-mark.ts";
import { type FieldRule, type Mapping, pathIn } from "../mapping/mapping.ts";
import { canonicalName } from "../mapping/canonical.ts";

/** `mark`: the Salesforce record says itself which QuickBooks record it belongs to. */
export type MatchKind = "mark" | "name" | "email" | "phone" | "address" | "sku";

export interface MatchKey {
  readonly kind: MatchKind;
  readonly value: string;
}

/** Fewer digits are no telephone number that could tell one party from another. */
const PHONE_DIGITS_MIN = 7;
/** The digits that count, from the end: before them stand the country's, which many leave out. */
const PHONE_DIGITS = 10;

/** Words that say what kind of company it is, and are left out as often as not. */
const COMPANY_WORDS: ReadonlySet<string> = new Set([
  ..."inc incorporated llc llp lp ltd limited corp corporation co company plc pllc pc".split(" "),
  ..."gmbh ag kg ohg sa sarl sas bv nv ab as oy oyj spa srl pty pte pvt".split(" "),
]);

/** Letters that are no accented form of another one for Unicode, and that people write without all the same. */
const PLAIN_LETTERS: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  ð: "d",
  đ: "d",
  þ: "th",
  ł: "l",
  ħ: "h",
  ı: "i",
};

/**
 * A name without case, accents, punctuation and company words: `The A & B Company, Inc.` and `a and b` are the
 * same. A name that has nothing else keeps what it has.
 */
export function matchName(name: string): string {
  const words = canonicalName(name)
    .normalize("NFKD")
    .replaceAll(/\p{Mark}+/gu, "")
    .replaceAll(/[ßæœøðđþłħı]/g, (letter) => PLAIN_LETTERS[letter] ?? letter)
    .replaceAll("&", " and ")
    .replaceAll(/['’.]/g, "")
    .split(/[^\p{Letter}\p{Number}]+/u)
    .filter((word) => word !== "");
  const own = words.filter((word, index) => !(word === "the" && index === 0));
  while (own.length > 1 && COMPANY_WORDS.has(own.at(-1) ?? "")) own.pop();
  return own.length === 0 ? canonicalName(name) : own.join(" ");
}

/** The last ten digits; null for less than a telephone number. */
export function matchPhone(phone: string): string | null {
  // An extension leads to somebody within the same house.
  const [main = ""] = phone.toLowerCase().split(/(?:ext|x)\.?\s*\d/);
  const digits = main.replaceAll(/\D/g, "");
  return digits.length < PHONE_DIGITS_MIN ? null : digits.slice(-PHONE_DIGITS);
}

/** Each of several addresses, which QuickBooks keeps in one field with commas between. */
export function matchEmails(email: string): readonly string[] {
  const parts = email.toLowerCase().split(/[,;\s]+/);
  return [...new Set(parts.filter((part) => part.includes("@")))].toSorted();
}

/** Street and postal code, or street and city; null where there is no such pair. */
export function matchAddress(
  street: string | null,
  postalCode: string | null,
  city: string | null,
): string | null {
  const plain = (text: string | null): string =>
    (text ?? "")
      .normalize("NFKD")
      .toLowerCase()
      .replaceAll(/[^\p{Letter}\p{Number}]+/gu, " ")
      .trim();
  const [house, code, town] = [plain(street), plain(postalCode).replaceAll(" ", ""), plain(city)];
  if (house === "") return null;
  // Of a nine digit code of the United States the first five are what everybody writes.
  if (code !== "") return `${house}|${/^\d{9}$/.test(code) ? code.slice(0, 5) : code}`;
  return town === "" ? null : `${house}|${town}`;
}

/** Every key of a record, each once. `company` is the realm id. */
export function matchKeys(
  mapping: Mapping,
  observation: Observation,
  company: string,
): readonly MatchKey[] {
  const { ref, image, name } = observation;
  const text = textsOf(mapping, ref.system, image);
  const phone = text((rule) => rule.kind === "phone");
  const email = text((rule) => rule.kind === "email");
  const sku = text((rule) => rule.name === "sku");
  const place = (field: string) => text((rule) => rule.name === field);
  const address = matchAddress(
    place("billingStreet"),
    place("billingPostalCode"),
    place("billingCity"),
  );
  const mark = ref.system === "salesforce" ? observation.linkMark : linkMark(company, ref);
  const keys: MatchKey[] = [];
  const add = (kind: MatchKind, value: string | null): void => {
    if (value !== null && value !== "") keys.push({ kind, value });
  };
  add("mark", mark);
  add("name", matchName(name));
  for (const each of email === null ? [] : matchEmails(email)) add("email", each);
  add("phone", phone === null ? null : matchPhone(phone));
  add("address", address);
  add("sku", sku === null ? null : canonicalName(sku));
  return keys;
}

function textsOf(mapping: Mapping, system: SystemName, image: Image) {
  return (isMeant: (rule: FieldRule) => boolean): string | null => {
    const rule = mapping.fields.find(isMeant);
    const value = rule === undefined ? null : valueAt(image, pathIn(rule, system));
    return typeof value === "string" ? value : null;
  };
}
