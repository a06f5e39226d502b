import { describe, expect } from "vitest";
import { ACCOUNT, at, CUSTOMER, SCOPE } from "../test/samples.ts";
import { holds } from "../test/scratch.ts";
import {
  freeCandidate,
  freeCandidates,
  hasCandidates,
  isInDoubt,
  keepCandidates,
  listCandidates,
  listCandidateSources,
} from "./create-candidates.ts";

const OTHER = { ...CUSTOMER, id: "59" };
const SECOND = { ...ACCOUNT, id: "001000000000009AAA" };

describe("candidates of a create in doubt", () => {
  holds("are found from either side, in their scope only, and kept once", async ({ db }) => {
    const made = [CUSTOMER, OTHER];
    await keepCandidates(db, SCOPE, { source: ACCOUNT, made, at: at(0) });
    await keepCandidates(db, SCOPE, { source: ACCOUNT, made: [OTHER], at: at(1) });
    await keepCandidates(db, SCOPE, { source: SECOND, made: [OTHER], at: at(1) });
    expect(await listCandidates(db, SCOPE, ACCOUNT)).toEqual(made);
    expect(await listCandidateSources(db, SCOPE, CUSTOMER)).toEqual([ACCOUNT]);
    expect(await listCandidateSources(db, SCOPE, OTHER)).toHaveLength(2);
    expect(await hasCandidates(db, SCOPE)).toBe(true);
    expect(await isInDoubt(db, SCOPE, ACCOUNT)).toBe(true);
    expect(await isInDoubt(db, SCOPE, OTHER)).toBe(true);
    expect(await isInDoubt(db, SCOPE, { ...CUSTOMER, id: "60" })).toBe(false);
    for (const scope of [
      { ...SCOPE, company: "co2" },
      { ...SCOPE, mapping: "item" },
    ]) {
      expect(await listCandidates(db, scope, ACCOUNT)).toEqual([]);
      expect(await listCandidateSources(db, scope, OTHER)).toEqual([]);
      expect(await hasCandidates(db, scope)).toBe(false);
    }
  });

  holds("are freed one by one, or all of a record", async ({ db }) => {
    const made = [CUSTOMER, OTHER];
    await keepCandidates(db, SCOPE, { source: ACCOUNT, made, at: at(0) });
    await keepCandidates(db, SCOPE, { source: SECOND, made, at: at(0) });
    await freeCandidate(db, SCOPE, OTHER);
    expect(await listCandidates(db, SCOPE, ACCOUNT)).toEqual([CUSTOMER]);
    await freeCandidates(db, SCOPE, ACCOUNT);
    expect(await listCandidates(db, SCOPE, ACCOUNT)).toEqual([]);
    expect(await listCandidates(db, SCOPE, SECOND)).toEqual([CUSTOMER]);
  });
});
