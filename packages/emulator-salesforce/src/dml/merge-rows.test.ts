import { describe, expect, it } from "vitest";
import { text } from "../schema/field-kinds.ts";
import { LockBook } from "./locks.ts";
import { mergeRows } from "./merge-rows.ts";
import { customLookup, customObject, dmlWorld, refusalOf } from "./testing/dml-world.ts";
import { undeleteRow } from "./undelete-rows.ts";

const world = () =>
  dmlWorld({
    objects: [customObject("Visit__c", [customLookup("Account__c", "Account")])],
    fields: new Map([
      ["Account", [text("Code__c", "Code", 20, { externalId: true, unique: true, custom: true })]],
    ]),
  });

describe("a merge", () => {
  it("bins the losers with the master's id and gives their children to the master", () => {
    const w = world();
    const [master, one, two] = ["M", "1", "2"].map((Name) => w.create("Account", { Name }));
    const ids = { master: master ?? "", one: one ?? "", two: two ?? "" };
    const contact = w.create("Contact", { LastName: "Ann", AccountId: ids.one });
    const child = w.create("Account", { Name: "Child", ParentId: ids.two });
    const visit = w.create("Visit__c", { Name: "V", Account__c: ids.two });
    const result = mergeRows(w.at(9), "Account", {
      masterId: ids.master,
      loserIds: [ids.one, ids.two],
      values: { Phone: "1" },
    });
    expect(result.updatedRelatedIds.toSorted()).toEqual([contact, child, visit].toSorted());
    expect(w.row("Account", ids.one)).toMatchObject({
      IsDeleted: true,
      MasterRecordId: ids.master,
    });
    expect(w.row("Account", ids.two)).toMatchObject({
      IsDeleted: true,
      MasterRecordId: ids.master,
    });
    expect(w.row("Account", ids.master)).toMatchObject({ Name: "M", Phone: "1" });
    expect(w.row("Contact", contact)).toMatchObject({
      AccountId: ids.master,
      SystemModstamp: "2026-11-20T10:00:09.000+0000",
      LastModifiedDate: "2026-11-20T10:00:00.000+0000",
    });
    expect(w.row("Account", child)?.["ParentId"]).toBe(ids.master);
    expect(w.row("Visit__c", visit)?.["Account__c"]).toBe(ids.master);
  });

  it("lets the master take a unique value of a loser, which then cannot come back", () => {
    const w = world();
    const master = w.create("Account", { Name: "M" });
    const loser = w.create("Account", { Name: "L", Code__c: "X" });
    mergeRows(w.at(1), "Account", {
      masterId: master,
      loserIds: [loser],
      values: { Code__c: "X" },
    });
    expect(w.row("Account", master)?.["Code__c"]).toBe("X");
    expect(refusalOf(() => undeleteRow(w.at(2), "Account", loser))).toMatchObject([
      { errorCode: "DUPLICATE_VALUE" },
    ]);
    w.update("Account", master, { Code__c: null }, 3);
    undeleteRow(w.at(4), "Account", loser);
    expect(w.row("Account", loser)).toMatchObject({ IsDeleted: false, MasterRecordId: null });
  });

  it("does not leave the master below itself when a loser stood above it", () => {
    const w = world();
    const top = w.create("Account", { Name: "Top" });
    const middle = w.create("Account", { Name: "Middle", ParentId: top });
    const bottom = w.create("Account", { Name: "Bottom", ParentId: middle });
    mergeRows(w.at(1), "Account", { masterId: bottom, loserIds: [top], values: {} });
    expect(w.row("Account", middle)?.["ParentId"]).toBe(bottom);
    expect(w.row("Account", bottom)?.["ParentId"]).toBeNull();
  });

  it("leaves everything as it was when the master's new values are refused", () => {
    const w = world();
    const master = w.create("Account", { Name: "M" });
    const loser = w.create("Account", { Name: "L" });
    const contact = w.create("Contact", { LastName: "Ann", AccountId: loser });
    const merge = () =>
      mergeRows(w.at(1), "Account", {
        masterId: master,
        loserIds: [loser],
        values: { Name: null },
      });
    expect(refusalOf(merge)).toMatchObject([{ errorCode: "REQUIRED_FIELD_MISSING" }]);
    expect(w.row("Account", loser)?.["IsDeleted"]).toBe(false);
    expect(w.row("Contact", contact)?.["AccountId"]).toBe(loser);
  });

  it("refuses no loser, three losers, itself, and deleted records", () => {
    const w = world();
    const ids = ["M", "1", "2", "3"].map((Name) => w.create("Account", { Name }));
    const [masterId = "", ...losers] = ids;
    const merge = (loserIds: readonly string[]) =>
      refusalOf(() => mergeRows(w.at(1), "Account", { masterId, loserIds, values: {} }))[0]
        ?.errorCode;
    expect(merge([])).toBe("INVALID_INPUT");
    expect(merge(losers)).toBe("INVALID_INPUT");
    expect(merge([masterId])).toBe("INVALID_INPUT");
    w.remove("Account", losers[0] ?? "");
    expect(merge([losers[0] ?? ""])).toBe("ENTITY_IS_DELETED");
  });

  it("waits for a loser that something else is writing", () => {
    const w = world();
    const masterId = w.create("Account", { Name: "M" });
    const loser = w.create("Account", { Name: "L" });
    const locks = new LockBook();
    locks.hold([loser], w.at(2).now);
    const merge = (second: number) =>
      mergeRows({ ...w.at(second), locks }, "Account", { masterId, loserIds: [loser], values: {} });
    expect(refusalOf(() => merge(1))[0]?.errorCode).toBe("UNABLE_TO_LOCK_ROW");
    expect(w.live("Account")).toEqual([masterId, loser]);
    merge(2);
    expect(w.live("Account")).toEqual([masterId]);
  });

  it("tells listeners of the losers' deletion and the children's change", () => {
    const w = world();
    const master = w.create("Account", { Name: "M" });
    const loser = w.create("Account", { Name: "L" });
    const contact = w.create("Contact", { LastName: "Ann", AccountId: loser });
    const actor = { userId: w.org.settings.adminUserId, changeOrigin: "" };
    w.org.commit(actor, 0);
    mergeRows(w.at(1), "Account", { masterId: master, loserIds: [loser], values: {} });
    const { rows } = w.org.commit(actor, w.at(1).now);
    expect(Object.fromEntries(rows.map((row) => [row.recordId, row.change]))).toEqual({
      [loser]: "delete",
      [contact]: "update",
      [master]: "update",
    });
  });
});
