/**
 * What people do in the enumeration of deaths: each story is short, so that the process can die at every one of its
 * places, with each channel of notices switched off in turn, because one hides what another loses (F21).
 */
import { type FaultPlan, NO_FAULTS } from "./fault-plan.ts";
import type { InitialRecord, Operation, Scenario } from "./scenario.ts";

const VALUES = { name: "Tidewater Supply", phone: "(415) 555-0100", active: "true" };
const PRODUCT = { name: "Mooring line", price: "12.5", active: "true" };

export const CHANNELS: Readonly<Record<string, Partial<FaultPlan>>> = {
  "all channels": {},
  "webhooks alone": { feed: false, sweeps: false },
  "sweeps alone": { webhooks: false, feed: false },
};

const customer = { slot: "r", pair: "customer" } as const;
const product = { slot: "r", pair: "product" } as const;
const RECORDS = {
  none: null,
  accountAlone: { ...customer, salesforce: VALUES, quickbooks: null, isLinked: false },
  customerAlone: { ...customer, salesforce: null, quickbooks: VALUES, isLinked: false },
  both: { ...customer, salesforce: VALUES, quickbooks: VALUES, isLinked: false },
  linked: { ...customer, salesforce: VALUES, quickbooks: VALUES, isLinked: true },
  productAlone: { ...product, salesforce: PRODUCT, quickbooks: null, isLinked: false },
  itemAlone: { ...product, salesforce: null, quickbooks: PRODUCT, isLinked: false },
  linkedProduct: { ...product, salesforce: PRODUCT, quickbooks: PRODUCT, isLinked: true },
} as const satisfies Readonly<Record<string, InitialRecord | null>>;

type System = "salesforce" | "quickbooks";

function edit(system: System, field: string, value: string | null, at = 100): Operation {
  return { at, kind: "edit", system, slot: "r", field, value };
}

const send: Operation = { at: 200, kind: "send", slot: "r", onMatch: "ask" };
const syncNow = (pair: "customer" | "product"): Operation => ({
  at: 100,
  kind: "syncNow",
  pair,
  slot: "r",
});

export interface Story {
  readonly record: keyof typeof RECORDS;
  /** How many more of the kind there are, each of a name of its own. Default none. */
  readonly more?: number;
  readonly operations: readonly Operation[];
  /** Links in the end. */
  readonly linked: number;
  readonly faults?: Partial<FaultPlan>;
}

/** Links that are made, moved or ended. */
export const STORIES_OF_LINKS: Readonly<Record<string, Story>> = {
  "a first load of a record that only Salesforce has": {
    record: "accountAlone",
    operations: [{ at: 100, kind: "backfill", pair: "customer", differing: "ask" }],
    linked: 1,
  },
  "a first load of a record that only QuickBooks has": {
    record: "customerAlone",
    operations: [{ at: 100, kind: "backfill", pair: "customer", differing: "ask" }],
    linked: 1,
  },
  "a first load of products by a job": {
    record: "itemAlone",
    more: 2,
    operations: [{ at: 100, kind: "backfill", pair: "product", differing: "ask" }],
    linked: 3,
    faults: { bulkAbove: 1 },
  },
  "a first load of two records that are one": {
    record: "both",
    operations: [{ at: 100, kind: "backfill", pair: "customer", differing: "salesforce" }],
    linked: 1,
  },
  "sending a new record": { record: "accountAlone", operations: [send], linked: 1 },
  "sending a product with its price": { record: "productAlone", operations: [send], linked: 1 },
  "bringing a record in with Sync Now": {
    record: "customerAlone",
    operations: [syncNow("customer")],
    linked: 1,
  },
  "bringing a product in with its price": {
    record: "itemAlone",
    operations: [syncNow("product")],
    linked: 1,
  },
  "sending over a change in QuickBooks": {
    record: "linked",
    operations: [edit("quickbooks", "phone", "(415) 555-0178"), send],
    linked: 1,
  },
  "renewing tokens": {
    record: "linked",
    operations: [
      { at: 50, kind: "endSessions", system: "quickbooks" },
      { at: 50, kind: "endSessions", system: "salesforce" },
      edit("salesforce", "phone", "(415) 555-0117"),
      edit("quickbooks", "billingCity", "Bayshore"),
    ],
    linked: 1,
    faults: { realTokens: true },
  },
  "overwriting the mark": {
    record: "linked",
    operations: [{ at: 100, kind: "tamper", slot: "r", mark: null }],
    linked: 1,
  },
  "making a record in QuickBooks": {
    record: "none",
    operations: [
      {
        at: 100,
        kind: "create",
        system: "quickbooks",
        slot: "c",
        pair: "customer",
        values: VALUES,
      },
    ],
    linked: 1,
  },
  "linking two records": {
    record: "both",
    operations: [{ at: 100, kind: "link", slot: "r", to: "r" }],
    linked: 1,
  },
  "unlinking them": {
    record: "linked",
    operations: [
      { at: 100, kind: "unlink", slot: "r" },
      edit("quickbooks", "phone", "(415) 555-0133", 4_000),
    ],
    linked: 0,
  },
};

/** What people change in records that are linked. */
export const STORIES_OF_EDITS: Readonly<Record<string, Story>> = {
  "fetching a change": {
    record: "linked",
    operations: [
      edit("quickbooks", "phone", "(415) 555-0177"),
      { at: 200, kind: "fetch", slot: "r" },
    ],
    linked: 1,
  },
  "carrying an edit to QuickBooks": {
    record: "linked",
    operations: [edit("salesforce", "phone", "(415) 555-0101")],
    linked: 1,
  },
  "carrying an edit to Salesforce": {
    record: "linked",
    operations: [edit("quickbooks", "phone", "(415) 555-0102")],
    linked: 1,
  },
  "carrying a price to Salesforce": {
    record: "linkedProduct",
    operations: [edit("quickbooks", "price", "14")],
    linked: 1,
  },
  "emptying a field": {
    record: "linked",
    operations: [edit("salesforce", "phone", null)],
    linked: 1,
  },
  "renaming a record": {
    record: "linked",
    operations: [edit("quickbooks", "name", "Tidewater Supplies")],
    linked: 1,
  },
  "editing the same field in both systems": {
    record: "linked",
    operations: [
      edit("salesforce", "phone", "(415) 555-0111"),
      edit("quickbooks", "phone", "(415) 555-0122"),
    ],
    linked: 1,
  },
  "editing different fields in both systems": {
    record: "linked",
    operations: [
      edit("salesforce", "phone", "(415) 555-0112"),
      edit("quickbooks", "billingCity", "Alameda"),
    ],
    linked: 1,
  },
  "editing twice in one second": {
    record: "linked",
    operations: [
      edit("salesforce", "phone", "(415) 555-0113"),
      edit("salesforce", "phone", "(415) 555-0114", 600),
    ],
    linked: 1,
  },
  "deactivating and reactivating": {
    record: "linked",
    operations: [
      edit("quickbooks", "active", "false"),
      edit("quickbooks", "active", "true", 4_000),
    ],
    linked: 1,
  },
  "switching real time off and on again": {
    record: "linked",
    operations: [
      { at: 50, kind: "realTime", pair: "customer", enabled: false },
      edit("salesforce", "phone", "(415) 555-0115"),
      { at: 4_000, kind: "realTime", pair: "customer", enabled: true },
    ],
    linked: 1,
  },
  "an outage of QuickBooks": {
    record: "linked",
    operations: [
      { at: 50, kind: "outage", system: "quickbooks", ms: 4_000 },
      edit("salesforce", "phone", "(415) 555-0116"),
    ],
    linked: 1,
  },
};

/** Long enough for every sweep to go by while the process can still die. */
const LAST_AT = 62_000;

/** What happens once, whoever lives to see it. Everything else is pressed again by people. */
const ONCE: ReadonlySet<Operation["kind"]> = new Set(["create", "edit", "endSessions", "outage"]);

/** People press again when nothing came of it: the process may have died before it heard them. */
function insistent(operations: readonly Operation[]): readonly Operation[] {
  const acts = operations.filter(({ kind }) => !ONCE.has(kind));
  const again = acts.map((act) => ({ ...act, at: act.at + 30_000 }));
  return [...operations, ...again, { at: LAST_AT, kind: "reprocess" }];
}

export function scenarioOf(
  { record, more = 0, operations, faults }: Story,
  channels: Partial<FaultPlan>,
): Scenario {
  const initial = RECORDS[record];
  return {
    seed: "crash enumeration",
    faults: { ...NO_FAULTS, salesforceSweepMs: 60_000, ...channels, ...faults, latencyMs: 120 },
    initial: initial === null ? [] : [initial, ...copiesOf(initial, more)],
    operations: insistent(operations).toSorted((a, b) => a.at - b.at),
  };
}

function copiesOf(record: InitialRecord, count: number): readonly InitialRecord[] {
  const named = (values: InitialRecord["quickbooks"], n: number) =>
    values === null ? null : { ...values, name: `${values["name"] ?? ""} ${n}` };
  return Array.from({ length: count }, (_, n) => ({
    ...record,
    slot: `${record.slot}${n}`,
    salesforce: named(record.salesforce, n),
    quickbooks: named(record.quickbooks, n),
  }));
}
