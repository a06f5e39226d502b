import { describe, expect } from "vitest";
import { ACCOUNT, at, CUSTOMER, logEntry, TENANT } from "../test/samples.ts";
import { holds } from "../test/scratch.ts";
import type { Db } from "./ledger.ts";
import {
  appendLog,
  findLogEntry,
  listLog,
  listRecordLog,
  type LogEntry,
  markReprocessed,
} from "./log-entries.ts";

const ids = (entries: readonly LogEntry[]): readonly string[] => entries.map((one) => one.id);

async function append(db: Db, count: number, change: (index: number) => Partial<LogEntry>) {
  const made: string[] = [];
  for (let index = 0; index < count; index += 1) {
    made.push(await appendLog(db, logEntry(change(index))));
  }
  return made;
}

describe("the log", () => {
  holds("gives an entry back as it was written", async ({ db }) => {
    const given = logEntry({ linkId: "7", quickbooksRef: CUSTOMER, error: "{}", intentId: "i1" });
    const id = await appendLog(db, given);
    expect(await findLogEntry(db, id)).toEqual({ ...given, id });
    expect(await findLogEntry(db, "999")).toBeNull();
  });

  holds("takes only what is an entry's own from a wider object", async ({ db }) => {
    const wide = { ...logEntry(), id: "77", revision: 3 };
    const id = await appendLog(db, wide);
    expect(id).not.toBe("77");
    expect(await findLogEntry(db, id)).toEqual({ ...logEntry(), id });
  });

  holds("is read newest first, page by page", async ({ db }) => {
    const made = await append(db, 12, () => ({}));
    const first = await listLog(db, TENANT, { only: "all", limit: 5 });
    const before = first.at(-1)?.id ?? "";
    const second = await listLog(db, TENANT, { only: "all", limit: 50, before });
    expect([...ids(first), ...ids(second)]).toEqual([...made].reverse());
    expect(await listLog(db, "t2", { only: "all", limit: 5 })).toEqual([]);
  });

  holds("is read by time, the end excluded, and by having an error", async ({ db }) => {
    const made = await append(db, 6, (index) => ({
      at: at(index),
      error: index % 2 === 0 ? "{}" : null,
    }));
    const between = { from: at(1), to: at(4), limit: 50 };
    const [, one, two, three] = made;
    expect(ids(await listLog(db, TENANT, { ...between, only: "all" }))).toEqual([three, two, one]);
    expect(ids(await listLog(db, TENANT, { ...between, only: "errors" }))).toEqual([two]);
  });

  holds("of a record has what names it on its own side", async ({ db }) => {
    const both = await appendLog(db, logEntry({ quickbooksRef: CUSTOMER }));
    const own = await appendLog(db, logEntry());
    await appendLog(db, logEntry({ salesforceRef: { ...ACCOUNT, id: CUSTOMER.id } }));
    expect(ids(await listRecordLog(db, TENANT, ACCOUNT, 10))).toEqual([own, both]);
    expect(ids(await listRecordLog(db, TENANT, ACCOUNT, 1))).toEqual([own]);
    expect(ids(await listRecordLog(db, TENANT, CUSTOMER, 10))).toEqual([both]);
  });

  holds("remembers what was processed again", async ({ db }) => {
    const [one = "", two = "", three = ""] = await append(db, 3, () => ({}));
    await markReprocessed(db, [one, three]);
    await markReprocessed(db, []);
    const marked = (await listLog(db, TENANT, { only: "all", limit: 9 })).filter(
      (entry) => entry.reprocessed,
    );
    expect(ids(marked)).toEqual([three, one]);
    expect(await findLogEntry(db, two)).toMatchObject({ reprocessed: false });
  });
});
