import { describe, expect, it } from "vitest";
import { METADATA, OrgClient } from "../../test/support/org-client.ts";
import { field } from "../schema/field-kinds.ts";

const messageOf = ({ body }: { readonly body: unknown }): string => {
  const [error] = body as { message: string; errorCode: string }[];
  return `${error?.errorCode}: ${error?.message.split("\n").at(-1)}`;
};

const refusal = (soql: string): string => messageOf(new OrgClient().query(soql));

/** Ways up from a contact, of which there are far more than a statement may name. */
const PARENTS = ["Account", "ReportsTo", "Owner", "CreatedBy", "LastModifiedBy"].flatMap((first) =>
  ["Owner", "CreatedBy", "LastModifiedBy", "Manager"].flatMap((second) =>
    ["CreatedBy", "LastModifiedBy", "Manager"].map((third) => `${first}.${second}.${third}.Id`),
  ),
);

describe("limits of a statement", () => {
  it("lets 55 parents be named, however often, and refuses one more", () => {
    const client = new OrgClient();
    const named = new Set<string>();
    const within: string[] = [];
    const beyond: string[] = [];
    for (const path of PARENTS) {
      if (client.query(`SELECT ${path} FROM Contact`).status !== 200) continue;
      const steps = path.split(".").slice(0, -1);
      const all = new Set([...named, ...steps.map((_, at) => steps.slice(0, at + 1).join("."))]);
      (all.size <= 55 ? within : beyond).push(path);
      if (all.size <= 55) for (const each of all) named.add(each);
    }
    expect(named.size).toBe(55);
    const where = `WHERE ${within[0] ?? ""} = null`;
    expect(client.query(`SELECT ${within.join(",")} FROM Contact ${where}`).status).toBe(200);
    const [one = ""] = beyond;
    expect(messageOf(client.query(`SELECT ${[...within, one].join(",")} FROM Contact`))).toBe(
      "MALFORMED_QUERY: SOQL statements cannot query more than 55 child-to-parent relationships",
    );
  });

  it("lets 20 child sets be named on all levels together, and refuses one more", () => {
    const lookups = Array.from({ length: 21 }, (_, n) =>
      field(`Part${n}__c`, `Part ${n}`, "reference", {
        custom: true,
        length: 18,
        referenceTo: ["Account"],
        relationshipName: `Part${n}__r`,
        childRelationshipName: `Parts${n}__r`,
      }),
    );
    const client = new OrgClient({
      metadata: { ...METADATA, fields: new Map([["Contact", lookups]]) },
    });
    const set = (n: number, inner = ""): string => `(SELECT Id${inner} FROM Parts${n}__r)`;
    const sets = Array.from({ length: 19 }, (_, n) => set(n)).join(", ");
    const of = (last: string): string => `SELECT Id, ${sets}, ${last} FROM Account`;
    expect(client.query(of(set(19))).status).toBe(200);
    const refused =
      "MALFORMED_QUERY: SOQL statements cannot query more than 20 parent-to-child relationships";
    expect(messageOf(client.query(of(`${set(19)}, ${set(20)}`)))).toBe(refused);
    const below = "(SELECT Id, (SELECT Id FROM Contacts) FROM ChildAccounts)";
    expect(messageOf(client.query(of(below)))).toBe(refused);
  });

  it("takes strings of 4,000 characters in WHERE, and no longer ones", () => {
    const client = new OrgClient();
    const of = (length: number): string =>
      `SELECT Id FROM Account WHERE Name = '${"x".repeat(length)}'`;
    expect(client.query(of(4_000)).status).toBe(200);
    expect(
      client.query(`SELECT Id FROM Account WHERE Name = '${"\\n".repeat(2_500)}'`).status,
    ).toBe(200);
    const tooLong =
      "MALFORMED_QUERY: Strings in a WHERE clause cannot be longer than 4000 characters";
    expect(refusal(of(4_001))).toBe(tooLong);
    expect(refusal(`SELECT Id FROM Account WHERE Name LIKE '${"x".repeat(4_001)}'`)).toBe(tooLong);
    expect(refusal(`SELECT Id FROM Account WHERE Name IN ('a', '${"x".repeat(4_001)}')`)).toBe(
      tooLong,
    );
  });

  it("sorts by 32 fields, and by no more", () => {
    const client = new OrgClient();
    const by = (count: number): string =>
      `SELECT Id FROM Account ORDER BY ${Array.from({ length: count }, () => "Name").join(", ")}`;
    expect(client.query(by(32)).status).toBe(200);
    expect(refusal(by(33))).toBe(
      "MALFORMED_QUERY: SOQL statements cannot order by more than 32 fields",
    );
  });
});

describe("levels of children", () => {
  const nested = (levels: number): string =>
    levels === 1
      ? "SELECT Id FROM ChildAccounts"
      : `SELECT Id, (${nested(levels - 1)}) FROM ChildAccounts`;
  const statement = (levels: number): string => `SELECT Id, (${nested(levels - 1)}) FROM Account`;

  it("are answered down to the fifth", () => {
    const client = new OrgClient();
    let ParentId: string | null = null;
    for (const Name of ["1", "2", "3", "4", "5", "6"]) {
      ParentId = client.create("Account", { Name, ParentId });
    }
    const [top] = client.records(`${statement(5)} WHERE ParentId = null`);
    let depth = 1;
    for (let set: unknown = top; ; depth += 1) {
      const next = (set as Record<string, { records: unknown[] } | undefined>)["ChildAccounts"];
      if (next === undefined) break;
      [set] = next.records;
    }
    expect(depth).toBe(5);
    expect(client.query(statement(6)).status).toBe(400);
  });

  it.each([
    ["57.0", 2],
    ["58.0", 5],
    ["68.0", 5],
  ])("are as many as version %s allows: %i", (version, most) => {
    const client = new OrgClient();
    const query = (levels: number) =>
      client.send(
        "GET",
        `/services/data/v${version}/query?q=${encodeURIComponent(statement(levels))}`,
      );
    expect(query(most).status).toBe(200);
    expect(messageOf(query(most + 1))).toBe(
      `MALFORMED_QUERY: SOQL statements cannot query more than ${most} levels of parent-to-child relationships`,
    );
  });
});

describe("a page with two long texts of the org's own", () => {
  it("holds 200 records, with one of them 2,000", () => {
    const texts = ["One__c", "Two__c"].map((name) =>
      field(name, name, "textarea", { length: 32_768, custom: true }),
    );
    const client = new OrgClient({
      metadata: { ...METADATA, fields: new Map([["Account", texts]]) },
    });
    for (let n = 0; n < 2; n += 1) {
      const records = Array.from({ length: n === 0 ? 200 : 1 }, (_, at) => ({
        attributes: { type: "Account" },
        Name: `A${n}-${at}`,
      }));
      client.send("POST", "composite/sobjects", { records });
    }
    const page = (soql: string) =>
      client.query(soql).body as { done: boolean; records: unknown[]; nextRecordsUrl: string };
    expect(page("SELECT Id, One__c FROM Account").done).toBe(true);
    const first = page("SELECT Id, One__c, Two__c FROM Account");
    expect([first.records.length, first.done]).toEqual([200, false]);
    const rest = client.send("GET", first.nextRecordsUrl.replace(/^.*v66\.0\//, ""));
    expect(rest.body).toMatchObject({ done: true, totalSize: 201, records: [{ One__c: null }] });
  });
});

describe("a parent in the catalogue of objects", () => {
  it("is shown although its rows have no ids of their own", () => {
    const soql =
      "SELECT EntityDefinition.QualifiedApiName FROM FieldDefinition WHERE EntityDefinition.QualifiedApiName = 'Account' LIMIT 1";
    expect(new OrgClient().records(soql)).toMatchObject([
      { EntityDefinition: { QualifiedApiName: "Account" } },
    ]);
  });
});
