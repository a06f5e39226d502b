import { describe, expect, it } from "vitest";
import { ApiError } from "../../api-error.ts";
import { type DuplicateRule, type MatchingRule, NO_METADATA } from "../../schema/types.ts";
import { createRow, updateRow } from "../change-rows.ts";
import { dmlWorld, refusalOf } from "../testing/dml-world.ts";
import { alternativesOf } from "./match-keys.ts";
import { blockingKeys, isAlike } from "./similarity.ts";
import { withStandardDuplicateRules } from "./standard-rules.ts";

const matching: MatchingRule = {
  object: "Account",
  name: "Same_Phone",
  items: [
    { field: "Phone", method: "Exact", matchBlanks: false },
    { field: "Name", method: "CompanyName", matchBlanks: false },
  ],
  logic: null,
};

const rule = (extras: Partial<DuplicateRule> = {}): DuplicateRule => ({
  object: "Account",
  name: "Accounts_DR",
  label: "Accounts",
  active: true,
  onInsert: "Allow",
  onUpdate: "Allow",
  alertsOnInsert: true,
  alertsOnUpdate: true,
  alertText: "Look again.",
  matchingRules: ["Same_Phone"],
  ...extras,
});

const world = (extras: Partial<DuplicateRule> = {}) =>
  dmlWorld({ matchingRules: [matching], duplicateRules: [rule(extras)] });

const insisting = { allowSave: true, includeRecordDetails: true, runAsCurrentUser: true };

describe("duplicate rules", () => {
  it("answer in the platform's shape, with the matching records", () => {
    const w = world();
    const first = w.create("Account", { Name: "Acme Inc.", Phone: "1" });
    w.create("Account", { Name: "Other", Phone: "1" });
    expect(refusalOf(() => w.create("Account", { Name: "ACME", Phone: "1" }))).toEqual([
      {
        duplicateResut: {
          allowSave: true,
          duplicateRule: "Accounts_DR",
          duplicateRuleEntityType: "Account",
          errorMessage: "Look again.",
          matchResults: [
            {
              entityType: "Account",
              errors: [],
              matchEngine: "FuzzyMatchEngine",
              matchRecords: [
                {
                  additionalInformation: [],
                  fieldDiffs: [],
                  matchConfidence: 100,
                  record: {
                    attributes: {
                      type: "Account",
                      url: `/services/data/v66.0/sobjects/Account/${first}`,
                    },
                    Id: first,
                  },
                },
              ],
              rule: "Same_Phone",
              size: 1,
              success: true,
            },
          ],
        },
        errorCode: "DUPLICATES_DETECTED",
        message: "Look again.",
      },
    ]);
  });

  it("let an alert pass that the caller insists on, a block never", () => {
    const warns = world();
    warns.create("Account", { Name: "Acme", Phone: "1" });
    const again = { Name: "Acme", Phone: "1" };
    createRow({ ...warns.at(1), duplicates: insisting }, "Account", again);
    expect(warns.live("Account")).toHaveLength(2);

    const blocks = world({ onInsert: "Block" });
    blocks.create("Account", again);
    const refused = refusalOf(() =>
      createRow({ ...blocks.at(1), duplicates: insisting }, "Account", again),
    );
    expect(refused).toMatchObject([
      {
        duplicateResut: {
          allowSave: false,
          matchResults: [{ matchRecords: [{ record: { Name: "Acme", Phone: "1" } }] }],
        },
      },
    ]);
  });

  it("look at an update only when it changes what they compare, and never at itself or the deleted", () => {
    const w = world();
    const gone = w.create("Account", { Name: "Acme", Phone: "1" });
    w.remove("Account", gone);
    const one = w.create("Account", { Name: "Acme", Phone: "1" });
    const two = w.create("Account", { Name: "Acme", Phone: "2" });
    updateRow(w.at(1), "Account", one, { Name: "Acme Ltd" });
    expect(() => updateRow(w.at(1), "Account", two, { Phone: "1" })).toThrow(ApiError);
    createRow({ ...w.at(1), duplicates: insisting }, "Account", { Name: "Acme", Phone: "1" });
    updateRow(w.at(2), "Account", one, { Site: "x" });
  });

  it("stay silent when they are switched off or allow without alert", () => {
    for (const extras of [{ active: false }, { alertsOnInsert: false }]) {
      const w = world(extras);
      w.create("Account", { Name: "Acme", Phone: "1" });
      w.create("Account", { Name: "Acme", Phone: "1" });
      expect(w.live("Account")).toHaveLength(2);
    }
  });

  it("come with every org for accounts and contacts, switched on by a setting", () => {
    const w = dmlWorld(withStandardDuplicateRules(NO_METADATA));
    w.create("Account", { Name: "Acme Corp", Phone: "+1 (415) 555-0100" });
    w.create("Account", { Name: "Acme Corp", Phone: "030 1234567" });
    const body = { Name: "ACME Corporation", Phone: "415-555-0100" };
    expect(refusalOf(() => w.create("Account", body))).toMatchObject([
      { message: "Use one of these records?" },
    ]);
  });

  it("cost a save the same however many rows there are", () => {
    const w = dmlWorld(withStandardDuplicateRules(NO_METADATA));
    const fill = (from: number, to: number) => {
      const begin = performance.now();
      for (let n = from; n < to; n += 1) {
        const digits = String((n * 7_919_003) % 100_000_007).padStart(8, "0");
        w.create("Account", {
          Name: `${digits.split("").toReversed().join("")} ${digits} Works`,
          Phone: `41${digits}`,
        });
      }
      return performance.now() - begin;
    };
    const first = fill(0, 1000);
    fill(1000, 7000);
    expect(fill(7000, 8000)).toBeLessThan(Math.max(first * 4, 500));
  });

  it("forget what a refused save and a deletion took away", () => {
    const w = dmlWorld({
      matchingRules: [{ ...matching, items: matching.items.slice(0, 1) }],
      duplicateRules: [rule()],
    });
    const one = w.create("Account", { Name: "A", Phone: "1" });
    expect(refusalOf(() => w.create("Account", { Name: "B", Phone: "1" }))).toHaveLength(1);
    w.update("Account", one, { Phone: "2" }, 1);
    const two = w.create("Account", { Name: "C", Phone: "1" }, 2);
    w.remove("Account", two, 3);
    w.create("Account", { Name: "D", Phone: "1" }, 4);
    expect(refusalOf(() => w.create("Account", { Name: "E", Phone: "2" }))).toHaveLength(1);
  });
});

describe("matching methods", () => {
  it.each([
    ["Exact", "ACME", "acme ", true],
    ["Exact", "Acme", "Acme Inc", false],
    ["CompanyName", "The Acme Company, Inc.", "ACME", true],
    ["CompanyName", "IBM", "International Business Machines Corp.", true],
    ["CompanyName", "Acme", "Zenith", false],
    ["Phone", "+1 (415) 555-0100", "415.555.0100", true],
    ["Phone", "415-555-0100", "212-555-0100", false],
    ["FirstName", "J.", "Jane", true],
    ["FirstName", "Jane", "Mary", false],
    ["LastName", "Müller", "Muller", true],
    ["Street", "12 Main Street", "12 Main St.", true],
    ["Street", "12 Main Street", "14 Oak Road", false],
    ["City", "San Francisco", "San Fransisco", true],
    ["Zip", "94105-1234", "94105", true],
    ["Zip", "94105", "94106", false],
  ])("%s: %s and %s → %s", (method, one, other, expected) => {
    expect(isAlike(method, one, other)).toBe(expected);
    expect(isAlike(method, other, one)).toBe(expected);
    const keys = new Set(blockingKeys(method, one));
    if (expected) expect(blockingKeys(method, other).some((key) => keys.has(key))).toBe(true);
  });
});

describe("the equation of a matching rule", () => {
  it.each([
    [null, 2, [[1, 2]]],
    [
      "1 AND (2 OR 3)",
      3,
      [
        [1, 2],
        [1, 3],
      ],
    ],
    ["(1 OR 2) AND (1 OR 3)", 3, [[1], [1, 3], [2, 1], [2, 3]]],
    ["1 AND NOT 2", 2, undefined],
  ])("%s is rewritten as alternatives", (logic, count, expected) => {
    expect(alternativesOf(logic, count)).toEqual(expected);
  });
});
