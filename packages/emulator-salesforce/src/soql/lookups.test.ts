import { describe, expect, it } from "vitest";
import { FULL_ACCESS } from "../access/access.ts";
import { createOrg } from "../org.ts";
import { checkbox, field, lookup } from "../schema/field-kinds.ts";
import { NO_METADATA, type OrgMetadata } from "../schema/types.ts";
import { recordIdAt } from "../store/record-id.ts";
import { runQuery } from "./run-query.ts";
import type { QueryWorld } from "./scope.ts";

/** Lookups to several objects, multi-select picklists, times, labels, and fields that are hidden. */

const values = ["red", "green", "blue"].map((value) => ({
  value,
  label: value.toUpperCase(),
  active: true,
  isDefault: false,
}));

const METADATA: OrgMetadata = {
  ...NO_METADATA,
  fields: new Map([
    [
      "Account",
      [
        field("Colours__c", "Colours", "multipicklist", { custom: true, picklist: values }),
        field("Colour__c", "Colour", "picklist", { custom: true, picklist: values }),
        field("Opens__c", "Opens", "time", { custom: true }),
        checkbox("Key__c", "Key", false, { custom: true }),
        lookup(
          "About__c",
          "About",
          { to: "Product2", as: "About__r" },
          { custom: true, referenceTo: ["Product2", "Contact"] },
        ),
      ],
    ],
  ]),
};

function world(): { readonly world: QueryWorld; readonly ids: readonly string[] } {
  const { store, schema } = createOrg({ metadata: METADATA });
  const id = (name: string, n: number): string =>
    recordIdAt(schema.object(name)?.keyPrefix ?? "", n);
  const put = (name: string, n: number, fields: object): void =>
    store.put(name, id(name, n), { Id: id(name, n), IsDeleted: false, ...fields });
  put("Product2", 1, { Name: "Anvil", Family: "Iron" });
  put("Contact", 1, { Name: "Jane Doe", LastName: "Doe", Email: "jane@example.com" });
  put("Account", 1, {
    Name: "A",
    About__c: id("Product2", 1),
    Colours__c: "red;blue",
    Colour__c: "green",
    Opens__c: "09:00:00.000Z",
  });
  put("Account", 2, {
    Name: "B",
    About__c: id("Contact", 1),
    Colours__c: "green",
    Colour__c: "red",
    Opens__c: "10:30:00.000Z",
    Key__c: true,
  });
  put("Account", 3, { Name: "C", About__c: null, Colours__c: null, Colour__c: null });
  return {
    world: { store, schema, now: 0, access: FULL_ACCESS, includeDeleted: false },
    ids: [id("Product2", 1)],
  };
}

function names(where: string): readonly unknown[] {
  const { rows } = runQuery(world().world, `SELECT Name FROM Account ${where}`, "/v");
  return rows.map((row) => row["Name"]);
}

describe("lookups to several objects", () => {
  it.each([
    ["WHERE About__r.Type = 'Product2'", ["A"]],
    ["WHERE About__r.Name LIKE 'jane%'", ["B"]],
    ["WHERE About__r.Type IN ('Contact', 'Product2') ORDER BY About__r.Name DESC", ["B", "A"]],
    ["WHERE About__r.Name = null", ["C"]],
  ])("%s", (where, expected) => {
    expect(names(where)).toEqual(expected);
  });

  it("give the fields that TYPEOF names for the type of the parent", () => {
    const soql =
      "SELECT Name, TYPEOF About__r WHEN Product2 THEN Family ELSE Name, Email END FROM Account ORDER BY Name";
    const { rows, project } = runQuery(world().world, soql, "/v");
    expect(rows.map((row) => project(row))).toMatchObject([
      { Name: "A", About__r: { attributes: { type: "Product2" }, Family: "Iron" } },
      {
        Name: "B",
        About__r: { attributes: { type: "Contact" }, Name: "Jane Doe", Email: "jane@example.com" },
      },
      { Name: "C", About__r: null },
    ]);
  });
});

describe("picklists, times and checkboxes", () => {
  it("show the labels of what rows are grouped by, and nothing for a subtotal", () => {
    const soql =
      "SELECT toLabel(Colour__c) label, Colour__c c FROM Account WHERE Colour__c != null GROUP BY ROLLUP(Colour__c)";
    const { aggregates = [] } = runQuery(world().world, soql, "/v");
    expect(aggregates.map(({ label, c }) => [label, c])).toEqual([
      ["GREEN", "green"],
      ["RED", "red"],
      [null, null],
    ]);
  });

  it.each([
    ["WHERE Colours__c INCLUDES ('red;blue', 'yellow')", ["A"]],
    ["WHERE Colours__c EXCLUDES ('red')", ["B", "C"]],
    ["WHERE Colours__c = 'blue;red'", ["A"]],
    ["WHERE toLabel(Colour__c) = 'GREEN'", ["A"]],
    ["ORDER BY Colour__c", ["C", "B", "A"]],
    ["WHERE Opens__c > 09:30:00Z", ["B"]],
    ["WHERE Opens__c = 09:00:00.000Z", ["A"]],
    ["WHERE Key__c = null", ["A", "C"]],
    ["WHERE Key__c != null", ["B"]],
  ])("%s", (where, expected) => {
    expect(names(where)).toEqual(expected);
  });
});

describe("what the user may not see", () => {
  const { world: all } = world();
  const access = {
    ...FULL_ACCESS,
    canReadField: (_object: string, { name }: { readonly name: string }) => name !== "Phone",
    object: (name: string) => ({ ...FULL_ACCESS.object(name), read: name !== "Contact" }),
  };
  const run = (soql: string) => runQuery({ ...all, access }, soql, "/v");

  it.each([
    ["SELECT Phone FROM Account", "No such column 'Phone' on entity 'Account'"],
    ["SELECT Id FROM Account WHERE Phone = 'x'", "No such column 'Phone' on entity 'Account'"],
    ["SELECT Id FROM Contact", "sObject type 'Contact' is not supported"],
    ["SELECT (SELECT Id FROM Contacts) FROM Account", "Didn't understand relationship 'Contacts'"],
  ])("does not exist: %s", (soql, message) => {
    expect(() => run(soql)).toThrow(message);
  });

  it("is left out of FIELDS()", () => {
    const { rows, project } = run("SELECT FIELDS(ALL) FROM Account LIMIT 1");
    const [row] = rows;
    expect(row === undefined ? [] : Object.keys(project(row))).not.toContain("Phone");
  });
});
