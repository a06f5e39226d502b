/** A company of the emulator, in this process, reached through the HTTP port. */
import { type Company, createCompany } from "@accord-sync/emulator-quickbooks/company.ts";
import { answerText } from "@accord-sync/emulator-quickbooks/emulator-request.ts";
import type { FaultRule } from "@accord-sync/emulator-quickbooks/injection/fault-rules.ts";
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import type { Http, HttpOutcome, HttpRequest } from "@accord-sync/core/ports/http.ts";
import type { PlannedWrite } from "@accord-sync/core/ports/remote.ts";
import type { TokenSource } from "@accord-sync/core/ports/tokens.ts";
import type { Observation } from "@accord-sync/core/records/observation.ts";
import { succeed } from "@accord-sync/core/records/result.ts";
import { createQuickbooksRemote } from "../src/quickbooks-remote.ts";

export const REALM = "9341452700000001";
export const ORIGIN = "http://quickbooks.test";

/** 2026-11-23 10:00 in UTC. */
export const START_MS = Date.UTC(2026, 10, 23, 10);

export class EmulatedCompany {
  readonly company: Company;
  readonly sent: HttpRequest[] = [];
  now = START_MS;

  constructor() {
    let drawn = 0;
    const token = () => `t${String((drawn += 1)).padStart(8, "0")}`;
    this.company = createCompany({
      ids: { token, uuid: token, draw: () => 0 },
      settings: { rateLimits: false },
    });
  }

  readonly http: Http = {
    exchange: (request) => {
      this.sent.push(request);
      return Promise.resolve(this.#exchange(request));
    },
  };

  #exchange(request: HttpRequest): HttpOutcome {
    const { method, url, headers, body } = request;
    const path = url.startsWith(ORIGIN) ? url.slice(ORIGIN.length) : url;
    const answer = this.company.handle({ method, url: path, headers, body: body ?? "" }, this.now);
    if (answer.fate?.kind === "lost") return { kind: "timeout", reason: "no answer" };
    if (answer.fate?.kind === "closed") return { kind: "lost", reason: "socket hang up" };
    const lowerCase = Object.entries(answer.headers).map(([name, value]) => [
      name.toLowerCase(),
      value,
    ]);
    return {
      kind: "answer",
      answer: {
        status: answer.status,
        headers: Object.fromEntries(lowerCase),
        body: answerText(answer),
      },
    };
  }

  readonly tokens: TokenSource = {
    current: () => Promise.resolve(succeed("demo")),
    renew: () => Promise.resolve(succeed("demo")),
  };

  readonly remote = createQuickbooksRemote({
    realmId: REALM,
    baseUrl: ORIGIN,
    appUrl: ORIGIN,
    http: this.http,
    tokens: this.tokens,
  });

  setFaults(...rules: readonly FaultRule[]): void {
    this.company.faults.replace(rules);
  }

  /** Looks at a record that must be there. */
  async look(mapping: Mapping, id: string): Promise<Observation> {
    const seen = await this.remote.observe(mapping, id);
    if (!seen.ok || seen.value.kind !== "found")
      throw new Error(`not found: ${JSON.stringify(seen)}`);
    return seen.value.observation;
  }

  send(write: PlannedWrite, key: string) {
    return this.remote.send(write.mapping, this.remote.encode(write, key));
  }
}

export function updateOf(
  mapping: Mapping,
  seen: Observation,
  patch: PlannedWrite["patch"],
): PlannedWrite {
  const { ref, version, image: known, members } = seen;
  return { mapping, operation: "update", ref, version, patch, known, members };
}

export function createOf(mapping: Mapping, patch: PlannedWrite["patch"]): PlannedWrite {
  return {
    mapping,
    operation: "create",
    ref: null,
    version: null,
    patch,
    known: null,
    members: {},
  };
}
