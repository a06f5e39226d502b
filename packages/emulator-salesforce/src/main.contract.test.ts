import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { request } from "node:http";
import { connect } from "node:tls";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it, vi } from "vitest";
import { APP_FIXTURE } from "../test/support/org-client.ts";
import { scratchFolder } from "../test/support/scratch-folder.ts";

const MAIN = fileURLToPath(new URL("main.ts", import.meta.url));
const children: ChildProcess[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill("SIGKILL");
    await once(child, "exit");
  }
});

interface Started {
  readonly child: ChildProcess;
  readonly url: string;
}

function run(...flags: string[]): ChildProcess {
  const child = spawn(process.execPath, [
    "--disable-warning=ExperimentalWarning",
    MAIN,
    "--app",
    APP_FIXTURE,
    ...flags,
  ]);
  children.push(child);
  return child;
}

async function text(
  child: ChildProcess,
  stream: "stdout" | "stderr",
  until: RegExp,
): Promise<RegExpExecArray> {
  let seen = "";
  for await (const chunk of child[stream] ?? []) {
    seen += String(chunk);
    const match = until.exec(seen);
    if (match !== null) return match;
  }
  throw new Error(`No ${until} in: ${seen}`);
}

async function start(data: string): Promise<Started> {
  const child = run("--port", "0", "--grpc-port", "0", "--data", data);
  const [, url = ""] = await text(child, "stdout", /Salesforce emulator: (\S+)/);
  return { child, url };
}

async function api(url: string, method: string, resource: string, body?: object) {
  const answer = await fetch(`${url}/services/data/v66.0/${resource}`, {
    method,
    headers: { authorization: "Bearer demo", "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

// A start is most of a second of computing, and many seconds on a busy machine.
describe("the emulator as a process", { timeout: 60_000 }, () => {
  it("serves, survives SIGKILL with every answered change, and stops cleanly", async () => {
    const data = scratchFolder();
    const first = await start(data);
    expect((await fetch(`${first.url}/healthz`)).status).toBe(200);
    const ids: unknown[] = [];
    for (let n = 0; n < 20; n += 1) {
      const { body } = await api(first.url, "POST", "sobjects/Account", { Name: `Kept ${n}` });
      ids.push(body["id"]);
    }
    first.child.kill("SIGKILL");
    await once(first.child, "exit");
    const second = await start(data);
    const { body } = await api(
      second.url,
      "GET",
      "query?q=SELECT+Id+FROM+Account+WHERE+Name+LIKE+'Kept+%25'",
    );
    expect((body["records"] as { Id: string }[]).map((row) => row.Id)).toEqual(ids);
    second.child.kill("SIGTERM");
    expect(await once(second.child, "exit")).toEqual([0, null]);
  });

  it("goes on with a bulk job after SIGKILL: no row twice, none lost, all of them told", async () => {
    const data = scratchFolder();
    const first = await start(data);
    const rows = Array.from({ length: 30_000 }, (_, n) => `Row ${n}`);
    const job = await api(first.url, "POST", "jobs/ingest", {
      object: "Account",
      operation: "insert",
    });
    const id = String(job.body["id"]);
    const csv = { authorization: "Bearer demo", "content-type": "text/csv" };
    const files = (url: string) => `${url}/services/data/v66.0/jobs/ingest/${id}`;
    const body = `Name\n${rows.join("\n")}\n`;
    await fetch(`${files(first.url)}/batches`, { method: "PUT", headers: csv, body });
    await api(first.url, "PATCH", `jobs/ingest/${id}`, { state: "UploadComplete" });
    const done = async (url: string, atLeast: number) => {
      const { body: info } = await api(url, "GET", `jobs/ingest/${id}`);
      expect(info["numberRecordsProcessed"]).toBeGreaterThanOrEqual(atLeast);
      return info;
    };
    await vi.waitFor(() => done(first.url, 1000), { timeout: 20_000, interval: 20 });
    first.child.kill("SIGKILL");
    await once(first.child, "exit");
    const second = await start(data);
    await done(second.url, 1000);
    const ended = async () => {
      const info = await done(second.url, rows.length);
      expect(info).toMatchObject({ state: "JobComplete", numberRecordsFailed: 0 });
    };
    await vi.waitFor(ended, { timeout: 30_000, interval: 100 });
    const told = await (
      await fetch(`${files(second.url)}/successfulResults`, { headers: csv })
    ).text();
    const [, ...lines] = told.trimEnd().split("\n");
    expect(lines.map((line) => line.split('"')[5])).toEqual(rows);
    const soql = "query?q=SELECT+COUNT()+FROM+Account+WHERE+Name+LIKE+'Row+%25'";
    expect((await api(second.url, "GET", soql)).body["totalSize"]).toBe(rows.length);
  });

  it("carries out the faults that lose answers", async () => {
    const { url } = await start(scratchFolder());
    const arm = (fault: string) =>
      fetch(`${url}/_emulator/faults`, { method: "POST", body: JSON.stringify([{ fault }]) });
    await arm("close-after");
    await expect(api(url, "POST", "sobjects/Account", { Name: "Closed" })).rejects.toThrow(
      /fetch failed/,
    );
    await arm("timeout-after");
    const lost = fetch(`${url}/services/data/v66.0/limits`, {
      headers: { authorization: "Bearer demo" },
      signal: AbortSignal.timeout(300),
    });
    await expect(lost).rejects.toThrow(/aborted|timeout/i);
    const { body } = await api(url, "GET", "query?q=SELECT+Name+FROM+Account+WHERE+Name='Closed'");
    expect(body["totalSize"]).toBe(1);
  });

  it("speaks gRPC over TLS where that was asked for, with the org's certificate", async () => {
    const flags = ["--port", "0", "--grpc-port", "0", "--grpc-tls-port", "0"];
    const child = run(...flags, "--data", scratchFolder());
    const [, port = ""] = await text(child, "stdout", /over TLS on port (\d+)/);
    const socket = connect({ port: Number(port), host: "127.0.0.1", rejectUnauthorized: false });
    await once(socket, "secureConnect");
    expect(socket.getPeerCertificate().subject.CN).toContain("SelfSignedCert_00D");
    socket.destroy();
  });

  it("is reached under each name that localhost may have", async () => {
    const { url } = await start(scratchFolder());
    const { port } = new URL(url);
    for (const host of ["127.0.0.1", "[::1]", "localhost"]) {
      expect((await fetch(`http://${host}:${port}/_emulator/usage`)).status).toBe(200);
    }
  });

  it("gives no local privileges to a page that calls this machine by another name", async () => {
    const { url } = await start(scratchFolder());
    const status = await new Promise((resolve) => {
      request(`${url}/_emulator/usage`, { headers: { host: "evil.example.com" } }, (answer) =>
        resolve(answer.statusCode),
      ).end();
    });
    expect(status).toBe(403);
  });

  it("says in one line why it cannot start, and exits with 1", async () => {
    const data = scratchFolder();
    await start(data);
    const second = run("--port", "0", "--grpc-port", "0", "--data", data);
    expect((await text(second, "stderr", /emulator: (.+)\n/))[1]).toContain(
      "is in use by another process",
    );
    expect(await exitCode(second)).toBe(1);
  });

  it("has the limits of the edition it is started as, and refuses one that there is not", async () => {
    const flags = ["--port", "0", "--grpc-port", "0", "--data", scratchFolder(), "--edition"];
    const child = run(...flags, "developer");
    const [, url = ""] = await text(child, "stdout", /Salesforce emulator: (\S+)/);
    const read = async (path: string): Promise<unknown> =>
      (
        await fetch(`${url}/services/data/v66.0/${path}`, {
          headers: { authorization: "Bearer demo" },
        })
      ).json();
    expect(await read("limits")).toMatchObject({
      DailyApiRequests: { Max: 15_000 },
      DailyDeliveredPlatformEvents: { Max: 10_000 },
      HourlyPublishedPlatformEvents: { Max: 50_000 },
    });
    expect(await read("query?q=SELECT+OrganizationType+FROM+Organization")).toMatchObject({
      records: [{ OrganizationType: "Developer Edition" }],
    });
    await text(run(...flags, "Gold"), "stderr", /--edition must be one of Developer, Enterprise/);
  });
});

async function exitCode(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null) await once(child, "exit");
  return child.exitCode;
}
