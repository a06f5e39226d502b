import { describe, expect, it } from "vitest";
import { at, ACCOUNT, CUSTOMER, link, SCOPE, TENANT } from "../test/samples.ts";
import { holds, inFolder } from "../test/scratch.ts";
import { openLedger } from "./ledger.ts";
import {
  bumpRevision,
  countLinks,
  endLink,
  findLink,
  findLinkByRef,
  findLinksByRef,
  insertLink,
  listLinks,
  touchLink,
  wasLinkedBy,
} from "./links.ts";

describe("links", () => {
  holds("come back as they were given, at revision 1", async ({ db }) => {
    const made = await insertLink(db, link({ salesforceDeleted: true, lastSyncAt: at(3) }));
    expect(made).toEqual({
      ...link({ salesforceDeleted: true, lastSyncAt: at(3) }),
      id: made.id,
      revision: 1,
    });
    expect(await findLink(db, made.id)).toEqual(made);
    expect(await findLinkByRef(db, SCOPE, CUSTOMER)).toEqual(made);
    expect(await findLinkByRef(db, SCOPE, ACCOUNT)).toEqual(made);
  });

  holds("refuse a second active link of either record in one scope (I5)", async ({ db }) => {
    await insertLink(db, link());
    const otherCustomer = { ...CUSTOMER, id: "59" };
    const otherAccount = { ...ACCOUNT, id: "001B" };
    await expect(insertLink(db, link({ quickbooksRef: otherCustomer }))).rejects.toThrow(/UNIQUE/);
    await expect(insertLink(db, link({ salesforceRef: otherAccount }))).rejects.toThrow(/UNIQUE/);
    expect(await countLinks(db, TENANT)).toBe(1);
  });

  holds("tell of a record that it was linked by then, be it unlinked since", async ({ db }) => {
    const { id, createdAt } = await insertLink(db, link());
    await endLink(db, id, at(9));
    expect(await wasLinkedBy(db, SCOPE, CUSTOMER, createdAt)).toBe(true);
    expect(await wasLinkedBy(db, SCOPE, { ...CUSTOMER, id: "59" }, createdAt)).toBe(false);
    expect(await wasLinkedBy(db, SCOPE, CUSTOMER, "2000-01-01T00:00:00Z")).toBe(false);
  });

  holds("let one record be linked in another mapping, org or company", async ({ db }) => {
    await insertLink(db, link());
    await insertLink(db, link({ mapping: "other" }));
    await insertLink(db, link({ org: "org2" }));
    await insertLink(db, link({ company: "co2" }));
    await insertLink(db, link({ tenant: "t2" }));
    expect(await findLinksByRef(db, TENANT, ACCOUNT)).toHaveLength(4);
    expect(await findLinksByRef(db, "t2", CUSTOMER)).toHaveLength(1);
  });

  holds("free both records when they end, and keep the row", async ({ db }) => {
    const old = await insertLink(db, link());
    await endLink(db, old.id, at(5));
    expect(await findLink(db, old.id)).toBeNull();
    expect(await findLinkByRef(db, SCOPE, ACCOUNT)).toBeNull();
    const next = await insertLink(db, link());
    expect(next.id).not.toBe(old.id);
    await endLink(db, old.id, at(9));
    const rows = await db.selectFrom("links").select("endedAt").orderBy("id").execute();
    expect(rows).toEqual([{ endedAt: at(5) }, { endedAt: null }]);
  });

  holds("move their revision only from the expected one (F7)", async ({ db }) => {
    const made = await insertLink(db, link());
    expect(await bumpRevision(db, made.id, 1)).toBe(true);
    expect(await bumpRevision(db, made.id, 1)).toBe(false);
    expect((await findLink(db, made.id))?.revision).toBe(2);
    await endLink(db, made.id, at(1));
    expect(await bumpRevision(db, made.id, 2)).toBe(false);
  });

  holds("change only what is touched", async ({ db }) => {
    const made = await insertLink(db, link());
    await touchLink(db, made.id, { quickbooksDeleted: true });
    await touchLink(db, made.id, { lastSyncAt: at(7), name: "Amy" });
    await touchLink(db, made.id, {});
    expect(await findLink(db, made.id)).toEqual({
      ...made,
      quickbooksDeleted: true,
      lastSyncAt: at(7),
      name: "Amy",
    });
  });

  holds("are listed page by page without the ended ones", async ({ db }) => {
    const ids: string[] = [];
    for (let number = 0; number < 12; number += 1) {
      const refs = {
        salesforceRef: { ...ACCOUNT, id: `001${number}` },
        quickbooksRef: { ...CUSTOMER, id: `${number}` },
      };
      ids.push((await insertLink(db, link(refs))).id);
    }
    await endLink(db, ids[3] ?? "", at(1));
    const seen: string[] = [];
    for (let after: string | null = null; ; ) {
      const page = await listLinks(db, SCOPE, { after, limit: 5 });
      seen.push(...page.map((one) => one.id));
      after = page.at(-1)?.id ?? null;
      if (after === null) break;
    }
    expect(seen).toEqual(ids.filter((_, index) => index !== 3));
    expect(await listLinks(db, { ...SCOPE, company: "co2" }, { after: null, limit: 5 })).toEqual(
      [],
    );
  });

  holds("answer nothing for an id that is no row number", async ({ db }) => {
    await insertLink(db, link());
    for (const id of ["", "0", "-1", "1e0", "1 or 1=1", "９"])
      expect(await findLink(db, id)).toBeNull();
  });

  it("never reuse the id of a link, even after a restart", () =>
    inFolder(async (file) => {
      const before = await openLedger({ file });
      const gone = await insertLink(before.db, link());
      await before.db.deleteFrom("links").execute();
      await before.close();
      const after = await openLedger({ file });
      const next = await insertLink(after.db, link());
      await after.close();
      expect(next.id).not.toBe(gone.id);
    }));
});
