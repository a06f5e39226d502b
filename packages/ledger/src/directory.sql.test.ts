import { describe, expect } from "vitest";
import { at, TENANT } from "../test/samples.ts";
import { holds } from "../test/scratch.ts";
import {
  countDirectory,
  findInDirectory,
  findInDirectoryByName,
  type NamedEntry,
  removeFromDirectory,
  upsertDirectory,
} from "./directory.ts";
import type { Db } from "./ledger.ts";

const AMY: NamedEntry = {
  type: "Customer",
  id: "1",
  name: "Amy's Bird Sanctuary",
  canonicalName: "amy's bird sanctuary",
  email: "birds@intuit.com",
  phone: null,
  address: "4581 Finch St., Bayshore, CA 94326",
  balance: "239.00",
  currency: "USD",
  sku: null,
  price: null,
  description: null,
  isActive: true,
  version: "0",
  createdAt: at(0),
  modifiedAt: at(1),
  seenAt: at(2),
};

const find = (db: Db, id: string): Promise<NamedEntry | null> =>
  findInDirectory(db, TENANT, "co1", "Customer", id);

const idsByName = async (db: Db, limit: number): Promise<readonly string[]> => {
  const name = "amy's bird sanctuary";
  const found = await findInDirectoryByName(db, TENANT, "co1", "Customer", name, limit);
  return found.map((entry) => entry.id);
};

describe("the directory", () => {
  holds("gives an entry back as it was stored, in its company only", async ({ db }) => {
    await upsertDirectory(db, TENANT, "co1", [AMY]);
    expect(await find(db, "1")).toEqual(AMY);
    expect(await findInDirectory(db, TENANT, "co2", "Customer", "1")).toBeNull();
    expect(await findInDirectory(db, TENANT, "co1", "Vendor", "1")).toBeNull();
  });

  holds("keeps the newer of two, in whatever order they come", async ({ db }) => {
    const newer = { ...AMY, name: "Amy's Birds", modifiedAt: at(5), version: "3" };
    await upsertDirectory(db, TENANT, "co1", [newer]);
    await upsertDirectory(db, TENANT, "co1", [AMY]);
    expect(await find(db, "1")).toEqual(newer);
    const newest = { ...newer, balance: "0.00", isActive: false, modifiedAt: at(6) };
    await upsertDirectory(db, TENANT, "co1", [newest]);
    expect(await find(db, "1")).toEqual(newest);
  });

  holds("takes the later of two within one second", async ({ db }) => {
    const same = { ...AMY, version: "1", phone: "(650) 555-3311" };
    await upsertDirectory(db, TENANT, "co1", [AMY, same]);
    expect(await find(db, "1")).toEqual(same);
  });

  holds("finds all of one name, active ones first", async ({ db }) => {
    const inactive = { ...AMY, id: "2", isActive: false };
    await upsertDirectory(db, TENANT, "co1", [inactive, { ...AMY, id: "3" }, AMY]);
    await upsertDirectory(db, TENANT, "co1", [{ ...AMY, id: "4", canonicalName: "amy" }]);
    expect(await idsByName(db, 10)).toEqual(["1", "3", "2"]);
    expect(await idsByName(db, 2)).toEqual(["1", "3"]);
  });

  holds("forgets what is removed", async ({ db }) => {
    await upsertDirectory(db, TENANT, "co1", [AMY, { ...AMY, id: "2" }]);
    await removeFromDirectory(db, TENANT, "co1", "Customer", "1");
    expect(await find(db, "1")).toBeNull();
    expect(await countDirectory(db, TENANT, "co1", "Customer")).toBe(1);
    expect(await countDirectory(db, TENANT, "co1", "Item")).toBe(0);
  });
});
