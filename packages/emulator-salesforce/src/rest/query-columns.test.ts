import { describe, expect, it } from "vitest";
import { OrgClient } from "../../test/support/org-client.ts";

interface Shown {
  readonly columnName: string;
  readonly aggregate: boolean;
  readonly joinColumns: readonly Shown[];
}

/** The names of the columns, nested as they are; a child query's in brackets. */
function namesOf(columns: readonly Shown[]): readonly unknown[] {
  return columns.map(({ columnName, aggregate, joinColumns }) =>
    joinColumns.length === 0
      ? columnName
      : { [aggregate ? `(${columnName})` : columnName]: namesOf(joinColumns) },
  );
}

function columns(soql: string): readonly unknown[] {
  const answer = new OrgClient().send("GET", `query?columns=true&q=${encodeURIComponent(soql)}`);
  return namesOf((answer.body as { columnMetadata: Shown[] }).columnMetadata);
}

describe("the columns of a query", () => {
  it("are told by the schema's names, also when the query finds nothing", () => {
    expect(columns("select id, a.name, NumberOfEmployees from Account a")).toEqual([
      "Id",
      "Name",
      "NumberOfEmployees",
    ]);
  });

  it("stand below their parents, and below the list of children", () => {
    expect(
      columns(
        "SELECT Name, Owner.Name, Owner.Email, Parent.Owner.Name, (SELECT LastName, Owner.Name FROM Contacts) FROM Account",
      ),
    ).toEqual([
      "Name",
      { Owner: ["Name", "Email"] },
      { Parent: [{ Owner: ["Name"] }] },
      { "(Contacts)": ["LastName", { Owner: ["Name"] }] },
    ]);
  });

  it("are told by what a name in FROM stands for, also when it builds on another", () => {
    expect(
      columns("SELECT c.LastName, a.Name, o.Email FROM Contact c, c.Account a, a.Owner o"),
    ).toEqual(["LastName", { Account: ["Name", { Owner: ["Email"] }] }]);
  });
});
