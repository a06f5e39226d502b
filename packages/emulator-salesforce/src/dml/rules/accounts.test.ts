import { describe, expect, it } from "vitest";
import { setupId } from "../../access/setup-ids.ts";
import { mergeRows } from "../merge-rows.ts";
import { dmlWorld, refusalOf } from "../testing/dml-world.ts";
import { undeleteRow } from "../undelete-rows.ts";

const world = () => dmlWorld({}, { personAccounts: true });

describe("a person account", () => {
  it("is an account and a contact in one, named by its parts", () => {
    const w = world();
    const id = w.create("Account", {
      FirstName: "Ann",
      LastName: "Lee",
      PersonEmail: "ann@example.com",
      Phone: "1",
    });
    const account = w.row("Account", id);
    const contact = String(account?.["PersonContactId"]);
    expect(account).toMatchObject({ Name: "Ann Lee", IsPersonAccount: true });
    expect(w.row("Contact", contact)).toMatchObject({
      Name: "Ann Lee",
      LastName: "Lee",
      Email: "ann@example.com",
      Phone: "1",
      AccountId: id,
      IsPersonAccount: true,
    });
    w.update("Account", id, { LastName: "Moss", PersonEmail: null }, 5);
    expect(w.row("Contact", contact)).toMatchObject({
      Name: "Ann Moss",
      Email: null,
      CreatedDate: "2026-11-20T10:00:00.000+0000",
      SystemModstamp: "2026-11-20T10:00:05.000+0000",
    });
  });

  it("is named by its parts alone, and a company by its name alone", () => {
    const w = world();
    const refused = (...fields: readonly string[]) => [
      {
        errorCode: "INVALID_FIELD_FOR_INSERT_UPDATE",
        message: `Account: bad field names on insert/update call: ${fields.join(", ")}`,
        fields,
      },
    ];
    expect(refusalOf(() => w.create("Account", { Name: "Acme", LastName: "Lee" }))).toEqual(
      refused("Name"),
    );
    const person = w.create("Account", { LastName: "Lee" });
    expect(refusalOf(() => w.update("Account", person, { Name: "Acme" }))).toEqual(refused("Name"));
    const company = w.create("Account", { Name: "Acme" });
    const parts = { FirstName: "Ann", LastName: "Lee" };
    expect(refusalOf(() => w.update("Account", company, parts))).toEqual(
      refused("FirstName", "LastName"),
    );
    expect(w.live("Contact")).toHaveLength(1);
  });

  it("has the record type of people, and every other account another one", () => {
    const w = world();
    const person = w.row("Account", w.create("Account", { LastName: "Lee" }))?.["RecordTypeId"];
    const company = w.row("Account", w.create("Account", { Name: "Acme" }))?.["RecordTypeId"];
    expect([person, company]).toEqual([
      setupId("012", "Account.PersonAccount"),
      setupId("012", "Account.Business_Account"),
    ]);
    const other = w.create("Account", { LastName: "Moss", RecordTypeId: person });
    expect(w.row("Account", other)).toMatchObject({ IsPersonAccount: true, RecordTypeId: person });
    expect(refusalOf(() => w.create("Account", { RecordTypeId: person }))).toMatchObject([
      { errorCode: "REQUIRED_FIELD_MISSING", fields: ["LastName"] },
    ]);
  });

  it("goes to the bin and comes back with its contact", () => {
    const w = world();
    const id = w.create("Account", { LastName: "Lee" });
    const contact = String(w.row("Account", id)?.["PersonContactId"]);
    w.remove("Account", id);
    expect(w.live("Contact")).toEqual([]);
    undeleteRow(w.at(1), "Account", id);
    expect(w.live("Contact")).toEqual([contact]);
  });

  it("is changed through the account only, has no parent, and merges with people only", () => {
    const w = world();
    const person = w.create("Account", { LastName: "Lee" });
    const other = w.create("Account", { LastName: "Moss" });
    const company = w.create("Account", { Name: "Acme" });
    const contact = String(w.row("Account", person)?.["PersonContactId"]);
    expect(refusalOf(() => w.update("Contact", contact, { LastName: "X" }))).toHaveLength(1);
    expect(refusalOf(() => w.remove("Contact", contact))).toHaveLength(1);
    expect(refusalOf(() => w.update("Account", person, { ParentId: company }))).toMatchObject([
      { fields: ["ParentId"] },
    ]);
    expect(refusalOf(() => w.update("Account", company, { LastName: "X" }))).toHaveLength(1);
    const merge = (masterId: string, loserId: string) =>
      mergeRows(w.at(1), "Account", { masterId, loserIds: [loserId], values: {} });
    expect(refusalOf(() => merge(company, person))).toMatchObject([{ errorCode: "INVALID_INPUT" }]);
    merge(person, other);
    expect(w.row("Account", other)).toMatchObject({ IsDeleted: true, MasterRecordId: person });
    expect(w.live("Contact")).toEqual([contact]);
  });

  it("does not exist in an org without the feature", () => {
    const w = dmlWorld();
    expect(refusalOf(() => w.create("Account", { LastName: "Lee" }))).toMatchObject([
      { errorCode: "INVALID_FIELD" },
    ]);
  });
});

describe("accounts", () => {
  it("cannot stand above themselves", () => {
    const w = dmlWorld();
    const top = w.create("Account", { Name: "Top" });
    const low = w.create("Account", { Name: "Low", ParentId: top });
    expect(refusalOf(() => w.update("Account", top, { ParentId: low }))).toEqual([
      {
        errorCode: "CIRCULAR_DEPENDENCY",
        message: "attempt to violate hierarchy constraints",
        fields: ["ParentId"],
      },
    ]);
  });
});

describe("parent accounts", () => {
  it("never make a circle, however long it would be", () => {
    const w = dmlWorld();
    const first = w.create("Account", { Name: "0" });
    let last = first;
    for (let depth = 1; depth < 600; depth += 1)
      last = w.create("Account", { Name: String(depth), ParentId: last });
    expect(refusalOf(() => w.update("Account", first, { ParentId: last }))).toMatchObject([
      { errorCode: "CIRCULAR_DEPENDENCY" },
    ]);
    expect(w.row("Account", first)?.["ParentId"] ?? null).toBeNull();
  });

  it("do not make one when a deleted account comes back above its new parent", () => {
    const w = dmlWorld();
    const top = w.create("Account", { Name: "Top" });
    const middle = w.create("Account", { Name: "Middle", ParentId: top });
    const low = w.create("Account", { Name: "Low", ParentId: middle });
    w.remove("Account", middle);
    w.update("Account", top, { ParentId: low });
    undeleteRow(w.at(1), "Account", middle);
    expect(w.row("Account", middle)?.["ParentId"]).toBe(top);
    expect(w.row("Account", low)?.["ParentId"]).toBeNull();
  });
});
