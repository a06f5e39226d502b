import { describe, expect } from "vitest";
import { ACCOUNT, at, CUSTOMER, SCOPE } from "../test/samples.ts";
import { holds } from "../test/scratch.ts";
import { isKeptApart, keepApart, liftKeptApart, listKeptApartSince } from "./kept-apart.ts";

describe("kept-apart marks", () => {
  holds("hold for both records, in their scope only", async ({ db }) => {
    await keepApart(db, SCOPE, [ACCOUNT, CUSTOMER], at(0));
    expect(await isKeptApart(db, SCOPE, ACCOUNT)).toBe(true);
    expect(await isKeptApart(db, SCOPE, CUSTOMER)).toBe(true);
    expect(await isKeptApart(db, SCOPE, { ...CUSTOMER, id: "59" })).toBe(false);
    expect(await isKeptApart(db, { ...SCOPE, company: "co2" }, ACCOUNT)).toBe(false);
    expect(await isKeptApart(db, { ...SCOPE, mapping: "item" }, ACCOUNT)).toBe(false);
  });

  holds("are lifted one by one, and can be set twice", async ({ db }) => {
    await keepApart(db, SCOPE, [ACCOUNT, CUSTOMER], at(0));
    await keepApart(db, SCOPE, [ACCOUNT], at(1));
    await liftKeptApart(db, SCOPE, ACCOUNT);
    await liftKeptApart(db, SCOPE, ACCOUNT);
    expect(await isKeptApart(db, SCOPE, ACCOUNT)).toBe(false);
    expect(await isKeptApart(db, SCOPE, CUSTOMER)).toBe(true);
  });

  holds("tells what was taken apart since a moment", async ({ db }) => {
    await keepApart(db, SCOPE, [ACCOUNT], at(0));
    await keepApart(db, SCOPE, [CUSTOMER], at(2));
    expect(await listKeptApartSince(db, SCOPE, at(1))).toEqual([CUSTOMER]);
    expect(await listKeptApartSince(db, SCOPE, at(2))).toEqual([CUSTOMER]);
    expect(await listKeptApartSince(db, SCOPE, at(3))).toEqual([]);
  });
});
