/**
 * The Salesforce emulator as a load target, as a stranger would use it: a process of its own with its
 * folder, filled over HTTP by collections of 200 and by one Bulk 2.0 job, then read, queried and written.
 * Each operation stands against the same among a thousand rows, taken in turns; a scan would grow with
 * the org.
 */
import { createOrg } from "@accord-sync/emulator-salesforce/org.ts";
import { type Figure, rounded } from "../figure.ts";
import { startEmulators } from "../runtime/emulators.ts";
import { type Ask, keepAliveClient } from "../runtime/keep-alive-client.ts";
import { heapAfterCollection } from "../runtime/memory.ts";
import { delay, nowMs } from "../runtime/stopwatch.ts";
import { bestOfTurns } from "./best-of-turns.ts";

const CONNECTIONS = 4;
const FEW = 1_000;
const CHUNK = 200;
const OPERATIONS = 100;
/** The promise: so many rows in a minute on two cores. */
const PROMISED = { rows: 250_000, seconds: 60 };
const HEAP_ROWS = 20_000;

interface OrgClient {
  readonly send: (method: string, path: string, body?: object | string) => Promise<string>;
  readonly query: (soql: string) => Promise<string>;
}

/** What was made: ids in order of creation, and how long that took. */
interface Loaded {
  readonly ids: readonly string[];
  readonly seconds: number;
}

export async function salesforceLoad(rows: number): Promise<Figure[]> {
  await using few = await startEmulators();
  await using many = await startEmulators();
  const client = keepAliveClient(CONNECTIONS);
  try {
    const small = orgAt(few.salesforceUrl, client.ask);
    const large = orgAt(many.salesforceUrl, client.ask);
    const among = await loadByCollections(small, FEW);
    const full = await loadByCollections(large, rows);
    const figures = [loadFigure("collections", full.seconds, rows)];
    for (const operation of OPERATIONS_BY_NAME) {
      const [inFew, inMany] = await bestOfTurns(
        () => timeOperation(operation, small, among.ids),
        () => timeOperation(operation, large, full.ids),
      );
      figures.push(ratioFigure(operation.name, { inMany, inFew, rows }));
    }
    const bulk = await loadByBulk(large, rows);
    return [...figures, loadFigure("bulk", bulk, rows), heapFigure()];
  } finally {
    client.close();
  }
}

function orgAt(url: string, ask: Ask): OrgClient {
  const base = `${url}/services/data/v66.0`;
  const send: OrgClient["send"] = (method, path, body) =>
    ask(method, `${base}/${path}`, body === undefined ? undefined : textOf(body), headersOf(body));
  return { send, query: (soql) => send("GET", `query?q=${encodeURIComponent(soql)}`) };
}

const textOf = (body: object | string): string =>
  typeof body === "string" ? body : JSON.stringify(body);

const headersOf = (body: object | string | undefined): Readonly<Record<string, string>> => ({
  authorization: "Bearer demo",
  ...(typeof body === "string" && { "content-type": "text/csv" }),
});

/** The `n`-th account; names and links are spread so that indexes have something to find. */
const account = (n: number) => ({
  attributes: { type: "Account" },
  Name: `Load ${String(n).padStart(7, "0")}`,
  Phone: `555-${n % 10_000}`,
  NumberOfEmployees: n % 500,
  BillingCity: "Bayshore",
  BillingPostalCode: String(94_000 + (n % 900)),
  Website: `https://load${n}.example.com`,
});

async function loadByCollections(org: OrgClient, rows: number): Promise<Loaded> {
  const from = nowMs();
  const chunks: string[][] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at * CHUNK < rows; at = next++) {
      const count = Math.min(CHUNK, rows - at * CHUNK);
      const records = Array.from({ length: count }, (_, n) => account(at * CHUNK + n));
      const answer = await org.send("POST", "composite/sobjects", { allOrNone: false, records });
      chunks[at] = (JSON.parse(answer) as readonly { id: string }[]).map(({ id }) => id);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  return { ids: chunks.flat(), seconds: (nowMs() - from) / 1_000 };
}

/** One ingest job, from its creation until it is complete. @returns seconds */
async function loadByBulk(org: OrgClient, rows: number): Promise<number> {
  const lines = Array.from({ length: rows }, (_, n) => {
    const { Name, Phone, NumberOfEmployees, BillingCity, BillingPostalCode, Website } = account(n);
    return [Name, Phone, NumberOfEmployees, BillingCity, BillingPostalCode, Website].join(",");
  });
  const header = "Name,Phone,NumberOfEmployees,BillingCity,BillingPostalCode,Website";
  const from = nowMs();
  const job = { object: "Account", operation: "insert", contentType: "CSV", lineEnding: "LF" };
  const { id } = JSON.parse(await org.send("POST", "jobs/ingest", job)) as { id: string };
  await org.send("PUT", `jobs/ingest/${id}/batches`, [header, ...lines, ""].join("\n"));
  await org.send("PATCH", `jobs/ingest/${id}`, { state: "UploadComplete" });
  for (;;) {
    const { state } = JSON.parse(await org.send("GET", `jobs/ingest/${id}`)) as { state: string };
    if (state === "JobComplete") return (nowMs() - from) / 1_000;
    if (state !== "InProgress" && state !== "UploadComplete") throw new Error(`Job is ${state}`);
    await delay(BULK_POLL_MS);
  }
}

const BULK_POLL_MS = 250;

interface Operation {
  readonly name: string;
  /** @param id of a row that is far from the one before, @param n counts up */
  readonly run: (org: OrgClient, id: string, n: number) => Promise<unknown>;
}

const OPERATIONS_BY_NAME: readonly Operation[] = [
  { name: "read-by-id", run: (org, id) => org.send("GET", `sobjects/Account/${id}?fields=Name`) },
  {
    name: "query-by-id",
    run: (org, id) => org.query(`SELECT Id, Name FROM Account WHERE Id = '${id}'`),
  },
  {
    name: "query-by-name",
    run: (org, _id, n) =>
      org.query(`SELECT Id FROM Account WHERE Name = 'Load ${String(n).padStart(7, "0")}'`),
  },
  {
    name: "range-with-limit",
    run: (org) =>
      org.query(
        "SELECT Id FROM Account WHERE SystemModstamp >= 2020-01-01T00:00:00Z ORDER BY SystemModstamp, Id LIMIT 20",
      ),
  },
  {
    name: "next-page-by-key",
    run: (org, id) =>
      org.query(
        `SELECT Id FROM Account WHERE Id > '${id}' AND SystemModstamp > 2020-01-01T00:00:00Z ORDER BY Id LIMIT 20`,
      ),
  },
  {
    name: "name-prefix",
    run: (org, _id, n) =>
      org.query(
        `SELECT Id FROM Account WHERE Name LIKE 'Load ${String(n).padStart(7, "0").slice(0, 6)}%'`,
      ),
  },
  { name: "count", run: (org) => org.query("SELECT COUNT() FROM Account") },
  {
    name: "update-by-id",
    run: (org, id, n) => org.send("PATCH", `sobjects/Account/${id}`, { Phone: `1-${n}` }),
  },
];

/** Milliseconds an operation, one at a time, spread over all rows. */
async function timeOperation(
  { run }: Operation,
  org: OrgClient,
  ids: readonly string[],
): Promise<number> {
  const from = nowMs();
  for (let n = 0; n < OPERATIONS; n += 1) {
    const at = (n * 7_919) % ids.length;
    await run(org, ids[at] ?? "", at);
  }
  return (nowMs() - from) / OPERATIONS;
}

function ratioFigure(
  operation: string,
  { inMany, inFew, rows }: { inMany: number; inFew: number; rows: number },
): Figure {
  return {
    figure: "emulator",
    scenario: `salesforce/${operation}-over-http`,
    value: rounded(inMany / inFew),
    unit: `time among ${rows} rows over time among ${FEW}`,
    target: { atMost: 1.5 },
    alarm: { above: 3 },
    detail: { millis: rounded(inMany), millisAmongFew: rounded(inFew) },
  };
}

function loadFigure(way: string, seconds: number, rows: number): Figure {
  const promised = (PROMISED.seconds * rows) / PROMISED.rows;
  return {
    figure: "emulator",
    scenario: `salesforce/load-by-${way}`,
    value: rounded(seconds / promised),
    unit: `time to load over the promised time, ${PROMISED.rows} rows in ${PROMISED.seconds} s`,
    target: { atMost: 1 },
    alarm: { above: 2 },
    detail: { rows, seconds: rounded(seconds) },
  };
}

/** What one row costs in an org in this process, which is filled in the same way. */
function heapFigure(): Figure {
  const org = createOrg();
  const now = Date.UTC(2026, 0, 1);
  const before = heapAfterCollection();
  for (let at = 0; at < HEAP_ROWS; at += CHUNK) {
    const records = Array.from({ length: CHUNK }, (_, n) => account(at + n));
    org.handle(
      {
        method: "POST",
        url: "/services/data/v66.0/composite/sobjects",
        headers: { authorization: "Bearer demo", "content-type": "application/json" },
        body: JSON.stringify({ records }),
      },
      now,
    );
    // The log of requests and the change feed are no part of a row.
    org.requestLog.clear();
  }
  const bytes = (heapAfterCollection() - before) / HEAP_ROWS;
  return {
    figure: "emulator",
    scenario: "salesforce/heap-per-row",
    value: Math.round(bytes),
    unit: "bytes of heap per Account, its share of indexes and change events included",
    target: { atMost: 4_000 },
    alarm: { timesBaseline: 1.5 },
    detail: { rows: HEAP_ROWS, stored: org.store.all("Account").size },
  };
}
