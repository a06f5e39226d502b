import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { APP_FIXTURE } from "../../test/support/org-client.ts";
import { explain } from "./explain.ts";
import { readOptions } from "./options.ts";
import { type Emulator, startEmulator } from "./start.ts";

/** Starts that fail, in this process: a process for each would take seconds. */

const root = mkdtempSync(path.join(tmpdir(), "sf-explain-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const running: Emulator[] = [];
afterEach(async () => {
  for (const emulator of running.splice(0)) await emulator.stop();
});

const FREE = ["--port", "0", "--grpc-port", "0"];
const DATA = ["--data", path.join(root, "org")];

/** What a person is told who starts the emulator with these flags; nothing when it starts. */
async function told(...flags: string[]): Promise<string | undefined> {
  try {
    const options = readOptions(["--app", APP_FIXTURE, ...FREE, ...DATA, ...flags]);
    if (options === "help") return undefined;
    running.push(await startEmulator(options));
    return undefined;
  } catch (error) {
    return explain(error);
  }
}

async function takenPort(address: string) {
  const server = createServer().listen(0, address);
  await once(server, "listening");
  return { port: String((server.address() as AddressInfo).port), close: () => server.close() };
}

describe("a start that fails", () => {
  it("says whose port is taken, on whichever of the two addresses", async () => {
    for (const address of ["127.0.0.1", "::1"]) {
      const taken = await takenPort(address);
      const message = `Port ${taken.port} is in use. Choose another one, or stop what uses it.`;
      expect(await told("--port", taken.port)).toBe(message);
      expect(await told("--grpc-port", taken.port)).toBe(message);
      taken.close();
    }
  });

  it("leaves its folder free, and a running one keeps it", async () => {
    const taken = await takenPort("127.0.0.1");
    await told("--port", taken.port);
    taken.close();
    expect(await told()).toBeUndefined();
    expect(await told()).toContain("is in use by another process");
  });

  it("leaves no port bound: not those that were free before the one that was taken", async () => {
    const taken = await takenPort("127.0.0.1");
    const free = await takenPort("127.0.0.1");
    free.close();
    const message = `Port ${taken.port} is in use. Choose another one, or stop what uses it.`;
    const ports = ["--grpc-port", free.port, "--grpc-tls-port"];
    expect(await told(...ports, taken.port)).toBe(message);
    expect(await told(...ports, "0")).toBeUndefined();
    taken.close();
  });

  it("names files and folders that are not what they should be", async () => {
    const file = path.join(root, "file");
    writeFileSync(file, "text");
    expect(await told("--data", file)).toBe(`${file} is no folder.`);
    expect(await told("--app", file)).toBe(`${file} is no folder.`);
    expect(await told("--jwt-cert", `${file}.pem`)).toBe(`There is no file ${file}.pem.`);
    expect(await told("--jwt-cert", file)).toContain("holds no certificate or public key");
  });

  it("says that an address is not one of this machine", async () => {
    const message = "--host: this machine has no address 203.0.113.1.";
    expect(await told("--host", "203.0.113.1")).toBe(message);
    expect(await told("--host", "203.0.113.1", "--port", "20999")).toBe(message);
  });

  it("explains a wrong flag with all flags", async () => {
    expect(await told("--port", "many")).toContain("--port must be a port number, not 'many'.\n\n");
    expect(await told("--nothing")).toContain("emulator-salesforce [flags]");
  });
});
