/** An org of the emulator, in this process, with the fields of the Salesforce package. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createOrg, type Org } from "@accord-sync/emulator-salesforce/org.ts";
import type { FaultRule } from "@accord-sync/emulator-salesforce/control/faults.ts";
import { readMetadataFolder } from "@accord-sync/emulator-salesforce/runtime/metadata-folder.ts";
import { readMetadata } from "@accord-sync/emulator-salesforce/schema/sfdx.ts";
import type { Seed } from "@accord-sync/emulator-salesforce/seed.ts";
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import type { Http, HttpOutcome, HttpRequest } from "@accord-sync/core/ports/http.ts";
import type { PlannedWrite, Receipt } from "@accord-sync/core/ports/remote.ts";
import type { TokenSource } from "@accord-sync/core/ports/tokens.ts";
import type { Observation } from "@accord-sync/core/records/observation.ts";
import { succeed } from "@accord-sync/core/records/result.ts";
import { createSalesforceRemote } from "../src/salesforce-remote.ts";

export const ORG_ID = "00D000000000001EAA";
export const ORIGIN = "http://127.0.0.1:4001";
export const DATA = "/services/data/v66.0";

/** 2026-11-23 10:00 in UTC. */
export const START_MS = Date.UTC(2026, 10, 23, 10);

const APP_FOLDER = fileURLToPath(new URL("../../../salesforce-app", import.meta.url));
const SEED_FILE = new URL("../../emulator-salesforce/data/seed/org.json", import.meta.url);

export class EmulatedOrg {
  readonly org: Org;
  readonly sent: HttpRequest[] = [];
  now = START_MS + 60_000;

  constructor() {
    this.org = createOrg({
      metadata: readMetadata(readMetadataFolder(APP_FOLDER)),
      seed: JSON.parse(readFileSync(SEED_FILE, "utf8")) as Seed,
      seededAt: START_MS,
    });
  }

  readonly http: Http = {
    exchange: (request) => {
      this.sent.push(request);
      return Promise.resolve(this.#exchange(request));
    },
  };

  #exchange(request: HttpRequest): HttpOutcome {
    const { method, headers, body } = request;
    const url = request.url.slice(ORIGIN.length);
    const answer = this.org.handle({ method, url, headers, body: body ?? "" }, this.now);
    if (answer.transport?.loss === "hang") return { kind: "timeout", reason: "no answer" };
    if (answer.transport?.loss === "close") return { kind: "lost", reason: "socket hang up" };
    const lowerCase = Object.entries(answer.headers).map(([name, value]) => [
      name.toLowerCase(),
      value,
    ]);
    // A real server's HTTP layer adds the date.
    const date = new Date(this.now).toUTCString();
    const { status, body: text } = answer;
    const all = { date, ...(Object.fromEntries(lowerCase) as Record<string, string>) };
    return { kind: "answer", answer: { status, headers: all, body: text } };
  }

  readonly tokens: TokenSource = {
    current: () => Promise.resolve(succeed("demo")),
    renew: () => Promise.resolve(succeed("demo")),
  };

  readonly remote = createSalesforceRemote({
    orgId: ORG_ID,
    instanceUrl: ORIGIN,
    http: this.http,
    tokens: this.tokens,
  });

  setFaults(...rules: readonly FaultRule[]): void {
    this.org.faults.replace(rules);
  }

  /** A call of somebody else: not ours, and not recorded. */
  asPerson(method: string, path: string, body: unknown): unknown {
    const headers = { authorization: "Bearer demo", "content-type": "application/json" };
    const text = body === null ? "" : JSON.stringify(body);
    const answer = this.org.handle({ method, url: DATA + path, headers, body: text }, this.now);
    if (answer.status >= 300) throw new Error(answer.body);
    return answer.body === "" ? null : (JSON.parse(answer.body) as unknown);
  }

  /** The id of the only record of that name. */
  idOf(type: string, name: string): string {
    const query = encodeURIComponent(
      `SELECT Id FROM ${type} WHERE Name = '${name.replaceAll("'", "\\'")}'`,
    );
    const found = this.asPerson("GET", `/query?q=${query}`, null) as { records: { Id: string }[] };
    const [first] = found.records;
    if (first === undefined) throw new Error(`no ${type} ${name}`);
    return first.Id;
  }

  async look(mapping: Mapping, id: string): Promise<Observation> {
    const seen = await this.remote.observe(mapping, id);
    if (!seen.ok || seen.value.kind !== "found") throw new Error(JSON.stringify(seen));
    return seen.value.observation;
  }

  send(write: PlannedWrite): Promise<Receipt> {
    return this.remote.send(write.mapping, this.remote.encode(write, "intent"));
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

export function createOf(
  mapping: Mapping,
  linkMark: string,
  patch: PlannedWrite["patch"],
): PlannedWrite {
  const base = { mapping, operation: "create", ref: null, version: null, known: null } as const;
  return { ...base, patch, members: {}, linkMark };
}

export function applied(receipt: Receipt): Observation {
  if (receipt.outcome !== "applied") throw new Error(JSON.stringify(receipt));
  return receipt.observation;
}
