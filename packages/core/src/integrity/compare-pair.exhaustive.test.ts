import { describe, expect, it } from "vitest";
import type { FieldRule, Mapping } from "../mapping/mapping.ts";
import type { SystemName } from "../records/record-ref.ts";
import { comparePair, type PairFacts, type PairVerdict, type ReadSide } from "./compare-pair.ts";

const rule = (name: string, parts: Partial<FieldRule> = {}): FieldRule => ({
  name,
  label: name,
  salesforce: `S${name}`,
  quickbooks: `Q${name}`,
  kind: "text",
  direction: "both",
  policy: "ask",
  when: "always",
  ...parts,
});

const MAPPING: Mapping = {
  id: "m",
  salesforceType: "Account",
  quickbooksType: "Customer",
  matchField: "name",
  activeField: "active",
  members: [],
  createValues: [],
  fields: [rule("name"), rule("phone", { kind: "phone" }), rule("type", { when: "create" })],
};

const MARK = "9:Customer:1";
type Look = "gone" | "same" | "newer" | "older" | "moved";
const LOOKS: readonly Look[] = ["gone", "same", "newer", "older", "moved"];
/** How the name stands: agreed; apart though neither moved; apart because one side moved. */
const NAMES = ["agreed", "apart", "pending"] as const;
const FLAGS = [false, true] as const;

interface Case {
  readonly salesforce: Look;
  readonly quickbooks: Look;
  readonly isKnownGone: boolean;
  readonly name: (typeof NAMES)[number];
  readonly isOpen: boolean;
  readonly isMarked: boolean;
  readonly isBusy: boolean;
  readonly isSetAside: boolean;
}

function* cases(): Generator<Case> {
  for (const salesforce of LOOKS)
    for (const quickbooks of LOOKS)
      for (const isKnownGone of FLAGS)
        for (const name of NAMES)
          for (const isOpen of FLAGS)
            for (const isMarked of FLAGS)
              for (const isBusy of FLAGS)
                for (const isSetAside of FLAGS)
                  yield {
                    salesforce,
                    quickbooks,
                    isKnownGone,
                    name,
                    isOpen,
                    isMarked,
                    isBusy,
                    isSetAside,
                  };
}

function factsOf(each: Case): PairFacts {
  const name = {
    salesforce: each.name === "agreed" ? "Pier" : "Quay",
    quickbooks: "Pier",
  };
  const read = (system: SystemName): ReadSide | null => {
    const look = each[system];
    if (look === "gone") return null;
    const prefix = system === "salesforce" ? "S" : "Q";
    return {
      order: look === "moved" ? "same" : look,
      image: {
        [`${prefix}name`]: name[system],
        // Moved without a new version: both the same, so that only the ledger differs.
        [`${prefix}phone`]: look === "moved" ? "2" : "1",
      },
      mark: system === "quickbooks" ? null : each.isMarked ? MARK : null,
    };
  };
  const isPending = each.name === "pending";
  return {
    mapping: MAPPING,
    held: {
      salesforce: {
        base: { Sname: isPending ? "Pier" : name.salesforce, Sphone: "1" },
        seen: { Sname: name.salesforce, Sphone: "1" },
        isGone: each.isKnownGone && each.salesforce === "gone",
      },
      quickbooks: {
        base: { Qname: "Pier", Qphone: "1" },
        seen: { Qname: "Pier", Qphone: "1" },
        isGone: each.isKnownGone && each.quickbooks === "gone",
      },
    },
    read: { salesforce: read("salesforce"), quickbooks: read("quickbooks") },
    mark: MARK,
    openFields: new Set(each.isOpen ? ["name"] : []),
    isBusy: each.isBusy,
    isSetAside: each.isSetAside,
  };
}

const said = (verdict: PairVerdict): string =>
  verdict.kind === "finding" ? verdict.finding.kind : verdict.kind;

describe("every state of a pair", () => {
  it("is judged by the gravest thing that nobody was told of", () => {
    let count = 0;
    for (const each of cases()) {
      count += 1;
      const verdict = comparePair(factsOf(each));
      expect(said(verdict), JSON.stringify(each)).toBe(expected(each));
    }
    expect(count).toBe(5 * 5 * 2 * 3 * 2 ** 4);
  });

  it("is agreed only where both are there, unmoved, marked, and hold the same", () => {
    for (const each of cases()) {
      if (said(comparePair(factsOf(each))) !== "agreed") continue;
      expect(each).toMatchObject({
        salesforce: "same",
        quickbooks: "same",
        name: "agreed",
        isMarked: true,
        isOpen: false,
        isBusy: false,
        isSetAside: false,
      });
    }
  });

  it("is never mended where a person is asked already, or where nothing tells what is newer", () => {
    for (const each of cases()) {
      const verdict = comparePair(factsOf(each));
      if (verdict.kind !== "finding") continue;
      const { kind, repair, fields } = verdict.finding;
      if (each.isOpen) expect(fields.map(({ field }) => field)).not.toContain("name");
      if (kind === "older") expect(repair).toBe("none");
      if (kind !== "drift") continue;
      expect(repair).toBe(each.name === "apart" ? "ask" : "look");
      expect(fields).toEqual([
        { field: "name", label: "name", salesforce: "Quay", quickbooks: "Pier" },
      ]);
    }
  });
});

/** Written apart from the comparison, by what a person would say. */
function expected(each: Case): string {
  const looks = [each.salesforce, each.quickbooks];
  if (each.isBusy) return "busy";
  if (looks.includes("gone")) return each.isKnownGone ? "waits" : "gone";
  if (looks.includes("older")) return "older";
  if (looks.includes("newer") || looks.includes("moved")) return "missing";
  if (each.isSetAside) return "waits";
  if (each.name !== "agreed" && !each.isOpen) return "drift";
  if (!each.isMarked) return "mark";
  return each.isOpen ? "waits" : "agreed";
}

describe("a field", () => {
  const facts = (parts: Partial<FieldRule>, base: string): PairFacts => {
    const mapping = { ...MAPPING, fields: [rule("name", parts)] };
    const read = (path: string, value: string): ReadSide => ({
      order: "same",
      image: { [path]: value },
      mark: MARK,
    });
    return {
      ...factsOf({
        salesforce: "same",
        quickbooks: "same",
        isKnownGone: false,
        name: "agreed",
        isOpen: false,
        isMarked: true,
        isBusy: false,
        isSetAside: false,
      }),
      mapping,
      held: {
        salesforce: { base: { Sname: base }, seen: { Sname: "Quay" }, isGone: false },
        quickbooks: { base: { Qname: base }, seen: { Qname: "Pier" }, isGone: false },
      },
      read: { salesforce: read("Sname", "Quay"), quickbooks: read("Qname", "Pier") },
    };
  };

  it("that flows one way may differ in the target, until the source moves", () => {
    expect(said(comparePair(facts({ direction: "toSalesforce" }, "Pier")))).toBe("agreed");
    expect(said(comparePair(facts({ direction: "toSalesforce" }, "Mole")))).toBe("drift");
    expect(said(comparePair(facts({ direction: "toQuickbooks" }, "Quay")))).toBe("agreed");
    expect(said(comparePair(facts({ direction: "both" }, "Pier")))).toBe("drift");
  });

  it("that is set once, when the records meet, is not compared", () => {
    expect(said(comparePair(facts({ when: "create" }, "Pier")))).toBe("agreed");
  });

  it("is compared by its meaning, not by its spelling", () => {
    const phones = factsOf({
      salesforce: "same",
      quickbooks: "same",
      isKnownGone: false,
      name: "agreed",
      isOpen: false,
      isMarked: true,
      isBusy: false,
      isSetAside: false,
    });
    const image = (path: string, value: string) => ({ [path]: value });
    const spelt: PairFacts = {
      ...phones,
      mapping: { ...MAPPING, fields: [rule("phone", { kind: "phone" })] },
      held: {
        salesforce: { base: {}, seen: image("Sphone", "(415) 555-1"), isGone: false },
        quickbooks: { base: {}, seen: image("Qphone", "415-555-1"), isGone: false },
      },
      read: {
        salesforce: { order: "same", image: image("Sphone", "(415) 555-1"), mark: MARK },
        quickbooks: { order: "same", image: image("Qphone", "415-555-1"), mark: null },
      },
    };
    expect(said(comparePair(spelt))).toBe("agreed");
  });

  it("of a record that is back after it was noted as gone is found missing", () => {
    const pair = facts({}, "Pier");
    const back: PairFacts = {
      ...pair,
      held: { ...pair.held, quickbooks: { ...pair.held.quickbooks, isGone: true } },
    };
    expect(comparePair(back)).toMatchObject({
      finding: { kind: "missing", systems: ["quickbooks"], repair: "look" },
    });
  });
});
