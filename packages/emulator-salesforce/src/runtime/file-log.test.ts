import { spawnSync } from "node:child_process";
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { DEMO_SEED, OrgClient } from "../../test/support/org-client.ts";
import { scratchFolder } from "../../test/support/scratch-folder.ts";
import { BrokenLog, type FileLog, openLog } from "./file-log.ts";

const open: FileLog[] = [];
afterEach(() => {
  for (const log of open.splice(0)) log.close();
});

/** An org whose commits go to the folder, as the running emulator has it. */
function start(data: string): OrgClient {
  const { snapshot, log } = openLog(data);
  open.push(log);
  const client = new OrgClient(
    snapshot === undefined ? { seed: DEMO_SEED } : { restore: snapshot },
  );
  log.rewrite(client.org.store.snapshot());
  client.org.onCommit((commit) => log.append(commit));
  return client;
}

describe("the org's log", () => {
  it("brings everything back: rows, sessions, events and the counters of ids", () => {
    const data = scratchFolder();
    const first = start(data);
    const form = "grant_type=client_credentials&client_id=demo&client_secret=demo";
    const { access_token } = first.send("POST", "/services/oauth2/token", form).body as {
      access_token: string;
    };
    const id = first.create("Account", { Name: "Kept", Accord_QB_Id__c: "1" });
    first.send("DELETE", `sobjects/Account/${first.create("Account", { Name: "Gone" })}`);
    const published = first.org.feed.since("/data/ChangeEvents", 0);

    const second = start(data);
    second.token = access_token;
    expect(second.read("Account", id)).toEqual(first.read("Account", id));
    expect(second.records("SELECT Id FROM Account WHERE Name = 'Gone'")).toEqual([]);
    expect(second.org.feed.since("/data/ChangeEvents", 0)).toEqual(published);
    expect(second.org.feed.latest()).toBe(first.org.feed.latest());
    expect(second.send("PATCH", "sobjects/Account/Accord_QB_Id__c/1", { Phone: "2" }).status).toBe(
      200,
    );
    expect(second.create("Account", { Name: "New" })).not.toBe(id);
  });

  it("loses only a torn last line, and goes on writing after it", () => {
    const data = scratchFolder();
    const first = start(data);
    first.create("Account", { Name: "Whole" });
    appendFileSync(path.join(data, "org.log"), '{"put":[["Account","001');
    const second = start(data);
    expect(second.records("SELECT Name FROM Account WHERE Name = 'Whole'")).toHaveLength(1);
    second.create("Account", { Name: "After" });
    const third = start(data);
    expect(third.records("SELECT Name FROM Account WHERE Name IN ('Whole', 'After')")).toHaveLength(
      2,
    );
  });

  it("refuses a file that is broken in the middle, and names the line", () => {
    const data = scratchFolder();
    start(data).create("Account", { Name: "A" });
    const file = path.join(data, "org.log");
    const lines = readFileSync(file, "utf8").split("\n");
    writeFileSync(file, [lines[0], "garbage", ...lines.slice(1)].join("\n"));
    expect(() => openLog(data)).toThrow(BrokenLog);
    expect(() => openLog(data)).toThrow(/line 2/);
  });

  it("throws when the disk takes only a part of a line, so that nobody is told of it", () => {
    const data = scratchFolder();
    // A bound on the length of files is what a full disk is like: the write that reaches it is cut short.
    const script = `
      import { openLog } from ${JSON.stringify(new URL("./file-log.ts", import.meta.url).href)};
      const { log } = openLog(${JSON.stringify(data)});
      const after = { text: "x".repeat(100_000) };
      log.append({ changes: [{ collection: "a", key: "b", after }] });`;
    const command = 'trap \'\' XFSZ; ulimit -f 20; exec "$0" --input-type=module -e "$1"';
    const ended = spawnSync("bash", ["-c", command, process.execPath, script], {
      encoding: "utf8",
    });
    expect(ended.stderr).toContain("EFBIG");
    expect(ended.status).toBe(1);
  });

  it("is written anew after a reset and at a start, without outdated lines", () => {
    const data = scratchFolder();
    const first = start(data);
    const id = first.create("Account", { Name: "A" });
    first.send("POST", "/_emulator/reset");
    const second = start(data);
    expect(second.send("GET", `sobjects/Account/${id}`).status).toBe(404);
    expect(second.records("SELECT Id FROM Account")).toHaveLength(
      DEMO_SEED["Account"]?.length ?? -1,
    );
    const row = String(second.records("SELECT Id FROM Opportunity LIMIT 1")[0]?.["Id"]);
    for (let n = 0; n < 200; n += 1)
      second.send("PATCH", `sobjects/Opportunity/${row}`, { Name: `N${n}` });
    const lines = () => readFileSync(path.join(data, "org.log"), "utf8").split("\n").length;
    expect(lines()).toBeGreaterThan(200);
    const third = start(data);
    expect(lines()).toBeLessThan(20);
    expect(third.records("SELECT Name FROM Opportunity WHERE Name = 'N199'")).toHaveLength(1);
  });
});
