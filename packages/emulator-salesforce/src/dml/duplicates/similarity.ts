import type { Scalar } from "../../store/document-store.ts";
import { MATCHING_THRESHOLDS } from "../../not-evidenced.ts";

/**
 * How alike two values are by the matching methods of matching rules, from 0 to 100 (D help: "Matching
 * Methods Used with Matching Rules"). The sections and thresholds are documented; the platform's own
 * dictionaries and algorithms are not, and are approached with normalised texts and edit distance.
 */

/** Whether two values that are not blank match by a method. */
export function isAlike(method: string, left: Scalar, right: Scalar): boolean {
  const [a, b] = [plain(left), plain(right)];
  if (a === b) return true;
  const compare = METHODS[method];
  const threshold = MATCHING_THRESHOLDS[method as keyof typeof MATCHING_THRESHOLDS];
  return compare !== undefined && threshold !== undefined && compare(a, b) >= threshold;
}

/** Case, accents and runs of white space do not count. */
function plain(value: Scalar): string {
  return String(value)
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .trim()
    .replace(/\s+/g, " ");
}

/** Without punctuation either. */
const words = (text: string): readonly string[] =>
  text
    .replace(/['’.]/g, "")
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");

/** What a company's form and an article add to its name. */
const COMPANY_NOISE: ReadonlySet<string> = new Set(
  "ag bv co company corp corporation gmbh group inc incorporated kg limited llc llp ltd nv plc sa sarl spa the und and".split(
    " ",
  ),
);

/** The words of a company's name without its form. */
function core(text: string): readonly string[] {
  const kept = words(text).filter((word) => !COMPANY_NOISE.has(word));
  return kept.length === 0 ? words(text) : kept;
}

const acronym = (of: readonly string[]): string => of.map((word) => word.charAt(0)).join("");

function companyName(a: string, b: string): number {
  const [left, right] = [core(a), core(b)];
  const [short, long] = left.length < right.length ? [left, right] : [right, left];
  if (long.length > 2 && short.length === 1 && short[0] === acronym(long)) return 100;
  return nearness(left.join(" "), right.join(" "));
}

/** An initial stands for the name. */
function firstName(a: string, b: string): number {
  const [left = "", right = ""] = [words(a)[0], words(b)[0]];
  const isInitial = left.length === 1 || right.length === 1;
  if (isInitial && left.charAt(0) === right.charAt(0)) return 100;
  return nearness(left, right);
}

/** International code, area, the next three digits and the rest. */
function sections(text: string): readonly [string, string, string, string] {
  const digits = text.replace(/\D/g, "");
  return [digits.slice(0, -10), digits.slice(-10, -7), digits.slice(-7, -4), digits.slice(-4)];
}

/** Sections of a phone number with their documented shares: area 50, next three 30, the rest 10 each. */
function phone(a: string, b: string): number {
  const [left, right] = [sections(a), sections(b)];
  const shares = [10, 50, 30, 10];
  return shares.reduce((score, share, index) => {
    // A number without an international code is one of the same country.
    const isOpen = index === 0 && (left[0] === "" || right[0] === "");
    return score + (isOpen || left[index] === right[index] ? share : 0);
  }, 0);
}

const STREET_WORDS: Readonly<Record<string, string>> = {
  street: "st",
  avenue: "ave",
  road: "rd",
  boulevard: "blvd",
  drive: "dr",
  lane: "ln",
  suite: "ste",
  strasse: "str",
  north: "n",
  south: "s",
  east: "e",
  west: "w",
};

const STREET_SUFFIXES: ReadonlySet<string> = new Set(Object.values(STREET_WORDS));

function partsOfStreet(text: string) {
  const all = words(text).map((word) => STREET_WORDS[word] ?? word);
  const number = all.find((word) => /^\d/.test(word)) ?? "";
  const rest = all.filter(
    (word) => STREET_SUFFIXES.has(word) || (/^\d/.test(word) && word !== number),
  );
  const name = all.filter((word) => word !== number && !rest.includes(word));
  return { number, rest: rest.join(" "), name: name.join(" ") };
}

/** Name of the street 50, number 20, the rest 30 (suffix and suite, 15 each). */
function street(a: string, b: string): number {
  const [left, right] = [partsOfStreet(a), partsOfStreet(b)];
  return (
    (nearness(left.name, right.name) >= 80 ? 50 : 0) +
    (left.number === right.number ? 20 : 0) +
    (left.rest === right.rest ? 30 : 0)
  );
}

const tidy = (text: string): string => text.replace(/[^a-z0-9]/g, "");

/** The first five characters 90, the next four 10. */
function zip(a: string, b: string): number {
  const [left, right] = [tidy(a), tidy(b)];
  const isOpen = left.length <= 5 || right.length <= 5;
  const rest = isOpen || left.slice(5, 9) === right.slice(5, 9) ? 10 : 0;
  return (left.slice(0, 5) === right.slice(0, 5) ? 90 : 0) + rest;
}

const nearWords = (a: string, b: string): number =>
  nearness(words(a).join(" "), words(b).join(" "));

const METHODS: Readonly<Record<string, (a: string, b: string) => number>> = {
  CompanyName: companyName,
  FirstName: firstName,
  LastName: nearWords,
  Title: nearWords,
  City: nearWords,
  Phone: phone,
  Street: street,
  Zip: zip,
};

/** 100 for equal texts, less by each edit in relation to the longer text. */
function nearness(a: string, b: string): number {
  const longest = Math.max(a.length, b.length);
  return longest === 0 ? 100 : 100 * (1 - editDistance(a, b) / longest);
}

/** Letters to insert, delete or replace (Levenshtein). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/**
 * A value's part of a match key: two values that match by a method nearly always have one in common. The
 * lengths are those of the documented keys (`Company (2,6)`, `First_Name (1,1)`, phones without their last
 * four digits, postal codes by what must be equal).
 */
export function blockingKeys(method: string, value: Scalar): readonly string[] {
  const text = plain(value);
  return KEYS[method]?.(text) ?? [text];
}

const KEYS: Readonly<Record<string, (text: string) => readonly string[]>> = {
  CompanyName: (text) => {
    const named = core(text);
    const start = named.slice(0, 2).map((word) => word.slice(0, 6));
    const short = named.length > 2 ? [acronym(named)] : [];
    return [...new Set([start.join(""), ...short])];
  },
  FirstName: (text) => [words(text)[0]?.charAt(0) ?? ""],
  LastName: (text) => [words(text).join("").slice(0, 2)],
  City: (text) => [words(text).join("").slice(0, 3)],
  Phone: (text) => [sections(text).slice(1, 3).join("")],
  Street: (text) => [partsOfStreet(text).name.slice(0, 3)],
  Zip: (text) => [tidy(text).slice(0, 5)],
};
