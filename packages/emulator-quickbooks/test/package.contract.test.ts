/** What a stranger gets: the packed package, installed in an empty folder, started by its command. */

import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
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

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** The text of the page once it answers; fails with what the process said if it never does. */
async function fetchWhenReady(url: string, child: ChildProcess, said: string[]): Promise<Response> {
  for (let attempt = 0; attempt < 150; attempt += 1) {
    if (child.exitCode !== null) break;
    try {
      return await fetch(url, { headers: { authorization: "Bearer demo" } });
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
  throw new Error(`nothing answers ${url}:\n${said.join("")}`);
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

  it("starts by its command, answers the API and stops cleanly", async () => {
    const port = await freePort();
    const args = [
      "--no-install",
      "emulator-quickbooks",
      "--port",
      String(port),
      "--data",
      "company",
    ];
    const said: string[] = [];
    const child = spawn("npx", args, { cwd: folder, env, detached: true });
    child.stdout.on("data", (text: Buffer) => said.push(text.toString()));
    child.stderr.on("data", (text: Buffer) => said.push(text.toString()));
    const base = `http://127.0.0.1:${port}`;
    const realm = `${base}/v3/company/9341452700000001`;
    try {
      await fetchWhenReady(`${base}/healthz`, child, said);
      const answer = await fetchWhenReady(`${realm}/customer/1`, child, said);
      expect(await answer.json()).toMatchObject({
        Customer: { DisplayName: "Amy's Bird Sanctuary" },
      });
    } finally {
      // Ctrl-C in a terminal reaches the whole group: npx and the emulator under it.
      if (child.pid !== undefined) process.kill(-child.pid, "SIGINT");
      await once(child, "exit");
    }
    await expect(fetch(`${base}/healthz`)).rejects.toThrow("fetch failed");
  }, 60_000);

  it("serves a program in its own process, with types", async () => {
    const program = `
      import { createCompany } from "@accord-sync/emulator-quickbooks/company";
      import { predictableIds } from "@accord-sync/emulator-quickbooks/testing/predictable-ids";
      const company = createCompany({ ids: predictableIds(1) });
      const url = "/v3/company/9341452700000001/customer/1";
      const request = { method: "GET", url, headers: { authorization: "Bearer demo" }, body: "" };
      console.log(company.handle(request, Date.now()).status);
    `;
    writeFileSync(join(folder, "program.mjs"), program);
    const { stdout } = await run(process.execPath, ["program.mjs"], { cwd: folder, env });
    expect(stdout.trim()).toBe("200");
    const installed = join(folder, "node_modules/@accord-sync/emulator-quickbooks/dist");
    expect(readdirSync(installed)).toContain("company.d.ts");
    expect(
      readdirSync(installed, { recursive: true }).filter((name) => String(name).includes(".test.")),
    ).toEqual([]);
  });
});
