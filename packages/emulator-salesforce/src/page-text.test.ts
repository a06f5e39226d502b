import { describe, expect, it } from "vitest";
import { createOrg, DEFAULT_SETTINGS } from "./org.ts";
import { pageOrg } from "./page-org.ts";

const ROWS = 2_500;
const accounts = Array.from({ length: ROWS }, (_, index) => ({
  Id: `001${String(index).padStart(12, "0")}AAA`,
  Name: `Firm ${index}`,
  Phone: `(206) 555-${index}`,
}));

function largeOrg() {
  const org = createOrg({
    seed: {
      User: [{ Id: DEFAULT_SETTINGS.adminUserId, LastName: "A", IsActive: true }],
      Account: accounts,
    },
  });
  const page = pageOrg(org, () => 1_000_000);
  const find = (text: string, fields: readonly string[] = ["Name", "Phone"], limit = 1_000) =>
    page.idsWithText({ object: "Account", fields, text, limit });
  return { org, page, find };
}

describe("finding rows by a text", () => {
  it("finds what LIKE finds, in either case and in any of the fields", () => {
    const { find, page } = largeOrg();
    for (const text of ["firm 24", "FIRM 2499", "555-77", "nothing"]) {
      const found = page.query(
        `SELECT Id FROM Account WHERE Name LIKE '%${text}%' OR Phone LIKE '%${text}%'`,
      );
      const ids = found.ok ? found.value.records.map((each) => String(each["Id"])) : [];
      const fast = find(text, ["Name", "Phone"], ROWS);
      expect(fast?.toSorted()).toEqual(ids.toSorted());
    }
  });

  it("does not take the end of one field and the start of the next for a match", () => {
    expect(largeOrg().find("1(206)")).toEqual([]);
    expect(largeOrg().find("1\u0000(206)")).toBeUndefined();
  });

  it("sees every change at once", () => {
    const { find, page } = largeOrg();
    expect(find("renamed")).toEqual([]);
    const id = accounts[7]?.Id ?? "";
    page.update("Account", id, { Name: "Renamed" });
    expect(find("renamed")).toEqual([id]);
    expect(find("firm 7", ["Name"])).not.toContain(id);
  });

  it("leaves calculated fields and texts that nearly every row has to the query", () => {
    const { find } = largeOrg();
    expect(find("firm")).toBeUndefined();
    expect(find("x", ["NoSuchField"])).toBeUndefined();
  });
});
