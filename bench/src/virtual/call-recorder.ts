/**
 * Stands at the doors of both emulators in a simulated world and writes down every call of the engine:
 * when it arrived, how it was counted, what came of it. Calls of people are let through unseen.
 */
import { usageClass } from "@accord-sync/emulator-quickbooks/metering/usage.ts";
import type { World } from "@accord-sync/simulator/world.ts";
import type { CallCount } from "../minimum-calls.ts";

/** The parts of a request that both emulators share. */
interface Request {
  readonly method: string;
  readonly url: string;
  readonly body: string | Uint8Array;
}

export interface Call {
  readonly system: "quickbooks" | "salesforce";
  /** Virtual milliseconds. */
  readonly at: number;
  readonly method: string;
  /** Path and query, decoded. */
  readonly url: string;
  readonly body: string;
  readonly status: number;
  /** QuickBooks' counting; of Salesforce only the turns of the sweep are told apart. */
  readonly class: "metered" | "free" | "batch" | "rejected" | "salesforce" | "sweep";
}

export class CallRecorder {
  readonly calls: Call[] = [];
  #isPerson = false;

  constructor({ company, org }: Pick<World, "company" | "org">) {
    const quickbooks = company.handle.bind(company);
    company.handle = (request, now) => {
      const answer = quickbooks(request, now);
      this.#record("quickbooks", request, answer.status, now);
      return answer;
    };
    const salesforce = org.handle.bind(org);
    org.handle = (request, now) => {
      const answer = salesforce(request, now);
      this.#record("salesforce", request, answer.status, now);
      return answer;
    };
  }

  /** What `act` asks of the emulators is not the engine's. `act` must not wait for anything. */
  asPerson<T>(act: () => T): T {
    this.#isPerson = true;
    try {
      return act();
    } finally {
      this.#isPerson = false;
    }
  }

  /** Calls recorded from the `first` on. */
  since(first: number): readonly Call[] {
    return this.calls.slice(first);
  }

  #record(system: Call["system"], request: Request, status: number, at: number): void {
    if (this.#isPerson) return;
    const { method, body } = request;
    const url = decodeURIComponent(request.url);
    const route = /^\/v3\/company\/[^/]+\/([^/?]+)/.exec(url)?.[1] ?? "";
    const text = typeof body === "string" ? body : Buffer.from(body).toString("utf8");
    const ofSalesforce = isSweep(url, text) ? "sweep" : "salesforce";
    this.calls.push({
      system,
      at,
      method,
      url,
      body: text,
      status,
      class: system === "quickbooks" ? usageClass(method, route, status) : ofSalesforce,
    });
  }
}

/** The one call that asks for all that changed since a moment. */
function isSweep(url: string, body: string): boolean {
  return url.endsWith("/composite") && body.includes("SystemModstamp%20%3E%3D%20");
}

/** Turns of Salesforce's sweep. */
export function countSweeps(calls: readonly Call[]): number {
  return calls.filter((call) => call.class === "sweep").length;
}

/**
 * QuickBooks counts only what it did; Salesforce counts every call. Without the sweeps, which cost the same
 * whether anything changed or not.
 */
export function countCalls(calls: readonly Call[]): CallCount {
  const count = (wanted: readonly Call["class"][]) =>
    calls.filter((call) => wanted.includes(call.class)).length;
  return {
    metered: count(["metered", "batch"]),
    free: count(["free"]),
    salesforce: count(["salesforce"]),
  };
}

/** Calls of the engine that write to QuickBooks, refused ones too. */
export function quickbooksWrites(calls: readonly Call[]): readonly Call[] {
  return calls.filter(({ system, method }) => system === "quickbooks" && method === "POST");
}

/** Composites that change something, which are all that the engine writes with. */
export function salesforceWrites(calls: readonly Call[]): readonly Call[] {
  return calls.filter(
    (call) => call.system === "salesforce" && call.method !== "GET" && changes(call),
  );
}

/** A composite is sent by POST, also one that only asks. */
function changes({ url, body }: Call): boolean {
  if (!url.endsWith("/composite")) return true;
  const { compositeRequest } = JSON.parse(body) as {
    readonly compositeRequest: readonly { readonly method: string }[];
  };
  return compositeRequest.some(({ method }) => method !== "GET");
}
