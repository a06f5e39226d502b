import { afterEach, describe, expect, it } from "vitest";
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import { type Disposition, type ErrorCode, ERRORS } from "@accord-sync/core/errors/registry.ts";
import type { Remote } from "@accord-sync/core/ports/remote.ts";
import {
  otherSystem,
  SYSTEM_LABEL,
  type SystemName,
} from "@accord-sync/core/records/record-ref.ts";
import { fail } from "@accord-sync/core/records/result.ts";
import type { EngineOptions } from "@accord-sync/engine/engine.ts";
import type { Pacing } from "@accord-sync/engine/pacing.ts";
import { readCursor } from "@accord-sync/ledger/cursors.ts";
import { listNoticesFor, type Notice } from "@accord-sync/ledger/inbox.ts";
import { listOpenIntents } from "@accord-sync/ledger/intents.ts";
import { SWEEP_FEED } from "@accord-sync/engine/feeds.ts";
import { findParked } from "@accord-sync/ledger/parked.ts";
import { type FaultPlan, NO_FAULTS } from "./fault-plan.ts";
import { isQuiet, readLinks } from "./reports.ts";
import { ORG, REALM, SCOPE, World } from "./world.ts";

/**
 * Every code of the error registry, met where calls are made: at a look, a write, a sweep, and the look for a
 * write whose answer was lost. What happens is what its disposition says, nothing is lost, and when the
 * trouble is over all comes to agree.
 */

/** `halt` refuses to start: no call can answer with it. What throws it has tests of its own. */
const CODES = (Object.keys(ERRORS) as ErrorCode[]).filter(
  (code) => ERRORS[code].disposition !== "halt",
);

/** Trouble comes from the system that the code is about. */
const systemOf = (code: ErrorCode): SystemName =>
  /^SF_|_IN_SALESFORCE$/.test(code) ? "salesforce" : "quickbooks";

const CASES = CODES.map((code) => [code, ERRORS[code].disposition, systemOf(code)] as const);

const RETRY_LIMIT = 4;

const PACING: Partial<Pacing> = {
  retryFirstMs: 100,
  retryLimit: RETRY_LIMIT,
  waitFirstMs: 500,
  waitLongestMs: 5_000,
  requestIdTrustMs: 1_000,
  idleMs: 60_000,
};

type Place = "observe" | "send" | "sweep" | "find";

/** What goes wrong now; null when nothing does. */
let trouble: { readonly place: Place; readonly system: SystemName; code: ErrorCode } | null = null;
let calls = 0;
let world: World;

afterEach(() => {
  trouble = null;
  expect(world.bugs).toEqual([]);
  world.end();
});

function isTroubled(place: Place, system: SystemName): boolean {
  if (trouble?.place !== place || trouble.system !== system) return false;
  calls += 1;
  return true;
}

function error() {
  if (trouble === null) throw new Error("there is no trouble");
  const { code, system } = trouble;
  return operationalError(code, { system: SYSTEM_LABEL[system], type: "Customer", id: "1" });
}

function troubled<R extends Remote>(remote: R): R {
  const { system } = remote;
  return {
    ...remote,
    observe: async (mapping, id) =>
      isTroubled("observe", system) ? fail(error()) : remote.observe(mapping, id),
    send: async (mapping, payload) =>
      isTroubled("send", system)
        ? { outcome: "rejected", error: error() }
        : remote.send(mapping, payload),
    sweep: async (mappings, cursor, now) =>
      isTroubled("sweep", system) ? fail(error()) : remote.sweep(mappings, cursor, now),
    find: async (mapping, fingerprint) =>
      isTroubled("find", system) ? fail(error()) : remote.find(mapping, fingerprint),
  };
}

const tamper = (options: EngineOptions): EngineOptions => ({
  ...options,
  salesforce: troubled(options.salesforce),
  quickbooks: troubled(options.quickbooks),
});

async function begin(channels: Pick<FaultPlan, "webhooks" | "feed" | "sweeps">): Promise<void> {
  calls = 0;
  const faults = { ...NO_FAULTS, ...channels };
  const company = "bare";
  world = new World({ seed: "dispositions", company, faults, tamper, pacing: PACING });
  await world.boot();
  await world.run(15_000);
}

/** A sweep brings what it saw along, so that nobody has to look. */
const NOTICES = { webhooks: true, feed: true, sweeps: false };
const SWEEPS = { webhooks: false, feed: false, sweeps: true };

interface Linked {
  readonly account: string;
  readonly customer: string;
}

function createAccount(): string {
  const body = { Name: "Tidewater Supply", Phone: "(415) 555-0100" };
  return (world.salesforce("POST", "/sobjects/Account", body) as { id: string }).id;
}

async function link(): Promise<Linked> {
  const account = createAccount();
  await press(account);
  await world.runUntil(() => isQuiet(world.reports));
  await world.run(5_000);
  const [made] = await readLinks(world.reports);
  return { account, customer: made?.quickbooksRef.id ?? "" };
}

async function press(account: string): Promise<void> {
  await world.until(world.engine.send("Account", account, { onMatch: "create", actor: "Ada" }));
}

/** A person writes a phone number into the system that is not in trouble, or into the one that is. */
function call(system: SystemName, { account, customer }: Linked, phone: string): void {
  if (system === "salesforce") {
    world.salesforce("PATCH", `/sobjects/Account/${account}`, { Phone: phone });
    return;
  }
  const { Customer } = world.quickbooks("GET", `/customer/${customer}`) as {
    Customer: { readonly SyncToken: string };
  };
  world.quickbooks("POST", "/customer", {
    Id: customer,
    SyncToken: Customer.SyncToken,
    sparse: true,
    PrimaryPhone: { FreeFormNumber: phone },
  });
}

function phones({ account, customer }: Linked): readonly unknown[] {
  const record = world.company.store.record("Customer", customer);
  const phone = record?.fields["PrimaryPhone"] as { FreeFormNumber?: string } | undefined;
  return [world.org.store.get("Account", account)?.["Phone"], phone?.FreeFormNumber];
}

const SALESFORCE_SCOPE = { ...SCOPE, mapping: "customer-account" };

async function noticesOf({ account, customer }: Linked): Promise<readonly Notice[]> {
  const refs = [
    { system: "salesforce", type: "Account", id: account },
    { system: "quickbooks", type: "Customer", id: customer },
  ] as const;
  const lists = await Promise.all(refs.map((ref) => listNoticesFor(world.reports, SCOPE, ref)));
  return lists.flat();
}

async function parkedCode({ account }: Linked): Promise<string | null> {
  const ref = { system: "salesforce", type: "Account", id: account } as const;
  const parked = await findParked(world.reports, SALESFORCE_SCOPE, ref);
  return parked === null ? null : (JSON.parse(parked.error) as { code: string }).code;
}

/** How the record stands after minutes of trouble. */
async function standing(pair: Linked) {
  const [notice = null] = await noticesOf(pair);
  return {
    parked: await parkedCode(pair),
    isPending: notice !== null,
    attempts: notice?.attempts ?? null,
  };
}

/** By the disposition alone: parked at once, or after as many tries as are given, or kept waiting. */
function expectedStanding(code: ErrorCode, disposition: Disposition) {
  if (disposition === "park") return { parked: code, isPending: false, attempts: null };
  const isCounted = disposition === "retry" || disposition === "observe-again";
  if (isCounted) return { parked: "RETRIES_EXHAUSTED", isPending: false, attempts: null };
  return { parked: null, isPending: true, attempts: 0 };
}

const IN_STEP = { parked: null, isPending: false, attempts: null };

/** The trouble ends; a person connects again, or presses, where the disposition leaves it to a person. */
async function heal(account: string, disposition: Disposition, system: SystemName): Promise<void> {
  trouble = null;
  if (disposition === "reauthorise") world.engine.reconnected(system);
  if (["park", "retry", "observe-again"].includes(disposition)) {
    const actor = "Ada";
    await world.until(
      system === "salesforce"
        ? world.engine.send("Account", account, { onMatch: "ask", actor })
        : world.engine.fetch("Account", account, actor),
    );
  }
  await world.runUntil(() => isQuiet(world.reports), 7_200_000);
}

describe("a look that ends in", () => {
  it.each(CASES)("%s is met by: %s (%s)", async (code, disposition, system) => {
    await begin(NOTICES);
    const pair = await link();
    trouble = { place: "observe", system, code };
    call(system, pair, "(415) 555-0177");
    await world.run(180_000);
    expect(await standing(pair)).toEqual(expectedStanding(code, disposition));
    expect(calls).toBeGreaterThan(0);
    // Nobody hammers at what cannot be: as many tries as are given, or one every few seconds.
    const isWaitedFor = disposition === "wait" || disposition === "pause-system";
    expect(calls).toBeLessThanOrEqual(isWaitedFor ? 100 : RETRY_LIMIT);
    await heal(pair.account, disposition, system);
    expect(phones(pair)).toEqual(["(415) 555-0177", "(415) 555-0177"]);
    expect(await standing(pair)).toEqual(IN_STEP);
  });
});

describe("a write that is refused with", () => {
  it.each(CASES)("%s is met by: %s (%s)", async (code, disposition, system) => {
    await begin(NOTICES);
    const pair = await link();
    trouble = { place: "send", system, code };
    const source = otherSystem(system);
    call(source, pair, "(415) 555-0188");
    await world.run(180_000);
    expect(await standing(pair)).toEqual(expectedStanding(code, disposition));
    expect(calls).toBeGreaterThan(0);
    expect(calls).toBeLessThan(100);
    // It is refused, so nothing of it is in doubt. A call that waits for room was not made yet.
    const open = await listOpenIntents(world.reports, SCOPE.tenant);
    expect(open.filter(({ state }) => state === "doubtful")).toEqual([]);
    await heal(pair.account, disposition, source);
    if (disposition === "reauthorise") world.engine.reconnected(system);
    await world.runUntil(() => isQuiet(world.reports), 7_200_000);
    expect(phones(pair)).toEqual(["(415) 555-0188", "(415) 555-0188"]);
    expect(await standing(pair)).toEqual(IN_STEP);
  });
});

describe("a sweep that ends in", () => {
  it.each(CASES)("%s moves no cursor, and goes on (%s, %s)", async (code, _disposition, system) => {
    await begin(SWEEPS);
    const pair = await link();
    trouble = { place: "sweep", system, code };
    const account = system === "salesforce" ? ORG : REALM;
    const place = () => readCursor(world.reports, SCOPE.tenant, account, SWEEP_FEED);
    const before = await place();
    call(system, pair, "(415) 555-0199");
    await world.run(200_000);
    expect(await place()).toBe(before);
    expect(calls).toBeGreaterThan(0);
    expect(calls).toBeLessThan(100);
    trouble = null;
    world.engine.reconnected(system);
    await world.runUntil(() => phones(pair)[0] === phones(pair)[1], 7_200_000);
    expect(phones(pair)).toEqual(["(415) 555-0199", "(415) 555-0199"]);
  });
});

describe("a look for a create whose answer was lost that ends in", () => {
  it.each(CASES)("%s makes nothing twice (%s, %s)", async (code, disposition, system) => {
    await begin(NOTICES);
    trouble = { place: "find", system, code };
    let isLost = false;
    world.losesAnswer = ({ isWrite }) => {
      const isFirst = isWrite && !isLost;
      isLost ||= isWrite;
      return isFirst;
    };
    const account = system === "quickbooks" ? createAccount() : null;
    if (account !== null) await press(account);
    else world.quickbooks("POST", "/customer", { DisplayName: "Tidewater Supply" });
    await world.run(180_000);
    expect(calls).toBeGreaterThan(0);
    expect(calls).toBeLessThan(100);
    expect(records()).toEqual([1, 1]);
    // In doubt it stays, whatever the look says.
    expect(await listOpenIntents(world.reports, SCOPE.tenant)).toHaveLength(1);
    trouble = null;
    world.engine.reconnected(system);
    if (["park", "retry", "observe-again"].includes(disposition)) {
      const { entries } = await world.until(world.engine.log({ filter: "errors", limit: 100 }));
      await world.until(
        world.engine.reprocess(
          entries.map(({ id }) => id),
          "Ada",
        ),
      );
    }
    await world.runUntil(() => isQuiet(world.reports), 7_200_000);
    expect(records()).toEqual([1, 1]);
    expect(await readLinks(world.reports)).toHaveLength(1);
  });
});

const records = (): readonly number[] => [
  [...world.org.store.all("Account").keys()].length,
  [...world.company.store.records("Customer")].length,
];
