import { createCompany, type Company, type CompanyOptions } from "../company.ts";
import { DEFAULT_REALM_ID } from "../company-settings.ts";
import { answerText, type EmulatorAnswer } from "../emulator-request.ts";
import { textOf, type JsonObject } from "../json/json-value.ts";
import { predictableIds } from "./predictable-ids.ts";

/** 2026-11-02T10:00:00-08:00, when no daylight saving holds. */
export const TEST_START = Date.parse("2026-11-02T18:00:00Z");

/** An answer with its body as text, as most tests look at it. */
export interface TextAnswer extends EmulatorAnswer {
  readonly body: string;
}

/** A company in memory and a client of it, whose clock moves only when told. */
export class ApiDriver {
  readonly company: Company;
  now: number = TEST_START;
  token = "demo";

  constructor(options: Partial<CompanyOptions> = {}) {
    const settings = { rateLimits: false, ...options.settings };
    this.company = createCompany({ ids: predictableIds(), ...options, settings });
  }

  /** `resource` follows `/v3/company/{realm}/`. */
  get(resource: string): TextAnswer {
    return this.send("GET", `/v3/company/${DEFAULT_REALM_ID}/${resource}`, "");
  }

  post(resource: string, body: unknown): TextAnswer {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    return this.send("POST", `/v3/company/${DEFAULT_REALM_ID}/${resource}`, text);
  }

  query(statement: string): TextAnswer {
    return this.get(`query?query=${encodeURIComponent(statement)}`);
  }

  send(
    method: string,
    url: string,
    body: string | Uint8Array,
    headers: Record<string, string> = {},
  ): TextAnswer {
    const answer = this.ask(method, url, body, headers);
    return { ...answer, body: answerText(answer) };
  }

  /** The answer as it is: files and PDFs are bytes. */
  ask(
    method: string,
    url: string,
    body: string | Uint8Array = "",
    headers: Record<string, string> = {},
  ): EmulatorAnswer {
    const all = { authorization: `Bearer ${this.token}`, host: "127.0.0.1:4002", ...headers };
    return this.company.handle({ method, url, headers: all, body }, this.now);
  }

  /** Sends a form as a page does. */
  form(
    url: string,
    fields: Record<string, string>,
    headers: Record<string, string> = {},
  ): TextAnswer {
    return this.send("POST", url, new URLSearchParams(fields).toString(), headers);
  }

  /** The object inside a successful answer; throws with the answer otherwise. */
  created(resource: string, body: unknown): JsonObject {
    return firstObject(this.post(resource, body));
  }

  read(resource: string): JsonObject {
    return firstObject(this.get(resource));
  }
}

/** The answer's JSON. */
export function bodyOf(answer: TextAnswer): JsonObject {
  return JSON.parse(answer.body) as JsonObject;
}

function firstObject(answer: TextAnswer): JsonObject {
  if (answer.status !== 200) throw new Error(`${answer.status}: ${answer.body}`);
  return Object.values(bodyOf(answer))[0] as JsonObject;
}

/** The Id of a shown object. */
export function idOf(shown: JsonObject): string {
  return textOf(shown, "Id") ?? "";
}

/** The parts of a fault that tests look at, one entry for each error. */
export interface SeenFault {
  readonly status: number;
  readonly codes: readonly string[];
  readonly details: readonly string[];
  readonly elements: readonly (string | undefined)[];
}

/** The application fault of an answer. */
export function faultOf(answer: TextAnswer): SeenFault {
  const fault = bodyOf(answer)["Fault"] as unknown as
    | { Error: { code: string; Detail: string; element?: string }[] }
    | undefined;
  if (fault === undefined) throw new Error(`no fault in ${answer.status}: ${answer.body}`);
  return {
    status: answer.status,
    codes: fault.Error.map((error) => error.code),
    details: fault.Error.map((error) => error.Detail),
    elements: fault.Error.map((error) => error.element),
  };
}

/** A minimal sale of `amount`. */
export function invoiceOf(customerId: string, amount: number): JsonObject {
  return {
    CustomerRef: { value: customerId },
    Line: [
      {
        Amount: amount,
        DetailType: "SalesItemLineDetail",
        SalesItemLineDetail: { ItemRef: { value: "1" } },
      },
    ],
  };
}
