import { describe, expect, it } from "vitest";
import { checkbox, field, picklist, text } from "../schema/field-kinds.ts";
import type { ObjectPermission, ValidationRule } from "../schema/types.ts";
import { createRow, updateRow } from "./change-rows.ts";
import { LockBook } from "./locks.ts";
import { customObject, dmlWorld, masterDetail, number, refusalOf } from "./testing/dml-world.ts";

const rule = (name: string, formula: string, errorField: string | null = null): ValidationRule => ({
  name,
  active: true,
  formula,
  message: `${name} is broken`,
  errorField,
});

const withRules = (...rules: readonly ValidationRule[]) =>
  dmlWorld({ validationRules: new Map([["Account", rules]]) });

describe("validation rules", () => {
  it("refuse a row with all their texts at once, each at its field", () => {
    const w = withRules(
      rule("Phone_Needed", "ISBLANK(Phone)", "Phone"),
      rule("No_Acme", 'CONTAINS(Name, "Acme")'),
      { ...rule("Off", "TRUE"), active: false },
    );
    expect(refusalOf(() => w.create("Account", { Name: "Acme Ltd" }))).toEqual([
      {
        message: "Phone_Needed is broken",
        errorCode: "FIELD_CUSTOM_VALIDATION_EXCEPTION",
        fields: ["Phone"],
      },
      {
        message: "No_Acme is broken",
        errorCode: "FIELD_CUSTOM_VALIDATION_EXCEPTION",
        fields: [],
      },
    ]);
    expect(w.live("Account")).toEqual([]);
  });

  it("come after required fields and before unique values", () => {
    const w = dmlWorld({
      fields: new Map([
        ["Account", [text("Code__c", "Code", 9, { unique: true, externalId: true })]],
      ]),
      validationRules: new Map([["Account", [rule("Short", "LEN(Name) > 3")]]]),
    });
    w.create("Account", { Name: "A", Code__c: "1" });
    const codes = (body: Record<string, unknown>) =>
      refusalOf(() => w.create("Account", body)).map((item) => item.errorCode);
    expect(codes({ Code__c: "1" })).toEqual(["REQUIRED_FIELD_MISSING"]);
    expect(codes({ Name: "Long name", Code__c: "1" })).toEqual([
      "FIELD_CUSTOM_VALIDATION_EXCEPTION",
    ]);
    expect(codes({ Name: "B", Code__c: "1" })).toEqual(["DUPLICATE_VALUE"]);
  });

  it("see the values before the change, the user and the time of the request", () => {
    const w = withRules(
      rule("Frozen", "AND(ISCHANGED(Industry), ISPICKVAL(PRIORVALUE(Industry), 'Banking'))"),
      rule("Not_New", "AND(ISNEW(), Name = 'New')"),
      rule("Late", "AND(Name = 'Late', TODAY() > DATE(2026, 11, 20))"),
    );
    const id = w.create("Account", { Name: "A", Industry: "Banking" });
    w.update("Account", id, { Name: "New" });
    w.update("Account", id, { Name: "Late" });
    expect(refusalOf(() => w.update("Account", id, { Phone: "1" }, 86_400))).toHaveLength(1);
    expect(refusalOf(() => w.update("Account", id, { Industry: null }))).toHaveLength(1);
    expect(w.row("Account", id)?.["Industry"]).toBe("Banking");
  });

  it("stop the start when one does not compile, naming rule and place", () => {
    expect(() => withRules(rule("Odd", "Nmae = 'x'"))).toThrow(
      "Account, validation rule Odd: field Nmae does not exist on Account at line 1, column 1",
    );
  });
});

const orders = (...rules: readonly ValidationRule[]) =>
  dmlWorld({
    objects: [
      customObject("Bill__c", [
        number("Total__c", {
          rollup: {
            operation: "sum",
            childObject: "Line__c",
            foreignKey: "Bill__c",
            summarizedField: "Amount__c",
            filters: [{ field: "Kind__c", operation: "equals", value: "Item, Service" }],
          },
          createable: false,
          updateable: false,
        }),
        number("Largest__c", {
          rollup: {
            operation: "max",
            childObject: "Line__c",
            foreignKey: "Bill__c",
            summarizedField: "Amount__c",
            filters: [],
          },
          createable: false,
          updateable: false,
        }),
      ]),
      customObject("Line__c", [
        masterDetail("Bill__c", "Bill__c"),
        number("Amount__c"),
        picklist("Kind__c", "Kind", ["Item", "Service", "Note"], {
          picklist: [
            { value: "Item", label: "Item", active: true, isDefault: true },
            { value: "Service", label: "Service", active: true, isDefault: false },
            { value: "Note", label: "Note", active: true, isDefault: false },
          ],
        }),
      ]),
    ],
    validationRules: new Map([["Bill__c", rules]]),
  });

describe("roll-up summaries", () => {
  it("follow children that come, change, move and go, to the cent", () => {
    const w = orders();
    const [one, two] = [w.create("Bill__c", { Name: "1" }), w.create("Bill__c", { Name: "2" })];
    const totals = () =>
      [one, two].map((id) => [
        w.row("Bill__c", id)?.["Total__c"],
        w.row("Bill__c", id)?.["Largest__c"],
      ]);
    expect(totals()).toEqual([
      [0, undefined],
      [0, undefined],
    ]);
    const a = w.create("Line__c", { Bill__c: one, Amount__c: 0.1 });
    const b = w.create("Line__c", { Bill__c: one, Amount__c: 0.2 });
    w.create("Line__c", { Bill__c: one, Amount__c: 99, Kind__c: "Note" });
    expect(totals()[0]).toEqual([0.3, 99]);
    w.update("Line__c", b, { Bill__c: two });
    expect(totals()).toEqual([
      [0.1, 99],
      [0.2, 0.2],
    ]);
    w.update("Line__c", a, { Amount__c: 5 });
    w.remove("Line__c", b);
    expect(totals()).toEqual([
      [5, 99],
      [0, null],
    ]);
  });

  it("move the parent's SystemModstamp and leave its last change alone", () => {
    const w = orders();
    const bill = w.create("Bill__c", { Name: "1" }, 1);
    w.create("Line__c", { Bill__c: bill, Amount__c: 1 }, 5);
    expect(w.row("Bill__c", bill)).toMatchObject({
      LastModifiedDate: "2026-11-20T10:00:01.000+0000",
      SystemModstamp: "2026-11-20T10:00:05.000+0000",
    });
  });

  it("let the parent's validation rules refuse the child", () => {
    const w = orders(rule("Too_Much", "Total__c > 100"));
    const bill = w.create("Bill__c", { Name: "1" });
    const line = w.create("Line__c", { Bill__c: bill, Amount__c: 100 });
    expect(refusalOf(() => w.update("Line__c", line, { Amount__c: 100.01 }))).toMatchObject([
      { message: "Too_Much is broken" },
    ]);
    expect(w.row("Line__c", line)?.["Amount__c"]).toBe(100);
  });
});

describe("new rows", () => {
  const world = () =>
    dmlWorld({
      objects: [
        customObject("Ticket__c", [
          text("Number__c", "Number", 30, {
            autoNumber: "T-{YYYY}-{000}",
            createable: false,
            updateable: false,
          }),
          field("Due__c", "Due", "date", { defaultFormula: "TODAY() + 14" }),
          text("Title__c", "Title", 40, { defaultFormula: '"For " & Name', nillable: false }),
          checkbox("Open__c", "Open", true),
        ]),
      ],
    });

  it("have literal and computed defaults where their creator says nothing", () => {
    const w = world();
    const id = w.create("Ticket__c", { Name: "Ann" });
    expect(w.row("Ticket__c", id)).toMatchObject({
      Due__c: "2026-12-04",
      Title__c: "For Ann",
      Open__c: true,
      Number__c: "T-2026-001",
    });
    const given = w.create("Ticket__c", { Name: "Bea", Due__c: null, Title__c: "Mine" });
    expect(w.row("Ticket__c", given)).toMatchObject({ Due__c: null, Title__c: "Mine" });
  });

  it("use up a number even when the save is refused", () => {
    const w = world();
    expect(refusalOf(() => w.create("Ticket__c", { Title__c: null }))).toHaveLength(1);
    const id = w.create("Ticket__c", { Name: "Ann" });
    expect(w.row("Ticket__c", id)?.["Number__c"]).toBe("T-2026-002");
  });
});

describe("permissions", () => {
  const NOTHING: ObjectPermission = {
    create: false,
    read: true,
    edit: false,
    delete: false,
    viewAll: false,
    modifyAll: false,
  };

  it("decide about objects in the platform's words", () => {
    const w = dmlWorld();
    const id = w.create("Account", { Name: "A" });
    const context = { ...w.at(1), access: { ...w.at(1).access, object: () => NOTHING } };
    expect(refusalOf(() => createRow(context, "Account", { Name: "B" }))).toEqual([
      {
        errorCode: "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
        message: "entity type cannot be inserted: Account",
        fields: [],
      },
    ]);
    expect(refusalOf(() => updateRow(context, "Account", id, { Name: "B" }))).toEqual([
      {
        errorCode: "INSUFFICIENT_ACCESS_OR_READONLY",
        message: "insufficient access rights on object id",
        fields: [],
      },
    ]);
    const blind = {
      ...context,
      access: { ...context.access, object: () => ({ ...NOTHING, read: false }) },
    };
    expect(refusalOf(() => updateRow(blind, "Account", id, {}))[0]?.errorCode).toBe("NOT_FOUND");
  });

  it("hide fields, or make them read-only", () => {
    const w = dmlWorld();
    const id = w.create("Account", { Name: "A" });
    const access = {
      ...w.at(1).access,
      canReadField: (_: string, each: { readonly name: string }) => each.name !== "Site",
      canEditField: (_: string, each: { readonly name: string }) => each.name !== "Phone",
    };
    const context = { ...w.at(1), access };
    expect(refusalOf(() => updateRow(context, "Account", id, { Site: "x" }))).toEqual([
      { errorCode: "INVALID_FIELD", message: "No such column 'Site' on sobject of type Account" },
    ]);
    expect(refusalOf(() => updateRow(context, "Account", id, { Phone: "x" }))).toMatchObject([
      { errorCode: "INVALID_FIELD_FOR_INSERT_UPDATE", fields: ["Phone"] },
    ]);
  });
});

describe("locks", () => {
  it("keep a row and what it owns from being written, until their time is over", () => {
    const w = dmlWorld();
    const id = w.create("Account", { Name: "A" });
    const locks = new LockBook();
    locks.hold([id], w.at(5).now);
    const at = (second: number) => ({ ...w.at(second), locks });
    const contact = (second: number) =>
      createRow(at(second), "Contact", { LastName: "L", AccountId: id });
    expect(refusalOf(() => contact(1))).toEqual([
      {
        errorCode: "UNABLE_TO_LOCK_ROW",
        message: `unable to obtain exclusive access to this record or 1 records: ${id}`,
        fields: [],
      },
    ]);
    expect(refusalOf(() => updateRow(at(4), "Account", id, { Phone: "1" }))).toHaveLength(1);
    expect(w.live("Contact")).toEqual([]);
    contact(5);
    expect(w.live("Contact")).toHaveLength(1);
  });
});
