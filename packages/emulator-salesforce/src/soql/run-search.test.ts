import { describe, expect, it } from "vitest";
import { OrgClient } from "../../test/support/org-client.ts";
import { FULL_ACCESS } from "../access/access.ts";
import { ApiError } from "../api-error.ts";
import { runSearch } from "./run-search.ts";

function people(): OrgClient {
  const client = new OrgClient();
  const id = client.create("Account", {
    Name: "Acme Rockets",
    Phone: "555-1234",
    Website: "rocket.example.com",
  });
  client.create("Account", { Name: "Rocky Mountains", Description: "sells an acme anvil" });
  client.create("Contact", {
    LastName: "Smith",
    FirstName: "John",
    Email: "js@acme.example",
    AccountId: id,
  });
  client.create("Contact", { LastName: "Rocket", Phone: "99" });
  return client;
}

function search(sosl: string, client = people()): readonly string[] {
  const { store, schema } = client.org;
  const world = { store, schema, now: client.now, access: FULL_ACCESS, includeDeleted: false };
  return runSearch(world, sosl, "/services/data/v66.0").searchRecords.map((record) => {
    const { type } = record["attributes"] as { type: string };
    return `${type} ${String(record["Name"])}`;
  });
}

const IN = "RETURNING Account(Name), Contact(Name)";

describe("SOSL", () => {
  it.each([
    [
      `FIND {acme} ${IN}`,
      ["Account Acme Rockets", "Account Rocky Mountains", "Contact John Smith"],
    ],
    [`FIND {acme} IN NAME FIELDS ${IN}`, ["Account Acme Rockets"]],
    [`FIND {acme} IN EMAIL FIELDS ${IN}`, ["Contact John Smith"]],
    [`FIND {1234} IN PHONE FIELDS ${IN}`, ["Account Acme Rockets"]],
    [
      `FIND {rock*} IN NAME FIELDS ${IN}`,
      ["Account Acme Rockets", "Account Rocky Mountains", "Contact Rocket"],
    ],
    [`FIND {rocke?s} ${IN}`, ["Account Acme Rockets"]],
    [`FIND {rocket} ${IN}`, ["Account Acme Rockets", "Contact Rocket"]],
    [`FIND {"acme rockets"} ${IN}`, ["Account Acme Rockets"]],
    [`FIND {"rockets acme"} ${IN}`, []],
    [`FIND {rockets acme} ${IN}`, ["Account Acme Rockets"]],
    [`FIND {smith OR rocky} ${IN}`, ["Account Rocky Mountains", "Contact John Smith"]],
    [`FIND {acme AND NOT anvil} RETURNING Account(Name)`, ["Account Acme Rockets"]],
    [`FIND {(smith OR anvil) AND acme} ${IN}`, ["Account Rocky Mountains", "Contact John Smith"]],
    [`FIND {acme} RETURNING Account(Name WHERE Phone = null)`, ["Account Rocky Mountains"]],
    [`FIND {acme} RETURNING Account(Name ORDER BY Name DESC LIMIT 1)`, ["Account Rocky Mountains"]],
    [`FIND {acme} ${IN} LIMIT 2`, ["Account Acme Rockets", "Contact John Smith"]],
    [`find {js@acme.example} in all fields returning contact(name)`, ["Contact John Smith"]],
    [
      `FIND {555\\-1234} RETURNING Account(Name) WITH METADATA = 'LABELS' LIMIT 5 UPDATE VIEWSTAT`,
      ["Account Acme Rockets"],
    ],
  ])("%s", (sosl, expected) => {
    expect(search(sosl)).toEqual(expected);
  });

  it.each([
    [
      "FIND 'Jones' IN ALL FIELDS",
      "No search term found. The search term must be enclosed in braces.",
    ],
    ["FIND {a}", "search term must be longer than one character: a"],
    ["FIND {acme} IN Accounts", "unexpected token: 'Accounts'"],
    ['FIND {"John Smith}', "unexpected token: '\"'"],
    ["FIND {a+b}", "unexpected token: '+'"],
    ["FIND {acme AND} RETURNING Account", "unexpected token: '<EOF>'"],
    ["FIND {acme} RETURNING Account(", "unexpected token: '<EOF>'"],
    ["", "unexpected token: '<EOF>'"],
  ])("refuses %s", (sosl, message) => {
    const refusal = (): unknown => search(sosl);
    expect(refusal).toThrow(ApiError);
    expect(refusal).toThrow(message);
  });

  it("refuses parentheses within each other beyond measure", () => {
    const nested = (depth: number) => `FIND {${"(".repeat(depth)}acme${")".repeat(depth)}} ${IN}`;
    expect(search(nested(200))).toHaveLength(3);
    expect(() => search(nested(1_900))).toThrow(/^QUERY_TOO_COMPLICATED/);
  });

  it("refuses an object and a field that do not exist, in the words of a query", () => {
    expect(() => search("FIND {acme} RETURNING Acount(Id)")).toThrow(
      "sObject type 'Acount' is not supported",
    );
    expect(() => search("FIND {acme} RETURNING Account(Naem)")).toThrow("No such column 'Naem'");
  });

  it("answers the ids of all objects when none is named, and forgets deleted rows", () => {
    const client = people();
    const all = search("FIND {acme}", client);
    expect(all).toHaveLength(3);
    const [row] = client.records("SELECT Id FROM Account WHERE Name = 'Acme Rockets'");
    client.send("DELETE", `sobjects/Account/${String(row?.["Id"])}`);
    expect(search("FIND {acme} RETURNING Account(Name)", client)).toEqual([
      "Account Rocky Mountains",
    ]);
  });
});
