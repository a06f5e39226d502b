/** What a stranger gets: the packed package, installed in an empty folder, started by its command. */

import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const PACKAGE = fileURLToPath(new URL("..", import.meta.url));
const run = promisify(execFile);
/** The Node of this test comes first, as on a machine where it is the only one. */
const env = {
  ...process.env,
  PATH: [dirname(process.execPath), process.env["PATH"]].join(delimiter),
};
const SIGNED_IN = { headers: { authorization: "Bearer demo" } };

/** The emulator's command in a folder; `said` grows with what it prints. */
function start(folder: string, flags: readonly string[]) {
  const args = ["--no-install", "emulator-salesforce", "--port", "0", "--grpc-port", "0", ...flags];
  const child = spawn("npx", args, { cwd: folder, env, detached: true });
  const said: string[] = [];
  child.stdout.on("data", (text: Buffer) => said.push(text.toString()));
  child.stderr.on("data", (text: Buffer) => said.push(text.toString()));
  return { child, said };
}

/** The address it prints once it listens; fails with what it said if it never does. */
async function addressOf({ child, said }: ReturnType<typeof start>): Promise<string> {
  for (let attempt = 0; attempt < 150 && child.exitCode === null; attempt += 1) {
    const url = /Salesforce emulator: (http:\S+)/.exec(said.join(""))?.[1];
    if (url !== undefined) return url;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`no address:\n${said.join("")}`);
}

/** Ctrl-C in a terminal reaches the whole group: npx and the emulator under it. */
async function interrupt(child: ChildProcess): Promise<void> {
  if (child.pid !== undefined) process.kill(-child.pid, "SIGINT");
  if (child.exitCode === null) await once(child, "exit");
}

describe("the published package", () => {
  const folder = mkdtempSync(join(tmpdir(), "emulator-package-"));

  beforeAll(async () => {
    await run("npm", ["pack", "--pack-destination", folder], { cwd: PACKAGE, env });
    const tarball = readdirSync(folder).find((name) => name.endsWith(".tgz")) ?? "";
    writeFileSync(join(folder, "package.json"), '{"private":true,"type":"module"}\n');
    await run("npm", ["install", "--prefer-offline", `./${tarball}`], { cwd: folder, env });
  }, 180_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("starts by its command as a plain org, with API, pages and built components", async () => {
    const started = start(folder, ["--data", "org"]);
    try {
      const url = await addressOf(started);
      const soql = encodeURIComponent("SELECT Name FROM Account LIMIT 1");
      const answer = await fetch(`${url}/services/data/v66.0/query?q=${soql}`, SIGNED_IN);
      expect(await answer.json()).toMatchObject({ totalSize: 1 });
      const page = await (await fetch(`${url}/lightning/o/Account/list`)).text();
      const scripts = [...page.matchAll(/(?:src|href)="(\/[^"]+\.(?:js|css|ts))"/g)].map(
        ([, at]) => at,
      );
      expect(scripts.length).toBeGreaterThan(1);
      for (const script of scripts) {
        expect([script, (await fetch(`${url}${script}`)).status]).toEqual([script, 200]);
      }
    } finally {
      await interrupt(started.child);
    }
  }, 60_000);

  it("loads the SFDX project that it is given", async () => {
    const object = join(folder, "app/force-app/main/default/objects/Tree__c");
    mkdirSync(object, { recursive: true });
    writeFileSync(
      join(folder, "app/sfdx-project.json"),
      '{"packageDirectories":[{"path":"force-app","default":true}]}',
    );
    writeFileSync(
      join(object, "Tree__c.object-meta.xml"),
      '<?xml version="1.0" encoding="UTF-8"?><CustomObject xmlns="http://soap.sforce.com/2006/04/metadata"><label>Tree</label><pluralLabel>Trees</pluralLabel><nameField><label>Name</label><type>Text</type></nameField><deploymentStatus>Deployed</deploymentStatus><sharingModel>ReadWrite</sharingModel></CustomObject>',
    );
    const started = start(folder, ["--data", "with-app", "--app", "app"]);
    try {
      const url = await addressOf(started);
      const made = await fetch(`${url}/services/data/v66.0/sobjects/Tree__c`, {
        method: "POST",
        headers: { ...SIGNED_IN.headers, "content-type": "application/json" },
        body: '{"Name":"Oak"}',
      });
      expect(made.status).toBe(201);
    } finally {
      await interrupt(started.child);
    }
  }, 60_000);

  it("says in one line what is wrong with a project that is not there", async () => {
    const { child, said } = start(folder, ["--data", "none", "--app", "nowhere"]);
    await once(child, "exit");
    expect(child.exitCode).toBe(1);
    expect(said.join("")).toContain("--app: there is no folder");
  }, 30_000);

  it("serves a program in its own process, with types", async () => {
    const program = `
      import { createOrg } from "@accord-sync/emulator-salesforce/org";
      const org = createOrg();
      const url = "/services/data/v66.0/sobjects/Account";
      const headers = { authorization: "Bearer demo" };
      console.log(org.handle({ method: "POST", url, headers, body: '{"Name":"A"}' }, Date.now()).status);
    `;
    writeFileSync(join(folder, "program.mjs"), program);
    const { stdout } = await run(process.execPath, ["program.mjs"], { cwd: folder, env });
    expect(stdout.trim()).toBe("201");
    const installed = join(folder, "node_modules/@accord-sync/emulator-salesforce/dist");
    expect(readdirSync(installed)).toContain("org.d.ts");
    const files = readdirSync(installed, { recursive: true }).map(String);
    expect(files.filter((name) => name.includes(".test."))).toEqual([]);
  }, 30_000);
});
