import { describe, expect, it } from "vitest";
import { createTestCli } from "../../test/test-cli.ts";

describe("accord held-changes", () => {
  it("shows what waits, which fields, by whom, and some of the records", async () => {
    const { code, out } = await createTestCli().run("held-changes");
    expect(code).toBe(0);
    expect(out).toContain("4  Far more account records than usual");
    expect(out).toContain("Records waiting  312");
    expect(out).toContain("Ada Admin (312)");
    expect(out).toContain("Account 001000000000001AAA  Cool Cars  Phone: (415) 555-0101 -> -");
  });

  it("shows all the records, as JSON too", async () => {
    const { out } = await createTestCli().run("held-changes", "records", "4", "--json");
    expect(JSON.parse(out)).toMatchObject({ records: [{ name: "Cool Cars" }], next: null });
  });

  it("says when nothing does", async () => {
    const nothing = { listHeldChanges: async () => [] };
    expect((await createTestCli(nothing).run("held-changes")).out).toBe("Nothing is held.\n");
  });

  it.each(["release", "aside", "undo"])("decides: %s", async (decision) => {
    const cli = createTestCli();
    expect(await cli.run("held-changes", decision, "4")).toMatchObject({
      code: 0,
      out: "Decided about 312 records.\n",
    });
    expect(cli.app.engine.asked.at(-1)).toEqual(["decideHeldChanges", "4", decision, "Operator"]);
  });

  it.each([
    [["forget", "4"], "Decide by release, aside, undo, not by forget."],
    [["release"], "Name the number of the list."],
  ])("refuses %s", async (words, message) => {
    const { code, err } = await createTestCli().run("held-changes", ...words);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });

  it("tells when somebody was first", async () => {
    const { err } = await createTestCli().run("held-changes", "release", "5");
    expect(err).toContain("These changes are not held any more");
  });
});
