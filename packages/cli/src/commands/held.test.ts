import { succeed } from "@accord-sync/core/records/result.ts";
import { describe, expect, it } from "vitest";
import { HELD_DELETE } from "../../../server/test/fake-engine.ts";
import { createTestCli } from "../../test/test-cli.ts";

describe("accord held", () => {
  it("shows what waits for a person, and what can be approved", async () => {
    const { code, out } = await createTestCli().run("held");
    expect(code).toBe(0);
    expect(out).toContain("7  2026-11-23 10:20:30 UTC  Account 001000000000001AAA  Customer 3");
    expect(out).toContain("The Salesforce account was deleted. To approve: deactivate.");
  });

  it("shows all of them, however many pages they are", async () => {
    const cli = createTestCli({
      listHeldDeletes: async ({ after }) =>
        after === "7"
          ? { held: [{ ...HELD_DELETE, id: "8" }], next: null }
          : { held: [HELD_DELETE], next: "7" },
    });
    const { out } = await cli.run("held");
    expect(out.match(/^[78] /gm)).toEqual(["7 ", "8 "]);
    expect(JSON.parse((await cli.run("held", "--json")).out)).toMatchObject({
      held: [{ id: "7" }, { id: "8" }],
      next: null,
    });
  });

  it("lets no name of a record command the terminal", async () => {
    const name = "\u001B[2JCool\u202E Cars\u009B1m";
    const hostile = {
      listHeldDeletes: async () => ({ held: [{ ...HELD_DELETE, name }], next: null }),
    };
    const { out } = await createTestCli(hostile).run("held");
    expect(out).toContain("\uFFFD[2JCool\uFFFD Cars\uFFFD1m");
  });

  it("says when nothing does", async () => {
    const nothing = { listHeldDeletes: async () => ({ held: [], next: null }) };
    expect((await createTestCli(nothing).run("held")).out).toBe("Nothing is held.\n");
  });

  it.each([
    [["approve", "7", "9"], { ids: ["7", "9"], decision: "approve" }],
    [["approve", "7", "--how", "delete"], { ids: ["7"], decision: "approve", how: "delete" }],
    [["keep", "--batch", "7"], { batch: "7", decision: "keep" }],
  ])("decides: %s", async (words, asked) => {
    const cli = createTestCli();
    expect((await cli.run("held", ...words)).code).toBe(0);
    expect(cli.app.engine.asked.at(-1)).toEqual([
      "decideHeldDeletes",
      { ...asked, actor: "Operator" },
    ]);
  });

  it("tells what could not be decided, and ends so", async () => {
    const skipped = [{ id: "7", reason: "It is not held any more; load the list again." }];
    const late = { decideHeldDeletes: async () => succeed({ decided: 0, skipped }) };
    const { code, out } = await createTestCli(late).run("held", "keep", HELD_DELETE.id);
    expect(code).toBe(1);
    expect(out).toContain("7  It is not held any more");
  });

  it.each([
    [["forget", "7"], "Decide by approve, keep, unlink, not by forget."],
    [["keep"], "Name the numbers to decide about, or one batch."],
    [["keep", "7", "--batch", "7"], "Name the numbers to decide about, or one batch."],
    [["approve", "7", "--how", "burn"], "--how must be deactivate or delete or void, not burn."],
  ])("refuses %s", async (words, message) => {
    const { code, err } = await createTestCli().run("held", ...words);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});
