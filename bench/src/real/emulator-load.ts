/**
 * The emulators under load: one read and one write by id among many records over the same among a
 * hundred. Both should cost what they cost; a scan would grow with the number of records.
 */
import { createCompany } from "@accord-sync/emulator-quickbooks/company.ts";
import { answerText } from "@accord-sync/emulator-quickbooks/emulator-request.ts";
import { createOrg } from "@accord-sync/emulator-salesforce/org.ts";
import { type Figure, rounded } from "../figure.ts";
import { nowMs } from "../runtime/stopwatch.ts";
import { REALM } from "./people.ts";

const FEW = 100;
const OPERATIONS = 400;
/** The best of several rounds is the least disturbed one. */
const ROUNDS = 7;
const START = Date.UTC(2026, 5, 15, 15);

/** One emulator in this process, with ways to use it. */
interface Subject {
  readonly name: string;
  /** Makes one record; answers with its id. */
  make(n: number): string;
  read(id: string): void;
  write(id: string, n: number): void;
}

export async function emulatorLoad(records: number): Promise<Figure[]> {
  return [quickbooks, salesforce].flatMap((subject) => {
    const few = timed(subject(), FEW);
    const many = timed(subject(), records);
    return (["read", "write"] as const).map((operation) => ({
      figure: "emulator",
      scenario: `${few.name}/${operation}-by-id`,
      value: rounded(many[operation] / few[operation]),
      unit: `time among ${records} records over time among ${FEW}`,
      target: null,
      alarm: { timesBaseline: 2 },
      detail: {
        records,
        micros: rounded(many[operation]),
        microsAmongFew: rounded(few[operation]),
        loadSeconds: rounded(many.loadSeconds),
      },
    }));
  });
}

/** Microseconds an operation, the best of several rounds. */
function timed(subject: Subject, records: number) {
  const from = nowMs();
  const ids = Array.from({ length: records }, (_, n) => subject.make(n));
  const loadSeconds = (nowMs() - from) / 1_000;
  const best = (operation: (id: string, n: number) => void): number => {
    const rounds = Array.from({ length: ROUNDS }, (_, round) => {
      const start = nowMs();
      for (let n = 0; n < OPERATIONS; n += 1) {
        // Spread over all of them, so that no part of memory is favoured.
        operation(ids[(n * 7_919) % ids.length] ?? "", round * OPERATIONS + n);
      }
      return ((nowMs() - start) * 1_000) / OPERATIONS;
    });
    return Math.min(...rounds);
  };
  const read = best((id) => subject.read(id));
  return { name: subject.name, loadSeconds, read, write: best((id, n) => subject.write(id, n)) };
}

const HEADERS = { authorization: "Bearer demo", "content-type": "application/json" };

function quickbooks(): Subject {
  let drawn = 0;
  const next = () => String((drawn += 1));
  const company = createCompany({
    ids: { token: next, uuid: next, draw: () => 0 },
    settings: { rateLimits: false },
  });
  const ask = (method: string, path: string, body?: unknown) => {
    const url = `/v3/company/${REALM}/${path}`;
    const text = body === undefined ? "" : JSON.stringify(body);
    const answer = company.handle({ method, url, headers: HEADERS, body: text }, START);
    const shown = answerText(answer);
    if (answer.status !== 200) throw new Error(shown);
    return (JSON.parse(shown) as { Customer: { Id: string; SyncToken: string } }).Customer;
  };
  const versions = new Map<string, string>();
  const write = (body: Record<string, unknown>) => {
    const { Id, SyncToken } = ask("POST", "customer", body);
    versions.set(Id, SyncToken);
    return Id;
  };
  return {
    name: "quickbooks",
    make: (n) => write({ DisplayName: `Load ${n}` }),
    read: (id) => void ask("GET", `customer/${id}`),
    write: (id, n) =>
      void write({ Id: id, SyncToken: versions.get(id), sparse: true, Notes: `note ${n}` }),
  };
}

function salesforce(): Subject {
  const org = createOrg();
  const ask = (method: string, path: string, body?: unknown): unknown => {
    const url = `/services/data/v66.0/sobjects/Account${path}`;
    const text = body === undefined ? "" : JSON.stringify(body);
    const answer = org.handle({ method, url, headers: HEADERS, body: text }, START);
    if (answer.status > 299) throw new Error(answer.body);
    return answer.body === "" ? null : JSON.parse(answer.body);
  };
  return {
    name: "salesforce",
    make: (n) => (ask("POST", "", { Name: `Load ${n}` }) as { id: string }).id,
    read: (id) => void ask("GET", `/${id}`),
    write: (id, n) => void ask("PATCH", `/${id}`, { Phone: `555-${n}` }),
  };
}
