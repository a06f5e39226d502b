/**
 * The way into both emulators, which live in this process behind their sockets: notes every request of the service,
 * and lets a person's request note what stood there just before it and what stands there after.
 */
import { createOrg, type Org } from "@accord-sync/emulator-salesforce/org.ts";
import { type Company, createCompany } from "@accord-sync/emulator-quickbooks/company.ts";
import { bodyText } from "@accord-sync/emulator-quickbooks/emulator-request.ts";
import { DEFAULT_LIMITS } from "@accord-sync/emulator-quickbooks/metering/rate-limits.ts";
import { randomIds } from "@accord-sync/emulator-quickbooks/runtime/random-ids.ts";
import { companySeed } from "@accord-sync/simulator/company-seed.ts";
import type { KeyedRandom } from "@accord-sync/simulator/keyed-random.ts";
import { orgSeed } from "@accord-sync/simulator/org-seed.ts";
import { ownChanges } from "@accord-sync/simulator/own-changes.ts";
import type { Systems } from "@accord-sync/simulator/remote-view.ts";
import { type Exchange, isWrite, partsOf } from "@accord-sync/simulator/sim-network.ts";
import {
  INTUIT_ORIGIN,
  QUICKBOOKS_ORIGIN,
  SALESFORCE_ORIGIN,
} from "@accord-sync/simulator/sim-servers.ts";

/** Names a person's request; the service's have none. */
export const PERSON_HEADER = "x-person";
/** The app by which people reach the company: its limits are not the service's. */
export const PEOPLES_APP = { id: "people", secret: "people" };

/** How long the service waits for an answer, besides the work: so that many are on their way when it dies. */
const SLOWEST_MS = 400;

/** What is read of a request; both emulators' shells give it. */
interface Arrived {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

type QuickbooksRequest = Parameters<Company["handle"]>[0];
type SalesforceRequest = Parameters<Org["handle"]>[0];

/** A person's request: run around the emulator's own work, with nothing between. */
export type Around = (work: () => void) => void;

export class Door implements Systems {
  readonly company: Company;
  readonly org: Org;
  readonly traffic: Exchange[] = [];
  /** The process that is alive, or the last one that was. */
  owner: object = {};
  readonly #random: KeyedRandom;
  readonly #now: () => number;
  readonly #persons = new Map<string, Around>();
  readonly #seeded: ReadonlySet<string>;

  constructor(random: KeyedRandom, now: () => number, verifierToken: string) {
    this.#random = random;
    this.#now = now;
    this.company = createCompany({
      ...companySeed("bare"),
      ids: randomIds(),
      settings: {
        otherApps: [PEOPLES_APP],
        // Judged from what arrives here: a refusal would stop the run for a minute.
        limits: { ...DEFAULT_LIMITS, requestsPerMinute: null, requestsPerSecond: null },
        webhooks: { verifierToken, aggregateMs: 200 },
      },
    });
    this.org = createOrg({ ...orgSeed(false), seededAt: now() });
    this.#seeded = new Set(this.org.store.all("Account").keys());
  }

  isSeeded(id: string): boolean {
    return this.#seeded.has(id);
  }

  /** The next request of this name is a person's. */
  expect(person: string, around: Around): void {
    this.#persons.set(person, around);
  }

  quickbooks(request: QuickbooksRequest): ReturnType<Company["handle"]> {
    const work = () => this.company.handle(request, this.#now());
    const around = this.#takePerson(request);
    if (around !== null) return surrounded(around, work);
    if (/^\/(?:_emulator|healthz|app)/.test(request.url)) return work();
    const origin = request.url.startsWith("/v3/") ? QUICKBOOKS_ORIGIN : INTUIT_ORIGIN;
    const { answer, delayMs } = this.#pass(origin, request, bodyText(request) ?? "", work);
    return { ...answer, fate: { kind: "slow", delayMs } };
  }

  salesforce(request: SalesforceRequest): ReturnType<Org["handle"]> {
    const work = () => this.org.handle(request, this.#now());
    const around = this.#takePerson(request);
    if (around !== null) return surrounded(around, work);
    if (request.url.startsWith("/_emulator/")) return work();
    const { answer, delayMs } = this.#pass(SALESFORCE_ORIGIN, request, request.body, work);
    return { ...answer, transport: { delayMs } };
  }

  #takePerson({ headers }: Arrived): Around | null {
    const name = headers[PERSON_HEADER] ?? "";
    const around = this.#persons.get(name) ?? null;
    this.#persons.delete(name);
    return around;
  }

  /** A request of the service: carried out now, answered a little later. */
  #pass<T extends { readonly status: number; readonly body: unknown }>(
    origin: string,
    { method, url }: Arrived,
    body: string,
    work: () => T,
  ): { readonly answer: T; readonly delayMs: number } {
    const asked = { method: METHODS.find((each) => each === method) ?? "GET", url, body };
    const { path } = partsOf(`${origin}${url}`);
    const changes = ownChanges(this, asked);
    const sentAt = this.#now();
    const answer = work();
    const after = ownChanges(this, asked);
    const delayMs = this.#random.between(5, SLOWEST_MS, "answer");
    this.traffic.push({
      owner: this.owner,
      origin,
      method,
      path,
      isWrite: isWrite(asked),
      sweeps: null,
      sentAt,
      status: answer.status,
      doneAt: sentAt,
      heardAt: sentAt + delayMs,
      refusedAt: null,
      isOver: true,
      changes,
      made: changes.filter(({ id, field, held }) =>
        after.some((each) => each.id === id && each.field === field && each.held !== held),
      ),
      shown: isWrite(asked) || typeof answer.body !== "string" ? null : answer.body,
    });
    return { answer, delayMs };
  }
}

const METHODS = ["GET", "POST", "PATCH", "DELETE", "PUT"] as const;

function surrounded<T>(around: Around, work: () => T): T {
  const answers: T[] = [];
  around(() => answers.push(work()));
  const [answer] = answers;
  if (answer === undefined) throw new Error("a person's request that nobody carried out");
  return answer;
}
