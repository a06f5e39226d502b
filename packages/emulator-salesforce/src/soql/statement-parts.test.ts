import { describe, expect, it } from "vitest";
import { OrgClient } from "../../test/support/org-client.ts";

/** A statement with a mark before the culprit, and what is wrong with it. */
const MARKED: readonly (readonly [string, string])[] = [
  ["SELECT Id, Name FROM Account WHERE ^Name = 5", "must be of type string"],
  ["SELECT Id, Name FROM Account WHERE ^Id = 'x'", "invalid ID field: x"],
  ["SELECT Owner.Name FROM Account WHERE ^Owner.Name = 5", "must be of type string"],
  ["SELECT Description FROM Account WHERE ^Description = 'x'", "can not be filtered"],
  ["SELECT Description FROM Account ORDER BY ^Description", "can not be sorted"],
  ["SELECT Description FROM Account GROUP BY ^Description", "can not be grouped"],
  ["SELECT Name FROM Account WHERE Phone = 'Nope (' ORDER BY ^Nope", "No such column 'Nope'"],
  [
    "SELECT Name, (SELECT Id FROM Contacts WHERE ^LastName = 5) FROM Account WHERE Name = 'LastName'",
    "must be of type string",
  ],
  [
    "SELECT Id, (SELECT Id, ^Site FROM Contacts) FROM Account WHERE Site = 'x'",
    "No such column 'Site' on entity 'Contact'",
  ],
  [
    "SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Contact WHERE ^Id = 'x')",
    "invalid ID field: x",
  ],
  [
    "SELECT Id, (SELECT Id FROM Contacts ORDER BY Id) FROM Account ORDER BY ^Description",
    "can not be sorted",
  ],
];

describe("the caret of an error", () => {
  it.each(MARKED)("stands in the clause that is wrong: %s", (marked, wanted) => {
    const soql = marked.replace("^", "");
    const { body } = new OrgClient().send("GET", `query?q=${encodeURIComponent(soql)}`);
    const [{ message = "" } = {}] = body as readonly { readonly message?: string }[];
    expect(message).toContain(wanted);
    expect(message).toContain(`ERROR at Row:1:Column:${marked.indexOf("^") + 1}\n`);
    const [, line = "", caret = ""] = message.split("\n");
    expect(line.slice(caret.indexOf("^"))).toMatch(/^\S/);
    expect(soql.slice(marked.indexOf("^"))).toContain(line.slice(caret.indexOf("^")));
  });
});
