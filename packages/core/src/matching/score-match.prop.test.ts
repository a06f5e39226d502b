import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isClearMatch, byScore, type ScoredPair } from "./decide-matches.ts";
import { ASK_SCORE, CLEAR_BY, LINK_SCORE, type MatchCard, scoreMatch } from "./score-match.ts";
import { type MatchKey, type MatchKind, matchName } from "./match-keys.ts";

const NAMES = ["Pier, Inc.", "PIER", "Piér", "Quay Ltd", "quay"] as const;
const key = (kind: MatchKind, values: readonly string[]) =>
  fc.option(fc.constantFrom(...values), { nil: null }).map((value): readonly MatchKey[] => {
    return value === null ? [] : [{ kind, value }];
  });

const card: fc.Arbitrary<MatchCard> = fc
  .tuple(
    fc.constantFrom(...NAMES),
    key("mark", ["9:Customer:1", "9:Customer:2"]),
    key("email", ["a@x.example", "b@x.example"]),
    key("phone", ["6505550100", "6505550200"]),
    key("address", ["1 pier|94501", "2 quay|94501"]),
    key("sku", ["a-1", "a-2"]),
  )
  .map(([name, ...keys]) => ({
    name,
    keys: [{ kind: "name", value: matchName(name) }, ...keys.flat()],
  }));

const nameOf = ({ keys }: MatchCard) => keys.filter(({ kind }) => kind === "name");

describe("the score of two records", () => {
  it("is the same from either side, and lies between 0 and 100", () => {
    fc.assert(
      fc.property(card, card, (left, right) => {
        expect(scoreMatch(left, right)).toEqual(scoreMatch(right, left));
        expect(scoreMatch(left, right).score).toBeGreaterThanOrEqual(0);
        expect(scoreMatch(left, right).score).toBeLessThanOrEqual(100);
      }),
    );
  });

  it("does not depend on the order of what is known", () => {
    fc.assert(
      fc.property(card, card, (left, right) => {
        const turned = { ...left, keys: left.keys.toReversed() };
        expect(scoreMatch(turned, right)).toEqual(scoreMatch(left, right));
      }),
    );
  });

  it("leaves a namesake a question, whatever differs", () => {
    fc.assert(
      fc.property(card, card, (left, right) => {
        const namesake = { ...right, name: left.name, keys: [...right.keys, ...nameOf(left)] };
        expect(scoreMatch(left, namesake).score).toBeGreaterThanOrEqual(ASK_SCORE);
      }),
    );
  });

  it("never falls when one thing more agrees", () => {
    fc.assert(
      fc.property(card, card, fc.constantFrom("email", "phone", "sku"), (left, right, kind) => {
        const without = (each: MatchCard) => each.keys.filter((one) => one.kind !== kind);
        const bare = { ...left, keys: without(left) };
        const same = { kind, value: "the same" } as const;
        const agreeing = { ...left, keys: [...without(left), same] };
        const other = { ...right, keys: [...without(right), same] };
        expect(scoreMatch(agreeing, other).score).toBeGreaterThanOrEqual(
          scoreMatch(bare, { ...right, keys: without(right) }).score,
        );
      }),
    );
  });
});

const score = (left: Partial<Record<MatchKind, string>>, right: typeof left) => {
  const cardOf = (parts: typeof left): MatchCard => ({
    name: parts.name ?? "",
    keys: Object.entries(parts).map(([kind, value]) => ({
      kind: kind as MatchKind,
      value: kind === "name" ? matchName(value) : value,
    })),
  });
  return scoreMatch(cardOf(left), cardOf(right)).score;
};

describe("what is enough", () => {
  it("is a name with a telephone number or an e-mail address, and no name alone", () => {
    const name = "Pier";
    expect(score({ name }, { name })).toBe(60);
    expect(score({ name, phone: "1" }, { name, phone: "1" })).toBe(LINK_SCORE);
    expect(score({ name, email: "1" }, { name, email: "1" })).toBe(85);
    expect(score({ name, address: "1" }, { name, address: "1" })).toBeLessThan(LINK_SCORE);
    expect(score({ name, email: "1" }, { name, email: "2" })).toBe(50);
    expect(score({ name, sku: "1" }, { name, sku: "1" })).toBe(100);
    expect(score({ name: "Pier Inc", phone: "1" }, { name, phone: "1" })).toBe(70);
  });
});

const pair = fc.record({
  quickbooks: fc.constantFrom("1", "2", "3", "4"),
  salesforce: fc.constantFrom("a", "b", "c", "d"),
  score: fc.integer({ min: 0, max: 100 }),
});
const pairs = fc.uniqueArray(pair, {
  maxLength: 16,
  selector: ({ quickbooks, salesforce }) => quickbooks + salesforce,
});

function linksAmong(all: readonly ScoredPair[], linkFrom: number | null): readonly ScoredPair[] {
  return all
    .filter((each) => {
      const related = all.filter(
        (other) => other.quickbooks === each.quickbooks || other.salesforce === each.salesforce,
      );
      return isClearMatch(each, related, linkFrom);
    })
    .toSorted(byScore);
}

describe("the links among possible pairs", () => {
  it("never take a record twice", () => {
    fc.assert(
      fc.property(pairs, fc.integer({ min: 0, max: 100 }), (all, linkFrom) => {
        const links = linksAmong(all, linkFrom);
        expect(new Set(links.map(({ quickbooks }) => quickbooks)).size).toBe(links.length);
        expect(new Set(links.map(({ salesforce }) => salesforce)).size).toBe(links.length);
      }),
    );
  });

  it("are the same in whatever order the pairs come", () => {
    fc.assert(
      fc.property(
        pairs.chain((all) =>
          fc.tuple(
            fc.constant(all),
            fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }),
          ),
        ),
        ([all, shuffled]) => {
          expect(linksAmong(shuffled, LINK_SCORE)).toEqual(linksAmong(all, LINK_SCORE));
        },
      ),
    );
  });

  it("are good enough, and clearly better than whatever either record could be linked with else", () => {
    fc.assert(
      fc.property(pairs, (all) => {
        for (const link of linksAmong(all, LINK_SCORE)) {
          expect(link.score).toBeGreaterThanOrEqual(LINK_SCORE);
          for (const other of all) {
            if (other === link) continue;
            const isRival =
              other.quickbooks === link.quickbooks || other.salesforce === link.salesforce;
            if (isRival) expect(link.score - other.score).toBeGreaterThanOrEqual(CLEAR_BY);
          }
        }
      }),
    );
  });

  it("are none where each is to be asked for", () => {
    const sure = { quickbooks: "1", salesforce: "a", score: 100 };
    expect(isClearMatch(sure, [sure], null)).toBe(false);
    expect(isClearMatch(sure, [sure], 100)).toBe(true);
  });
});
