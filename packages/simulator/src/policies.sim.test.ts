import type { SystemName } from "@accord-sync/core/records/record-ref.ts";
import type { Entry } from "@accord-sync/ledger/entries.ts";
import { describe, expect, it } from "vitest";
import { NO_FAULTS } from "./fault-plan.ts";
import { findRecord } from "./remote-view.ts";
import { runScenario, type Verdict } from "./run-scenario.ts";
import type { FieldPolicy, Operation, Scenario } from "./scenario.ts";
import { PAIRS, type PairName } from "./shared-fields.ts";

/**
 * Both systems change a field while neither hears of the other: what each policy makes of it, through the
 * real adapters. The order and the distance of the edits are what `newest` is about.
 */

const OUTAGE_MS = 150_000;

interface Contest {
  readonly policy: FieldPolicy;
  /** Seconds into the outage. */
  readonly salesforce: number;
  readonly quickbooks: number;
  readonly pair?: PairName;
  readonly field?: string;
  readonly values?: Readonly<Record<SystemName, string>>;
  /** What else people do, in milliseconds into the outage. */
  readonly besides?: readonly Operation[];
}

const PHONES = { salesforce: "(415) 555-0001", quickbooks: "(415) 555-0002" };
const NEWER = { salesforce: 60, quickbooks: 10 };
const OLDER = { salesforce: 10, quickbooks: 60 };

async function contest({ pair = "customer", field = "phone", ...rest }: Contest) {
  const { policy, values = PHONES, besides = [] } = rest;
  const held = { name: "Pier", phone: "(415) 555-0000", price: "1", active: "true" };
  const edit = (system: SystemName): Operation => ({
    at: 1_000 + rest[system] * 1_000,
    kind: "edit",
    system,
    slot: "r0",
    field,
    value: values[system],
  });
  const outage: Operation = { at: 0, kind: "outage", system: "salesforce", ms: OUTAGE_MS };
  const edits = [edit("salesforce"), edit("quickbooks"), ...besides];
  const scenario: Scenario = {
    seed: `policy ${policy} ${field}`,
    faults: { ...NO_FAULTS },
    policies: { [pair]: { [field]: policy } },
    initial: [{ slot: "r0", pair, salesforce: held, quickbooks: held, isLinked: true }],
    operations: [outage, ...edits.toSorted((one, other) => one.at - other.at)],
  };
  const verdict = await runScenario(scenario);
  expect(verdict.violations).toEqual([]);
  return { values: shown(verdict, pair, field), entries: entriesOf(verdict), verdict };
}

function shown({ world, reports }: Verdict, pair: PairName, field: string) {
  const link = reports.links[0];
  const value = (system: SystemName, id = "") =>
    findRecord(world, system, PAIRS[pair], id)?.values[field];
  return [value("salesforce", link?.salesforceRef.id), value("quickbooks", link?.quickbooksRef.id)];
}

function entriesOf({ reports }: Verdict): readonly Partial<Entry>[] {
  return [...reports.entries.values()].flat();
}

describe("a field that both systems changed", () => {
  it.each([
    ["salesforce", NEWER, "salesforce", "salesforceWins"],
    ["salesforce", OLDER, "salesforce", "salesforceWins"],
    ["quickbooks", NEWER, "quickbooks", "quickbooksWins"],
    ["quickbooks", OLDER, "quickbooks", "quickbooksWins"],
    ["newest", NEWER, "salesforce", "newestWins"],
    ["newest", OLDER, "quickbooks", "newestWins"],
  ] as const)(
    "goes by the policy %s, edited at %o: %s (I3, I22)",
    async (policy, times, wins, reason) => {
      const { values, entries, verdict } = await contest({ policy, ...times });
      expect(values).toEqual([PHONES[wins], PHONES[wins]]);
      expect(entries).toMatchObject([
        {
          kind: "overridden",
          closedHow: "recorded",
          keep: wins,
          decidedBy: null,
          reason,
          salesforceValue: PHONES.salesforce,
          quickbooksValue: PHONES.quickbooks,
          quickbooksEdit: { by: null },
        },
      ]);
      const [entry] = entries;
      const apart =
        Date.parse(entry?.salesforceEdit?.at ?? "") - Date.parse(entry?.quickbooksEdit?.at ?? "");
      expect(Math.round(apart / 10_000) * 10).toBe(times.salesforce - times.quickbooks);
      expect(entry?.salesforceEdit?.by).toMatch(/\w/);
      const said = verdict.reports.log.filter((line) => line.message.includes("changed in both"));
      expect(said).toHaveLength(1);
    },
  );

  it.each([
    ["ask", NEWER, "asked"],
    ["newest", { salesforce: 10, quickbooks: 18 }, "sameTime"],
    ["newest", { salesforce: 18, quickbooks: 10 }, "sameTime"],
  ] as const)(
    "waits for a person by the policy %s, edited at %o (I6)",
    async (policy, times, reason) => {
      const website = { kind: "edit", slot: "r0", field: "website" } as const;
      const value = "https://pier.example";
      const besides = [{ ...website, at: 90_000, system: "quickbooks", value } as const];
      const { values, entries, verdict } = await contest({ policy, ...times, besides });
      expect(values).toEqual([PHONES.salesforce, PHONES.quickbooks]);
      expect(entries).toMatchObject([{ kind: "conflict", closedAt: null, reason, keep: null }]);
      // The rest of the record goes on.
      expect(shown(verdict, "customer", "website")).toEqual([value, value]);
      const said = verdict.reports.log.filter((line) => line.action === "conflict");
      expect(said.map((line) => line.message)).toHaveLength(1);
      expect(said[0]?.message).toMatch(
        /^Phone waits for a decision: Salesforce \(415\) 555-0001 \(changed by /,
      );
    },
  );

  it("knows the time of a price from its own record, not from the product's", async () => {
    const description = { kind: "edit", slot: "r0", field: "description", value: "Rope" } as const;
    const { values } = await contest({
      policy: "newest",
      pair: "product",
      field: "price",
      values: { salesforce: "2", quickbooks: "3" },
      ...OLDER,
      besides: [{ ...description, at: 100_000, system: "salesforce" }],
    });
    expect(values.map(Number)).toEqual([3, 3]);
  });
});
