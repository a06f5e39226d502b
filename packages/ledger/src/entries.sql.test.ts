import { must } from "@accord-sync/core/errors/assert.ts";
import { describe, expect } from "vitest";
import { ACCOUNT, at, CUSTOMER, entry, link, SCOPE, TENANT } from "../test/samples.ts";
import { holds } from "../test/scratch.ts";
import {
  closeEntry,
  countOpenEntries,
  decideEntry,
  overruleEntry,
  findEntry,
  listEntries,
  listOpenEntries,
  openEntry,
  recordOverridden,
} from "./entries.ts";
import { insertLink } from "./links.ts";

describe("entries", () => {
  holds("come back with every kind of value", async ({ db }) => {
    const { id: linkId } = await insertLink(db, link());
    for (const value of ["", "1.10", "null", true, false, null]) {
      const given = entry(linkId, { field: String(value), salesforceValue: value });
      const id = await openEntry(db, given);
      const undecided = { keep: null, decidedBy: null, decidedAt: null };
      const open = { closedAt: null, closedHow: null };
      expect(await findEntry(db, id)).toEqual({ ...given, id, ...undecided, ...open });
    }
  });

  holds("tell who wrote the values last, and nothing where nobody knows", async ({ db }) => {
    const { id: linkId } = await insertLink(db, link());
    const unknown = { salesforceEdit: null, quickbooksEdit: null, reason: null };
    const id = await openEntry(db, entry(linkId, unknown));
    expect(await findEntry(db, id)).toMatchObject(unknown);
    const quickbooksEdit = { at: at(7), by: null };
    await openEntry(db, entry(linkId, { ...unknown, quickbooksValue: "new", quickbooksEdit }));
    expect(await findEntry(db, id)).toMatchObject({ salesforceEdit: null, quickbooksEdit });
  });

  holds("are open at most once for a link and field", async ({ db }) => {
    const { id: linkId } = await insertLink(db, link());
    const first = await openEntry(db, entry(linkId, { kind: "difference" }));
    const newer = entry(linkId, { quickbooksValue: "new", baseRevision: 4, openedAt: at(5) });
    expect(await openEntry(db, newer)).toBe(first);
    expect(await listOpenEntries(db, linkId)).toMatchObject([
      { kind: "difference", openedAt: at(0), quickbooksValue: "new", baseRevision: 4 },
    ]);
    const second = {
      ...SCOPE,
      linkId: Number(linkId),
      field: "phone",
      kind: "conflict",
      salesforceValue: "null",
      quickbooksValue: "null",
      baseRevision: 1,
      openedAt: at(0),
    };
    const insertion = db.insertInto("entries").values(second).execute();
    await expect(insertion).rejects.toThrow(/UNIQUE/);
  });

  holds("keep a decision while the values stay, and drop it when one changes", async ({ db }) => {
    const { id: linkId } = await insertLink(db, link());
    const id = await openEntry(db, entry(linkId));
    expect(await decideEntry(db, id, { keep: "salesforce", by: "ann", at: at(1) })).toBe(true);
    const decided = { keep: "salesforce", decidedBy: "ann", decidedAt: at(1) };
    await openEntry(db, entry(linkId, { baseRevision: 2 }));
    expect(await findEntry(db, id)).toMatchObject(decided);
    await openEntry(db, entry(linkId, { salesforceValue: "(650) 555-0000" }));
    const undecided = { keep: null, decidedBy: null, decidedAt: null };
    expect(await findEntry(db, id)).toMatchObject(undecided);
  });

  holds(
    "cannot be decided the other way by a second person, but by a forced run",
    async ({ db }) => {
      const { id: linkId } = await insertLink(db, link());
      const id = await openEntry(db, entry(linkId));
      const ann = { keep: "salesforce", by: "ann", at: at(1) } as const;
      const bob = { keep: "quickbooks", by: "bob", at: at(2) } as const;
      expect(await decideEntry(db, id, ann)).toBe(true);
      expect(await decideEntry(db, id, bob)).toBe(false);
      expect(await findEntry(db, id)).toMatchObject({ keep: "salesforce", decidedBy: "ann" });
      expect(await decideEntry(db, id, { ...bob, keep: "salesforce" })).toBe(true);
      await overruleEntry(db, id, bob);
      expect(await findEntry(db, id)).toMatchObject({ keep: "quickbooks", decidedBy: "bob" });
    },
  );

  holds("cannot be decided once closed, and stay closed as they were", async ({ db }) => {
    const { id: linkId } = await insertLink(db, link());
    const id = await openEntry(db, entry(linkId));
    await closeEntry(db, id, "agreed", at(2));
    await closeEntry(db, id, "unlinked", at(3));
    expect(await decideEntry(db, id, { keep: "quickbooks", by: "ann", at: at(4) })).toBe(false);
    expect(await decideEntry(db, "999", { keep: "quickbooks", by: "ann", at: at(4) })).toBe(false);
    expect(await findEntry(db, id)).toMatchObject({
      keep: null,
      closedAt: at(2),
      closedHow: "agreed",
    });
  });

  holds("open anew after one was closed", async ({ db }) => {
    const { id: linkId } = await insertLink(db, link());
    const first = await openEntry(db, entry(linkId));
    await closeEntry(db, first, "decided", at(2));
    const second = await openEntry(db, entry(linkId));
    expect((await listEntries(db, linkId)).map((one) => one.id)).toEqual([first, second]);
    expect((await listOpenEntries(db, linkId)).map((one) => one.id)).toEqual([second]);
  });

  holds("record what was overridden, closed beside an open one (I3)", async ({ db }) => {
    const { id: linkId } = await insertLink(db, link());
    await openEntry(db, entry(linkId));
    const { kind: _kind, ...values } = entry(linkId, { openedAt: at(3) });
    await recordOverridden(db, { ...values, keep: "salesforce", decidedBy: "ann" });
    const [, overridden] = await listEntries(db, linkId);
    expect(must(overridden, "recorded")).toMatchObject({
      ...values,
      kind: "overridden",
      keep: "salesforce",
      decidedBy: "ann",
      decidedAt: at(3),
      closedAt: at(3),
      closedHow: "recorded",
    });
  });

  holds("are counted by link", async ({ db }) => {
    const one = await insertLink(db, link());
    const refs = {
      salesforceRef: { ...ACCOUNT, id: "B" },
      quickbooksRef: { ...CUSTOMER, id: "9" },
    };
    const two = await insertLink(db, link(refs));
    await openEntry(db, entry(one.id));
    await openEntry(db, entry(one.id, { field: "email" }));
    const closed = await openEntry(db, entry(two.id));
    expect(await countOpenEntries(db, TENANT)).toBe(2);
    await closeEntry(db, closed, "decided", at(1));
    expect(await countOpenEntries(db, TENANT)).toBe(1);
    expect(await countOpenEntries(db, "t2")).toBe(0);
  });

  holds("of a link that rests are not counted", async ({ db }) => {
    const rests = [{ salesforceDeleted: true }, { quickbooksDeleted: true }];
    for (const [index, rest] of rests.entries()) {
      const salesforceRef = { ...ACCOUNT, id: `R${index}` };
      const quickbooksRef = { ...CUSTOMER, id: `R${index}` };
      const { id } = await insertLink(db, link({ salesforceRef, quickbooksRef, ...rest }));
      await openEntry(db, entry(id));
    }
    expect(await countOpenEntries(db, TENANT)).toBe(0);
  });

  holds("belong to a link that exists", async ({ db }) => {
    await expect(openEntry(db, entry("77"))).rejects.toThrow(/FOREIGN KEY/);
  });
});
