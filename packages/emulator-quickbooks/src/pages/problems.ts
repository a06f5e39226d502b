import type { FaultError } from "../faults/api-fault.ts";
import type { Typed } from "./visit.ts";

/** Why a form was not saved: at its inputs, and in general. */
export interface Problems {
  readonly fields: Readonly<Record<string, string>>;
  readonly general: readonly string[];
  /** The record has changed since the form was opened: saving again would be refused again. */
  readonly isStale?: boolean;
}

export const NO_PROBLEMS: Problems = { fields: {}, general: [] };

/**
 * Which input a fault speaks of, by the fault's element (`DisplayName`) or else its code (`6240`). Of several
 * inputs the one with the longest text is meant: the vendor does not tell billing from shipping.
 */
export type Places = Readonly<Record<string, string | readonly string[]>>;

export function hasProblems({ fields, general }: Problems): boolean {
  return general.length > 0 || Object.keys(fields).length > 0;
}

/** A problem at one input. */
export function problemAt(field: string, text: string): Problems {
  return { fields: { [field]: text }, general: [] };
}

/** What is wrong at several inputs; undefined entries are fine. */
export function problemsAt(entries: Readonly<Record<string, string | undefined>>): Problems {
  const found = Object.entries(entries).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return { fields: Object.fromEntries(found), general: [] };
}

/** Every fault of a refused save, at its input where it has one. */
export function problemsOf(errors: readonly FaultError[], places: Places, typed: Typed): Problems {
  const fields: Record<string, string> = {};
  const general: string[] = [];
  for (const error of errors) {
    const place = places[error.element ?? ""] ?? places[error.code];
    const field = typeof place === "string" ? place : longest(place ?? [], typed);
    const words = plainWords(error, field !== undefined);
    if (field === undefined || fields[field] !== undefined) general.push(words);
    else fields[field] = words;
  }
  return { fields, general, isStale: errors.some(({ code }) => code === "5010") };
}

function longest(names: readonly string[], typed: Typed): string | undefined {
  const length = (name: string): number => (typed[name] ?? "").length;
  return names.toSorted((a, b) => length(b) - length(a))[0];
}

/** What the vendor's words mean to a person in front of a form. */
function plainWords({ code, message, detail, element }: FaultError, isAtInput: boolean): string {
  switch (code) {
    case "2020":
      if (!/^Required parameter \w+ is missing in the request\.?$/.test(detail)) return detail;
      return isAtInput ? "Please fill this in." : `${element ?? "Something"} is missing.`;
    case "2050": {
      const [, max = "", supplied = ""] = /Max:(\S+) .*length:(\S+)$/.exec(detail) ?? [];
      return `Too long: at most ${max} characters, and this has ${supplied}.`;
    }
    case "5010":
      return `${withoutPrefix(detail, message)} What you typed is kept below: look at what has changed, and make your change again.`;
    case "6210":
      return "The books are closed up to that day. Choose a later date, or move the closing date of the books first.";
    case "6240":
      return `${detail.replace(/ : (null)?$/, "").replace(/ : /, " ")} Choose a different name.`;
    default:
      return withoutPrefix(detail, message);
  }
}

function withoutPrefix(detail: string, message: string): string {
  const bare = detail.replace(/^Business Validation Error: /, "");
  return bare.startsWith(`${message} : `) ? bare.slice(message.length + 3) : bare;
}
