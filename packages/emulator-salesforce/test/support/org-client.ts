import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createOrg, type Org, type OrgOptions } from "../../src/org.ts";
import { readMetadataFolder } from "../../src/runtime/metadata-folder.ts";
import { readMetadata } from "../../src/schema/sfdx.ts";
import type { Seed } from "../../src/seed.ts";
import type { EmulatorAnswer } from "../../src/wire.ts";

/** A small client of an org in the same process, with a clock that only moves when told to. */

export const APP_FIXTURE = fileURLToPath(new URL("../fixtures/app", import.meta.url));
export const METADATA = readMetadata(readMetadataFolder(APP_FIXTURE));
export const DEMO_SEED = JSON.parse(
  readFileSync(new URL("../../data/seed/org.json", import.meta.url), "utf8"),
) as Seed;
export const USERS: Seed = {
  Organization: DEMO_SEED["Organization"] ?? [],
  User: DEMO_SEED["User"] ?? [],
  Pricebook2: DEMO_SEED["Pricebook2"] ?? [],
};
export const START = Date.parse("2026-11-20T10:00:00Z");
export const API = "/services/data/v66.0";

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly raw: EmulatorAnswer;
}

export class OrgClient {
  readonly org: Org;
  now = START;
  token = "demo";

  constructor(options: OrgOptions = {}) {
    this.org = createOrg({
      metadata: METADATA,
      seed: USERS,
      seededAt: START - 86_400_000,
      ...options,
    });
  }

  /** Moves the clock on by so many milliseconds. */
  wait(ms: number): this {
    this.now += ms;
    return this;
  }

  /** `path` is taken under the API version, unless it begins with a slash. */
  send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Answer {
    const raw = this.org.handle(
      {
        method,
        url: path.startsWith("/") ? path : `${API}/${path}`,
        headers: { authorization: `Bearer ${this.token}`, ...headers },
        body: body === undefined ? "" : typeof body === "string" ? body : JSON.stringify(body),
      },
      this.now,
    );
    return { status: raw.status, headers: raw.headers, body: parse(raw.body), raw };
  }

  /** Creates a row that must succeed, and answers its id. */
  create(objectName: string, fields: object): string {
    const answer = this.send("POST", `sobjects/${objectName}`, fields);
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
    return (answer.body as { id: string }).id;
  }

  read(objectName: string, id: string): Record<string, unknown> {
    return this.send("GET", `sobjects/${objectName}/${id}`).body as Record<string, unknown>;
  }

  query(soql: string): Answer {
    return this.send("GET", `query?q=${encodeURIComponent(soql)}`);
  }

  /** The records of a query that must succeed, without their attributes. */
  records(soql: string): readonly Record<string, unknown>[] {
    const answer = this.query(soql);
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    const { records } = answer.body as { records: Record<string, unknown>[] };
    return records.map(({ attributes: _attributes, ...fields }) => fields);
  }
}

function parse(body: string): unknown {
  try {
    return body === "" ? null : JSON.parse(body);
  } catch {
    return body;
  }
}
