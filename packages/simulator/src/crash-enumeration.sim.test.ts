import { describe, expect, it } from "vitest";
import { type FaultPlan, NO_FAULTS } from "./fault-plan.ts";
import { runScenario } from "./run-scenario.ts";
import type { Operation, Scenario } from "./scenario.ts";

/**
 * I9: the process dies before a transaction begins or after it is committed, at every such point of a
 * scenario, one run each. With each channel of notices switched off in turn, because one hides what
 * another loses (F21).
 */

const VALUES = { name: "Tidewater Supply", phone: "(415) 555-0100", active: "true" };

const CHANNELS: Readonly<Record<string, Partial<FaultPlan>>> = {
  "all channels": {},
  "webhooks alone": { feed: false, sweeps: false },
  "sweeps alone": { webhooks: false, feed: false },
};

const RECORDS = {
  accountAlone: {
    slot: "r",
    pair: "customer",
    salesforce: VALUES,
    quickbooks: null,
    isLinked: false,
  },
  customerAlone: {
    slot: "r",
    pair: "customer",
    salesforce: null,
    quickbooks: VALUES,
    isLinked: false,
  },
  both: { slot: "r", pair: "customer", salesforce: VALUES, quickbooks: VALUES, isLinked: false },
  linked: { slot: "r", pair: "customer", salesforce: VALUES, quickbooks: VALUES, isLinked: true },
} as const;

const edit = (system: "salesforce" | "quickbooks", field: string, value: string): Operation => ({
  at: 100,
  kind: "edit",
  system,
  slot: "r",
  field,
  value,
});

interface Story {
  readonly record: keyof typeof RECORDS;
  readonly operations: readonly Operation[];
  readonly linked: number;
}

const STORIES: Readonly<Record<string, Story>> = {
  "sending a new record": {
    record: "accountAlone",
    operations: [{ at: 100, kind: "send", slot: "r", onMatch: "ask" }],
    linked: 1,
  },
  "bringing a record in with Sync Now": {
    record: "customerAlone",
    operations: [{ at: 100, kind: "syncNow", pair: "customer", slot: "r" }],
    linked: 1,
  },
  "fetching a change": {
    record: "linked",
    operations: [
      edit("quickbooks", "phone", "(415) 555-0177"),
      { at: 200, kind: "fetch", slot: "r" },
    ],
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
  "linking two records": {
    record: "both",
    operations: [{ at: 100, kind: "link", slot: "r", to: "r" }],
    linked: 1,
  },
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
  "a first load of two records that are one": {
    record: "both",
    operations: [{ at: 100, kind: "backfill", pair: "customer", differing: "salesforce" }],
    linked: 1,
  },
  "unlinking them": {
    record: "linked",
    operations: [
      { at: 100, kind: "unlink", slot: "r" },
      { ...edit("quickbooks", "phone", "(415) 555-0133"), at: 4_000 },
    ],
    linked: 0,
  },
};

/** Long enough for every sweep to go by while the process can still die. */
const LAST_AT = 62_000;

/** People press again when nothing came of it: the process may have died before it heard them. */
function insistent(operations: readonly Operation[]): readonly Operation[] {
  const acts = operations.filter(({ kind }) => kind !== "edit");
  const again = acts.map((act) => ({ ...act, at: act.at + 30_000 }));
  return [...operations, ...again, { at: LAST_AT, kind: "reprocess" }];
}

function scenarioOf({ record, operations }: Story, channels: Partial<FaultPlan>): Scenario {
  return {
    seed: "crash enumeration",
    faults: { ...NO_FAULTS, ...channels, latencyMs: 120 },
    initial: [RECORDS[record]],
    operations: insistent(operations),
  };
}

describe.each(Object.entries(STORIES))("a death at any commit while %s", (_name, story) => {
  it.each(Object.entries(CHANNELS))(
    "does no harm with %s",
    async (_channels, faults) => {
      const scenario = scenarioOf(story, faults);
      const whole = await runScenario(scenario, { isBrief: true });
      expect(whole.violations).toEqual([]);
      expect(whole.reports.links).toHaveLength(story.linked);
      const points = whole.commitPoints;
      expect(points).toBeGreaterThan(5);
      for (let point = 1; point <= points; point += 1) {
        const { violations, reports, commitPoints } = await runScenario(scenario, {
          crashAtPoint: point,
          isBrief: true,
        });
        expect({ point, violations }).toEqual({ point, violations: [] });
        expect({ point, linked: reports.links.length }).toEqual({ point, linked: story.linked });
        expect(commitPoints).toBeGreaterThanOrEqual(point);
      }
    },
    120_000,
  );
});
