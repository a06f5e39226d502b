import { readFileSync } from "node:fs";
import { ApiFault, type FaultError } from "../faults/api-fault.ts";
import { isObject, type JsonObject } from "../json/json-value.ts";
import { START_COUNTRIES, type CompanyStart } from "../seed/company-start.ts";
import { withoutEmpty } from "../write/merge-draft.ts";
import { normalise, parseBody } from "../write/normalise.ts";

/** What a command line says about the company on its first day. */
export interface StartValues {
  readonly country: string;
  readonly "multi-currency": boolean;
  readonly "custom-transaction-numbers": boolean;
  readonly preferences?: string | undefined;
}

/** Throws an error with a sentence about what is wrong. */
export function readStart(values: StartValues): CompanyStart {
  const country = START_COUNTRIES.find((each) => each === values.country.toUpperCase());
  if (country === undefined) {
    throw new Error(`--country ${values.country} is none of ${START_COUNTRIES.join(", ")}`);
  }
  return {
    country,
    multiCurrency: values["multi-currency"],
    customTransactionNumbers: values["custom-transaction-numbers"],
    preferences: values.preferences === undefined ? {} : readPreferences(values.preferences),
  };
}

/**
 * The sections of a JSON file, as `GET /preferences` shows them: the whole answer, its `Preferences`, or
 * some sections. Every property must be one of the vendor's.
 */
function readPreferences(path: string): JsonObject {
  const body = readBody(path);
  const inner = body["Preferences"];
  const errors: FaultError[] = [];
  const {
    Id: _id,
    SyncToken: _token,
    MetaData: _meta,
    domain: _domain,
    ...sections
  } = understood(path, isObject(inner) ? inner : body, errors);
  if (errors.length > 0) throw wrong(path, errors.map((error) => error.detail).join("; "));
  const { sparse: _sparse, ...rest } = withoutEmpty(sections);
  return rest;
}

function readBody(path: string): JsonObject {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw wrong(path, error instanceof Error ? error.message : String(error));
  }
  try {
    return parseBody(text);
  } catch {
    throw wrong(path, "it is no JSON object");
  }
}

function understood(path: string, sections: JsonObject, errors: FaultError[]): JsonObject {
  try {
    return normalise("Preferences", sections, errors);
  } catch (error) {
    if (!(error instanceof ApiFault)) throw error;
    throw wrong(path, error.errors.map(({ detail }) => detail.split(" (class")[0]).join("; "));
  }
}

function wrong(path: string, why: string): Error {
  return new Error(`--preferences ${path} cannot be used: ${why}`);
}
