/**
 * What stands in the way of single records. A row of the org that a long job holds; and records that a system lets
 * the product change no more for a while: one that waits for an approval in Salesforce, one that breaks a rule of
 * QuickBooks'. Told as each system tells it.
 */
import type { HttpAnswer, HttpRequest } from "@accord-sync/core/ports/http.ts";
import type { SystemName } from "@accord-sync/core/records/record-ref.ts";
import type { Org } from "@accord-sync/emulator-salesforce/org.ts";
import { mark } from "./marks.ts";

interface CompositePart {
  readonly method: string;
  readonly url: string;
  readonly referenceId: string;
}

export class Hindrances {
  /** Virtual milliseconds, by system and id. */
  readonly #until = new Map<string, number>();

  #spentUntil = 0;
  #wasSpent = false;
  #isLosing = false;
  readonly #held = new Set<string>();

  /** Nobody's save gets the lock of the row until then, by the clock of the org. */
  holdRow(org: Org, id: string, until: number): void {
    mark("a job holds a row of the org");
    this.#held.add(id);
    for (const [sale, { AccountId }] of org.store.all("Opportunity")) {
      if (AccountId === id) this.#held.add(sale);
    }
    org.locks.hold([id], until);
  }

  /** Whether the row was held at some time, or that of the account which the opportunity belonged to then. */
  wasHeld(id: string): boolean {
    return this.#held.has(id);
  }

  /** The product's changes of the record are refused until then, by the world's clock. */
  refuse(system: SystemName, id: string, until: number): void {
    this.#until.set(`${system}/${id}`, until);
  }

  /** The org's requests of the day are used up until then, by the world's clock. */
  spend(until: number): void {
    this.#spentUntil = until;
    this.#wasSpent = true;
  }

  get wasSpent(): boolean {
    return this.#wasSpent;
  }

  /** The answer of the next write is lost. */
  loseAnswer(): void {
    this.#isLosing = true;
  }

  /** Whether it is this one's that is. */
  losesAnswer(isWrite: boolean): boolean {
    if (!isWrite || !this.#isLosing) return false;
    this.#isLosing = false;
    return true;
  }

  /** Nothing is refused or lost any more. */
  clear(): void {
    this.#spentUntil = 0;
    this.#isLosing = false;
    this.#until.clear();
  }

  /** Null for a request that may pass. */
  answerTo(system: SystemName, request: HttpRequest, now: number): HttpAnswer | null {
    if (system === "salesforce" && now < this.#spentUntil && !request.url.includes("/oauth2/")) {
      mark("requests of the org's day used up");
      return SPENT;
    }
    if (this.#until.size === 0 || request.method === "GET") return null;
    const isRefused = (id: string) => (this.#until.get(`${system}/${id}`) ?? 0) > now;
    const answer =
      system === "salesforce" ? inSalesforce(request, isRefused) : inQuickbooks(request, isRefused);
    if (answer !== null) mark(`change refused by ${system}`);
    return answer;
  }
}

const JSON_TYPE = { "content-type": "application/json" };

const SPENT: HttpAnswer = {
  status: 403,
  headers: JSON_TYPE,
  body: JSON.stringify([
    { errorCode: "REQUEST_LIMIT_EXCEEDED", message: "TotalRequests Limit exceeded." },
  ]),
};

/** ENTITY_IS_LOCKED: the record is in an approval process. */
function inSalesforce(
  { url, body }: HttpRequest,
  isRefused: (id: string) => boolean,
): HttpAnswer | null {
  if (!url.endsWith("/composite")) return null;
  const { compositeRequest = [] } = JSON.parse(body ?? "{}") as {
    readonly compositeRequest?: readonly CompositePart[];
  };
  const failing = compositeRequest.find(
    (part) => part.method !== "GET" && isRefused(part.url.split("/").at(-1) ?? ""),
  );
  if (failing === undefined) return null;
  const answered = compositeRequest.map(({ referenceId }) => {
    const error =
      referenceId === failing.referenceId
        ? { errorCode: "ENTITY_IS_LOCKED", message: "the record is locked", fields: [] }
        : { errorCode: "PROCESSING_HALTED", message: "The transaction was rolled back" };
    return { body: [error], httpHeaders: {}, httpStatusCode: 400, referenceId };
  });
  return { status: 200, headers: JSON_TYPE, body: JSON.stringify({ compositeResponse: answered }) };
}

/** 6000: a business validation error. */
function inQuickbooks(
  { url, body }: HttpRequest,
  isRefused: (id: string) => boolean,
): HttpAnswer | null {
  const [path = ""] = url.split("?", 1);
  if (!/\/(?:customer|item)$/.test(path)) return null;
  const { Id: id } = JSON.parse(body ?? "{}") as { readonly Id?: string };
  if (id === undefined || !isRefused(id)) return null;
  const error = {
    Message: "A business validation error has occurred while processing your request",
    Detail: "Business Validation Error: the record cannot be changed now",
    code: "6000",
    element: "",
  };
  const fault = { Fault: { Error: [error], type: "ValidationFault" } };
  return { status: 400, headers: JSON_TYPE, body: JSON.stringify(fault) };
}
