import { describe, expect } from "vitest";
import { ACCOUNT, at, CUSTOMER, SCOPE } from "../test/samples.ts";
import { holds } from "../test/scratch.ts";
import { clearWaits, listWaits, listWaitsFor, replaceWaits, type Wait } from "./waits.ts";

const INVOICES = { ...SCOPE, mapping: "invoice" };
const SALE = { system: "salesforce", type: "Opportunity", id: "006A" } as const;

const wait = (change: Partial<Wait> = {}): Wait => ({
  ...INVOICES,
  ref: SALE,
  needed: { mapping: "customer", ref: ACCOUNT, name: "Amy's Bird Sanctuary", unlinked: "make" },
  askedBy: "7",
  askedWish: 1,
  onMatch: "create",
  actor: "Ada",
  priority: 0,
  at: at(0),
  ...change,
});

describe("waits", () => {
  holds(
    "are found from the record that waits and from the one that is waited for",
    async ({ db }) => {
      const other = wait({ needed: { ...wait().needed, ref: CUSTOMER, name: null } });
      await replaceWaits(db, INVOICES, SALE, [wait(), other]);
      expect(await listWaits(db, INVOICES, SALE)).toEqual([wait(), other]);
      expect(await listWaitsFor(db, SCOPE, ACCOUNT)).toEqual([wait()]);
      expect(await listWaitsFor(db, SCOPE, { ...ACCOUNT, id: "001B" })).toEqual([]);
      expect(await listWaitsFor(db, { ...SCOPE, mapping: "item" }, ACCOUNT)).toEqual([]);
      expect(await listWaitsFor(db, { ...SCOPE, company: "co2" }, ACCOUNT)).toEqual([]);
    },
  );

  holds("are replaced and cleared for one record alone", async ({ db }) => {
    const neighbour = wait({ ref: { ...SALE, id: "006B" }, priority: 2 });
    await replaceWaits(db, INVOICES, neighbour.ref, [neighbour]);
    await replaceWaits(db, INVOICES, SALE, [wait()]);
    await replaceWaits(db, INVOICES, SALE, [wait({ askedWish: 4 })]);
    expect(await listWaitsFor(db, SCOPE, ACCOUNT)).toEqual([wait({ askedWish: 4 }), neighbour]);
    await clearWaits(db, INVOICES, SALE);
    expect(await listWaitsFor(db, SCOPE, ACCOUNT)).toEqual([neighbour]);
  });
});
