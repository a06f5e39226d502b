/**
 * The QuickBooks emulator as a load target, as a stranger would use it: a process of its own with its
 * folder, filled over HTTP by single creates, then read and written by id and page by page. Times by id
 * stand against the same among a hundred records; a scan would grow with the company.
 */
import { type Figure, rounded } from "../figure.ts";
import { startEmulators } from "../runtime/emulators.ts";
import { type Ask, keepAliveClient } from "../runtime/keep-alive-client.ts";
import { nowMs } from "../runtime/stopwatch.ts";
import { bestOfTurns } from "./best-of-turns.ts";
import { REALM } from "./people.ts";

const CONNECTIONS = 8;
const FEW = 100;
const OPERATIONS = 300;
const PAGE = 1_000;
/** The promise: this many customers and half as many invoices of three lines in a minute. */
const PROMISED = { customers: 100_000, seconds: 60 };

/** What was made: ids, and versions as far as they are known. */
interface Loaded {
  readonly customers: string[];
  readonly invoices: string[];
  readonly seconds: number;
}

export async function quickbooksLoad(customers: number): Promise<Figure[]> {
  await using few = await startEmulators();
  await using many = await startEmulators();
  const client = keepAliveClient(CONNECTIONS);
  try {
    const [small, large] = [
      companyAt(few.quickbooksUrl, client.ask),
      companyAt(many.quickbooksUrl, client.ask),
    ];
    const among = await load(small, FEW);
    const full = await load(large, customers);
    const pages = await timePages(large, customers);
    const ratios: Figure[] = [];
    for (const operation of OPERATION_NAMES) {
      const [inFew, inMany] = await bestOfTurns(
        () => timeOperation(operation, small, among),
        () => timeOperation(operation, large, full),
      );
      ratios.push(byIdFigure(operation, inMany, inFew, customers));
    }
    return [loadFigure(full, customers), pages, ...ratios];
  } finally {
    client.close();
  }
}

interface CompanyClient {
  readonly post: (path: string, body: object) => Promise<string>;
  readonly get: (path: string) => Promise<string>;
}

function companyAt(url: string, ask: Ask): CompanyClient {
  const base = `${url}/v3/company/${REALM}`;
  return {
    post: (path, body) => ask("POST", `${base}/${path}`, JSON.stringify(body)),
    get: (path) => ask("GET", `${base}/${path}`),
  };
}

async function load(company: CompanyClient, count: number): Promise<Loaded> {
  const from = nowMs();
  const customers = await inParallel(count, async (n) =>
    idIn(await company.post("customer", customer(n))),
  );
  const invoices = await inParallel(Math.ceil(count / 2), async (n) =>
    idIn(await company.post("invoice", invoice(customers[n % customers.length] ?? ""))),
  );
  return { customers, invoices, seconds: (nowMs() - from) / 1_000 };
}

/** As many at once as there are connections. */
async function inParallel<T>(count: number, work: (n: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let n = next++; n < count; n = next++) results[n] = await work(n);
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  return results;
}

const customer = (n: number) => ({
  DisplayName: `Load ${n}`,
  GivenName: "Load",
  FamilyName: `Number ${n}`,
  PrimaryEmailAddr: { Address: `load${n}@example.com` },
  BillAddr: { Line1: `${n} Main Street`, City: "Bayshore", PostalCode: "94326" },
});

const invoice = (customerId: string) => ({
  CustomerRef: { value: customerId },
  Line: [1, 2, 3].map((n) => ({
    Amount: n * 10,
    DetailType: "SalesItemLineDetail",
    SalesItemLineDetail: { ItemRef: { value: String(n) }, Qty: n, UnitPrice: 10 },
  })),
});

const idIn = (text: string): string => /"Id":"(\d+)","SyncToken"/.exec(text)?.[1] ?? "";
const tokenIn = (text: string): string => /"SyncToken":"(\d+)"/.exec(text)?.[1] ?? "";

/** All customers, a page of a thousand after the other; the value is the slowest page over the first. */
async function timePages(company: CompanyClient, customers: number): Promise<Figure> {
  const times: number[] = [];
  for (let start = 1; start <= customers; start += PAGE) {
    const statement = `select * from Customer startposition ${start} maxresults ${PAGE}`;
    const from = nowMs();
    await company.get(`query?query=${encodeURIComponent(statement)}`);
    times.push(nowMs() - from);
  }
  // The first page sorts for all that follow.
  const [first = 1, ...later] = times;
  const median = later.toSorted((a, b) => a - b)[Math.floor(later.length / 2)] ?? first;
  return {
    figure: "emulator",
    scenario: "quickbooks/page-of-1000",
    value: rounded(median),
    unit: "ms a page in the middle of all customers, over HTTP",
    target: { atMost: 250 },
    alarm: { timesBaseline: 3 },
    detail: { customers, firstMs: rounded(first), slowestMs: rounded(Math.max(...times)) },
  };
}

type Operation = "read-customer" | "read-invoice" | "write-customer" | "write-invoice";
const OPERATION_NAMES: readonly Operation[] = [
  "read-customer",
  "read-invoice",
  "write-customer",
  "write-invoice",
];

/** Milliseconds an operation, one at a time, spread over all records of the type. */
async function timeOperation(
  operation: Operation,
  company: CompanyClient,
  loaded: Loaded,
): Promise<number> {
  const type = operation.endsWith("customer") ? "customer" : "invoice";
  const ids = type === "customer" ? loaded.customers : loaded.invoices;
  const chosen = Array.from({ length: OPERATIONS }, (_, n) => ids[(n * 7_919) % ids.length] ?? "");
  const note = type === "customer" ? "Notes" : "PrivateNote";
  const isWrite = operation.startsWith("write");
  // A write needs the version, which is read outside the measured time.
  const tokens = new Map<string, string>();
  if (isWrite) for (const id of chosen) tokens.set(id, tokenIn(await company.get(`${type}/${id}`)));
  const from = nowMs();
  for (const [n, id] of chosen.entries()) {
    if (!isWrite) await company.get(`${type}/${id}`);
    else {
      const body = { Id: id, SyncToken: tokens.get(id), sparse: true, [note]: `note ${n}` };
      tokens.set(id, tokenIn(await company.post(type, body)));
    }
  }
  return (nowMs() - from) / OPERATIONS;
}

function byIdFigure(operation: Operation, many: number, few: number, customers: number): Figure {
  return {
    figure: "emulator",
    scenario: `quickbooks/${operation}-over-http`,
    value: rounded(many / few),
    unit: `time among ${customers} customers and ${customers / 2} invoices over time among ${FEW} and ${FEW / 2}`,
    target: { atMost: 1.5 },
    alarm: { above: 3 },
    detail: { millis: rounded(many), millisAmongFew: rounded(few) },
  };
}

function loadFigure({ seconds, invoices }: Loaded, customers: number): Figure {
  const promised = (PROMISED.seconds * customers) / PROMISED.customers;
  return {
    figure: "emulator",
    scenario: "quickbooks/load",
    value: rounded(seconds / promised),
    unit: `time to load over the promised time, ${PROMISED.customers} customers and half as many invoices in ${PROMISED.seconds} s`,
    target: { atMost: 1 },
    alarm: { above: 2 },
    detail: { customers, invoices: invoices.length, seconds: rounded(seconds) },
  };
}
