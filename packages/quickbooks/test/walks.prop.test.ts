import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type JsonObject, textOf } from "@accord-sync/core/json/lossless-json.ts";
import { isoSeconds } from "@accord-sync/core/ports/clock.ts";
import { walkById, walkByTime } from "../src/query/query-records.ts";
import { type FakeRecord, FakeSource, type Happening, type IdComparison } from "./fake-source.ts";

/** What happens before each call: kind, and which record it happens to. */
const happenings = fc.array(
  fc.array(
    fc.tuple(
      fc.constantFrom<Happening>("create", "update", "update", "delete", "delete", "tick"),
      fc.nat({ max: 10_000 }),
    ),
    { maxLength: 6 },
  ),
  { maxLength: 40 },
);

const plan = fc.record({
  size: fc.integer({ min: 0, max: 60 }),
  rows: fc.integer({ min: 1, max: 9 }),
  spread: fc.integer({ min: 1, max: 12 }),
  happenings,
});

type Plan = typeof plan extends fc.Arbitrary<infer Value> ? Value : never;

/** Builds the company of a plan, `spread` records a second, and lets the plan happen between calls. */
function playOut({ size, spread, happenings }: Plan) {
  const source = new FakeSource();
  for (let made = 0; made < size; made += 1) {
    if (made % spread === 0) source.now += 1_000;
    source.create("Bill");
  }
  const touched = new Set<FakeRecord>();
  const upcoming = [...happenings];
  source.meanwhile = () => {
    for (const [event, which] of upcoming.shift() ?? []) {
      const record = source.happen(event, which);
      if (record !== undefined) touched.add(record);
    }
  };
  return { source, touched };
}

const versionOf = (row: JsonObject): string => `${textOf(row, "Id")}/${textOf(row, "SyncToken")}`;

async function read(pages: ReturnType<typeof walkById> | ReturnType<typeof walkByTime>) {
  const rows: JsonObject[] = [];
  let tip = "";
  let calls = 0;
  for await (const page of pages) {
    if (!page.ok) throw new Error(JSON.stringify(page.error));
    rows.push(...page.value.records);
    calls += page.value.calls;
    if ("tip" in page.value) ({ tip } = page.value);
  }
  return { rows, tip, calls };
}

const RUNS = 400;

describe.each<IdComparison>(["numbers", "letters", "refused"])(
  "a walk by Id where QuickBooks' comparison of Ids is: %s",
  (idComparison) => {
    it.each([true, false])(
      "misses nothing that was there throughout, and repeats nothing (it compares: %s)",
      async (comparesIds) => {
        await fc.assert(
          fc.asyncProperty(plan, async (given) => {
            const { source } = playOut(given);
            source.idComparison = idComparison;
            const before = source.records.filter(({ isDeleted }) => !isDeleted);
            const selection = { type: "Bill", where: [] };
            const { rows, calls } = await read(
              walkById({ api: source, selection, rows: given.rows, comparesIds }),
            );
            const ids = rows.map((row) => textOf(row, "Id"));
            expect(new Set(ids).size).toBe(ids.length);
            const lasting = before.filter(({ isDeleted }) => !isDeleted);
            // A company that compares letters can only be told once an Id of two lengths was compared.
            const isTold = idComparison !== "letters" || !comparesIds;
            if (isTold) {
              expect(lasting.filter(({ id }) => !ids.includes(String(id)))).toEqual([]);
            }
            expect(calls).toBe(source.calls.length);
          }),
          { numRuns: RUNS },
        );
      },
    );
  },
);

describe("a walk by Id where QuickBooks turns out to order Ids by their letters", () => {
  it.each(["letters", "refused"] as const)(
    "misses nothing that is there (comparison: %s)",
    async (idComparison) => {
      await fc.assert(
        fc.asyncProperty(
          fc.uniqueArray(fc.integer({ min: 1, max: 2_000 }), { maxLength: 60 }),
          fc.integer({ min: 2, max: 9 }),
          async (ids, rows) => {
            const source = new FakeSource();
            source.idOrder = "letters";
            source.idComparison = idComparison;
            for (const id of ids) {
              const modified = source.now;
              source.records.push({ type: "Bill", id, token: 0, modified, isDeleted: false });
            }
            const selection = { type: "Bill", where: [] };
            const found = await read(walkById({ api: source, selection, rows }));
            const seen = new Set(found.rows.map((row) => Number(textOf(row, "Id"))));
            expect(ids.filter((id) => !seen.has(id))).toEqual([]);
          },
        ),
        { numRuns: RUNS },
      );
    },
  );
});

describe("a walk by Id in an order that is not known", () => {
  it("misses nothing while fewer records go than a page holds", async () => {
    await fc.assert(
      fc.asyncProperty(plan, async (given) => {
        const { source } = playOut({
          ...given,
          happenings: given.happenings.map((events) => events.slice(0, 1)),
        });
        const before = [...source.records];
        const selection = { type: "Bill", where: [] };
        const rows = Math.max(4, given.rows);
        const walk = { api: source, selection, rows, comparesIds: false, sortsAsNumbers: false };
        const found = await read(walkById(walk));
        const versions = found.rows.map(versionOf);
        expect(new Set(versions).size).toBe(versions.length);
        const ids = new Set(found.rows.map((row) => textOf(row, "Id")));
        const lasting = before.filter(({ isDeleted }) => !isDeleted);
        expect(lasting.filter(({ id }) => !ids.has(String(id)))).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });
});

describe("a walk by time", () => {
  it("misses nothing that was there throughout, and repeats no version", async () => {
    await fc.assert(
      fc.asyncProperty(plan, fc.boolean(), fc.boolean(), async (given, startsLate, comparesIds) => {
        const { source } = playOut(given);
        const from = isoSeconds(source.now - (startsLate ? 3_000 : 3_600_000));
        const before = source.records.filter(({ modified }) => modified >= Date.parse(from));
        const walk = {
          api: source,
          type: "Bill",
          until: null,
          rows: given.rows,
          ids: { comparesIds },
        };
        const first = await read(walkByTime(walk, { from, within: null }));
        const versions = first.rows.map(versionOf);
        expect(new Set(versions).size).toBe(versions.length);
        const ids = new Set(first.rows.map((row) => textOf(row, "Id")));
        const lasting = before.filter(({ isDeleted }) => !isDeleted);
        expect(lasting.filter(({ id }) => !ids.has(String(id)))).toEqual([]);

        // The next walk begins at the tip of this one: together they know every last version.
        source.meanwhile = () => undefined;
        source.now += 1_000;
        const tip = first.tip === "" ? from : first.tip;
        const second = await read(walkByTime(walk, { from: tip, within: null }));
        const known = new Map(
          [...first.rows, ...second.rows].map((row) => [textOf(row, "Id"), versionOf(row)]),
        );
        for (const record of source.records) {
          if (record.isDeleted || record.modified < Date.parse(from)) continue;
          expect(known.get(String(record.id))).toBe(`${record.id}/${record.token}`);
        }
      }),
      { numRuns: RUNS },
    );
  });
});
