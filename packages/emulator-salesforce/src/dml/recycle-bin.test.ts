import { describe, expect, it } from "vitest";
import { text } from "../schema/field-kinds.ts";
import { FULL_ACCESS } from "../access/access.ts";
import { emptyBin, hardDeleteRow } from "./delete-rows.ts";
import { BIN_RETENTION_MS, eraseExpired } from "./recycle-bin.ts";
import {
  customLookup,
  customObject,
  dmlWorld,
  masterDetail,
  refusalOf,
  TEST_EPOCH,
} from "./testing/dml-world.ts";
import { undeleteRow, undeleteRows } from "./undelete-rows.ts";

const world = () =>
  dmlWorld({
    objects: [
      customObject("Job__c", [
        masterDetail("Account__c", "Account"),
        text("Code__c", "Code", 20, { externalId: true, unique: true }),
      ]),
      customObject("Step__c", [masterDetail("Job__c", "Job__c")]),
      customObject("Note__c", [customLookup("Job__c", "Job__c")]),
    ],
  });

describe("the recycle bin", () => {
  it("takes and gives back everything that a row owns, at any depth", () => {
    const w = world();
    const account = w.create("Account", { Name: "Acme" });
    const job = w.create("Job__c", { Name: "J", Account__c: account });
    const step = w.create("Step__c", { Name: "S", Job__c: job });
    const contact = w.create("Contact", { LastName: "Ann", AccountId: account });
    w.remove("Account", account, 1);
    for (const [object, id] of Object.entries({ Job__c: job, Step__c: step, Contact: contact })) {
      expect(w.row(object, id)?.["IsDeleted"]).toBe(true);
    }
    undeleteRow(w.at(2), "Account", account);
    expect([w.live("Account"), w.live("Job__c"), w.live("Step__c"), w.live("Contact")]).toEqual([
      [account],
      [job],
      [step],
      [contact],
    ]);
  });

  it("leaves what was deleted on its own before where it is", () => {
    const w = world();
    const account = w.create("Account", { Name: "Acme" });
    const early = w.create("Contact", { LastName: "Early", AccountId: account });
    w.remove("Contact", early, 1);
    w.remove("Account", account, 2);
    undeleteRow(w.at(3), "Account", account);
    expect(w.live("Contact")).toEqual([]);
    undeleteRow(w.at(4), "Contact", early);
    expect(w.live("Contact")).toEqual([early]);
  });

  it("fills a lookup again unless it got another value meanwhile", () => {
    const w = world();
    const account = w.create("Account", { Name: "Acme" });
    const job = w.create("Job__c", { Name: "J", Account__c: account });
    const other = w.create("Job__c", { Name: "O", Account__c: account });
    const kept = w.create("Note__c", { Name: "kept", Job__c: job });
    const moved = w.create("Note__c", { Name: "moved", Job__c: job });
    w.remove("Job__c", job, 5);
    expect(w.row("Note__c", kept)).toMatchObject({
      Job__c: null,
      SystemModstamp: "2026-11-20T10:00:05.000+0000",
      LastModifiedDate: "2026-11-20T10:00:00.000+0000",
    });
    w.update("Note__c", moved, { Job__c: other }, 6);
    undeleteRow(w.at(7), "Job__c", job);
    expect(w.row("Note__c", kept)?.["Job__c"]).toBe(job);
    expect(w.row("Note__c", moved)?.["Job__c"]).toBe(other);
  });

  it("refuses to restore a child while its master is deleted, and restores both in either order", () => {
    const w = world();
    const account = w.create("Account", { Name: "Acme" });
    const job = w.create("Job__c", { Name: "J", Account__c: account });
    w.remove("Account", account);
    expect(refusalOf(() => undeleteRow(w.at(1), "Job__c", job))).toMatchObject([
      { errorCode: "UNDELETE_FAILED", fields: ["Account__c"] },
    ]);
    expect(w.row("Job__c", job)?.["IsDeleted"]).toBe(true);
    undeleteRows(w.at(2), [account, job]);
    expect(w.live("Job__c")).toEqual([job]);
  });

  it("refuses what is not in it, in the platform's words", () => {
    const w = world();
    const account = w.create("Account", { Name: "Acme" });
    expect(refusalOf(() => undeleteRow(w.at(1), "Account", account))).toEqual([
      { errorCode: "UNDELETE_FAILED", message: "Entity is not in the recycle bin", fields: [] },
    ]);
    w.remove("Account", account);
    expect(refusalOf(() => w.remove("Account", account))).toEqual([
      { errorCode: "ENTITY_IS_DELETED", message: "entity is deleted", fields: [] },
    ]);
  });

  it("frees unique values, and refuses to restore a row whose value was taken meanwhile", () => {
    const w = world();
    const account = w.create("Account", { Name: "Acme" });
    const first = w.create("Job__c", { Name: "1", Account__c: account, Code__c: "A" });
    w.remove("Job__c", first);
    const second = w.create("Job__c", { Name: "2", Account__c: account, Code__c: "a" });
    expect(refusalOf(() => undeleteRow(w.at(1), "Job__c", first))).toMatchObject([
      {
        errorCode: "DUPLICATE_VALUE",
        message: `duplicate value found: Code__c duplicates value on record with id: ${second.slice(0, 15)}`,
      },
    ]);
    expect(w.row("Job__c", first)?.["IsDeleted"]).toBe(true);
  });

  it("forgets rows that are hard deleted or emptied, with what went with them", () => {
    const w = world();
    const account = w.create("Account", { Name: "Acme" });
    const job = w.create("Job__c", { Name: "J", Account__c: account });
    const hard = w.create("Account", { Name: "Hard" });
    const contact = w.create("Contact", { LastName: "Ann", AccountId: hard });
    w.remove("Account", account);
    emptyBin(w.at(1), account);
    hardDeleteRow(w.at(1), "Account", hard);
    const gone = [
      w.row("Account", account),
      w.row("Job__c", job),
      w.row("Account", hard),
      w.row("Contact", contact),
    ];
    expect(gone).toEqual([undefined, undefined, undefined, undefined]);
    expect(refusalOf(() => emptyBin(w.at(2), account))).toMatchObject([
      { errorCode: "INVALID_CROSS_REFERENCE_KEY" },
    ]);
  });

  it("is emptied by those only who may delete the row", () => {
    const w = world();
    const account = w.create("Account", { Name: "Acme" });
    w.remove("Account", account);
    const reads = { ...FULL_ACCESS.object("Account"), delete: false, modifyAll: false };
    const reader = { ...w.at(1), access: { ...FULL_ACCESS, object: () => reads } };
    expect(refusalOf(() => emptyBin(reader, account))).toMatchObject([
      { errorCode: "INSUFFICIENT_ACCESS_OR_READONLY" },
    ]);
    expect(w.row("Account", account)?.["IsDeleted"]).toBe(true);
  });

  it("keeps a row for 15 days, to the second", () => {
    const w = world();
    const early = w.create("Account", { Name: "Early" });
    const late = w.create("Account", { Name: "Late" });
    w.remove("Account", early, 0);
    w.remove("Account", late, 1);
    eraseExpired(w.org.store, TEST_EPOCH + BIN_RETENTION_MS);
    expect(w.row("Account", early)).toBeUndefined();
    undeleteRow(w.at(BIN_RETENTION_MS / 1000), "Account", late);
    expect(w.live("Account")).toEqual([late]);
  });

  it("keeps no row longer because an undeletion of it was refused", () => {
    const w = world();
    const account = w.create("Account", { Name: "Acme" });
    const job = (name: string) => ({ Name: name, Account__c: account, Code__c: "C" });
    const early = w.create("Job__c", job("Early"));
    w.remove("Job__c", early, 0);
    const late = w.create("Job__c", job("Late"));
    w.remove("Job__c", late, 1);
    w.create("Job__c", job("Live"));
    expect(refusalOf(() => undeleteRow(w.at(2), "Job__c", early))[0]?.errorCode).toBe(
      "DUPLICATE_VALUE",
    );
    eraseExpired(w.org.store, TEST_EPOCH + BIN_RETENTION_MS);
    expect([w.row("Job__c", early), w.row("Job__c", late)?.["IsDeleted"]]).toEqual([
      undefined,
      true,
    ]);
  });
});
