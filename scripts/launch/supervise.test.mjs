import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { checkPorts, isPortTaken, pidFile } from "./ports.mjs";
import { logFile, Supervised } from "./supervise.mjs";

describe("a supervised program", () => {
  let folder = "";
  let said = "";
  let supervised;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "accord-supervise-"));
    said = "";
  });
  afterEach(async () => {
    await supervised?.stop(0);
    rmSync(folder, { recursive: true, force: true });
  });

  function supervise(source) {
    const file = path.join(folder, "program.mjs");
    writeFileSync(file, source);
    const program = { name: "program", label: "the program", command: [file], environment: {} };
    supervised = new Supervised(program, {
      node: process.execPath,
      folder,
      say: (text) => {
        said += text;
      },
    });
    supervised.start();
    return supervised;
  }
  const pid = () => Number(readFileSync(pidFile(folder, "program"), "utf8"));

  it("is started again when it is killed, which is said", async () => {
    supervise("setInterval(() => {}, 1000);").hasStarted = true;
    const first = pid();
    process.kill(first, "SIGKILL");
    await vi.waitFor(() => expect(pid()).not.toBe(first), { timeout: 10_000, interval: 50 });
    expect(said).toContain("The program ended by SIGKILL. It is started again in 1 s");
  });

  it("is not started again when it never came up, and its last lines are kept", async () => {
    const it = supervise("console.error('no such setting'); process.exit(1);");
    await vi.waitFor(() => expect(it.failure).not.toBeNull(), { timeout: 10_000 });
    expect(it.failure).toEqual({ code: 1, lines: ["no such setting"] });
    expect(readFileSync(logFile(folder, "program"), "utf8")).toContain("no such setting");
    expect(existsSync(pidFile(folder, "program"))).toBe(false);
  });

  it("ends when it is stopped, and stays ended", async () => {
    const it = supervise("setInterval(() => {}, 1000);");
    it.hasStarted = true;
    await it.stop(0);
    expect(existsSync(pidFile(folder, "program"))).toBe(false);
    expect(said).toBe("");
  });
});

describe("the check of ports", () => {
  it.each(["127.0.0.1", "::1"])(
    "names the port that is taken on %s, who needs it and how to choose another",
    async (host) => {
      const server = createServer();
      await new Promise((resolve) => server.listen(0, host, resolve));
      const { port } = server.address();
      try {
        expect(await isPortTaken(port)).toBe(true);
        const programs = [{ label: "the service", ports: [port] }];
        await expect(checkPorts(programs, 4000)).rejects.toThrow(
          `Port ${port} is in use, which the service needs (PORT_IN_USE)`,
        );
      } finally {
        await new Promise((resolve) => server.close(resolve));
      }
      expect(await isPortTaken(port)).toBe(false);
    },
  );
});
