/**
 * Recorded exchanges of a real sandbox company, performed again in the order in which they happened,
 * from the state that they imply. Masked is what each run mints: times, the user's name, the trace of an
 * expired token, host and signature of a download address.
 */

import { DEFAULT_REALM_ID } from "../company-settings.ts";
import { ApiDriver } from "./api-driver.ts";

/** One request and its answer, as a recording file holds them. */
export interface Exchange {
  readonly recordedAt: string;
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly query: string;
    readonly headers: Record<string, string>;
    readonly body: string;
  };
  readonly response: {
    readonly status: number;
    readonly headers: Record<string, string>;
    readonly body: string;
  };
}

/** `name` is the file's, without its ending. */
export interface Recording extends Exchange {
  readonly name: string;
}

/** All exchanges of the files, the oldest first. `files`: texts by name. */
export function readRecordings(files: ReadonlyMap<string, string>): Recording[] {
  return [...files]
    .flatMap(([name, text]) => {
      const { exchanges } = JSON.parse(text) as { exchanges: Exchange[] };
      return exchanges.map((exchange) => ({ ...exchange, name: name.replace(/\.json$/, "") }));
    })
    .sort((a, b) => Date.parse(a.recordedAt) - Date.parse(b.recordedAt));
}

/** A masked body as raw text, so that number formats and key order count. */
export interface Outcome {
  readonly status: number;
  readonly body: string;
}

/** A company before the recordings: the seed is the one just after the deletion of invoice 266. */
export class Replay {
  readonly #driver = new ApiDriver({
    settings: { userName: "Christian Pelczarski", changeDataLookBackMs: Infinity },
  });

  constructor() {
    const { store } = this.#driver.company;
    store.transact(() => {
      store.removeRecord("Customer", "70");
      store.putState("counter", "name", 69);
      store.putState("counter", "transaction", 265);
    });
  }

  /** What the emulator answers to the recorded request. */
  perform({ name, recordedAt, request, response }: Recording): Outcome {
    const driver = this.#driver;
    const { method, path, query, headers, body } = request;
    driver.now = Date.parse(recordedAt);
    driver.token = response.status === 401 ? "AB01EXPIRED" : "demo";
    IMPLIED[name]?.(driver);
    const url = path.replace("{realmId}", DEFAULT_REALM_ID) + (query === "" ? "" : `?${query}`);
    const answer = driver.send(method, url, body, headers);
    return { status: answer.status, body: mask(answer.body) };
  }
}

/** What the vendor answered. */
export function recordedOutcome({ response }: Recording): Outcome {
  return { status: response.status, body: mask(response.body) };
}

/** What a recording implies that the seed and the earlier recordings do not hold. */
const IMPLIED: Readonly<Record<string, (driver: ApiDriver) => void>> = {
  "get-pdf--invoice": ({ company: { store } }) => {
    const like = store.record("Invoice", "103");
    if (like === undefined) throw new Error("no invoice to copy");
    store.transact(() => store.putRecord({ ...like, id: "130" }));
  },
};

function mask(body: string): string {
  return body
    .replace(/"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:\d\d"/g, '"<time>"')
    .replaceAll("-COMPANY_ID-", DEFAULT_REALM_ID)
    .replace(/"https?:\/\/[^/"]+\/(?:s3\/)?/g, '"<storage>/')
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "<uuid>")
    .replace(/X-Amz-Credential=\w+%2F/g, "X-Amz-Credential=<app>%2F")
    .replace(/X-Amz-Signature=\w+/g, "X-Amz-Signature=<signature>")
    .replace(/^(%PDF-\d\.\d)[^]*$/, "$1...")
    .replace(/"time":\d+/g, '"time":"<time>"')
    .replace(/Token expired: \w+/g, "Token expired: <token>");
}
