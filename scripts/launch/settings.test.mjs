import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { programsOf } from "./programs.mjs";
import { readLaunchSettings } from "./settings.mjs";

describe("the launcher's settings", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "accord-launch-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it("derive every port from PORT", () => {
    const programs = programsOf(readLaunchSettings({ ACCORD_DATA: folder, PORT: "5000" }));
    expect(programs.flatMap(({ ports }) => ports)).toEqual([5001, 5011, 5002, 5000]);
  });

  it("start the service alone on real accounts", () => {
    const settings = readLaunchSettings({ ACCORD_DATA: folder, ACCORD_MODE: "live" });
    expect(programsOf(settings).map(({ name }) => name)).toEqual(["service"]);
  });

  it("come from accord.env where the environment is silent", () => {
    writeFileSync(path.join(folder, "accord.env"), "# ours\nPORT = 5500\nACCORD_MODE='live'\n");
    expect(readLaunchSettings({ ACCORD_DATA: folder })).toMatchObject({
      port: 5500,
      isDemo: false,
    });
    expect(readLaunchSettings({ ACCORD_DATA: folder, PORT: "5600" }).port).toBe(5600);
  });

  it("keep one verifier token over every start, shared by sender and receiver", () => {
    const first = readLaunchSettings({ ACCORD_DATA: folder });
    expect(readLaunchSettings({ ACCORD_DATA: folder }).verifierToken).toBe(first.verifierToken);
    const [, quickbooks, service] = programsOf(first);
    expect(quickbooks.command).toContain(first.verifierToken);
    expect(service.environment.ACCORD_INTUIT_VERIFIER_TOKEN).toBe(first.verifierToken);
  });

  it("refuse a data folder that is a file, or lies below one, in plain words", () => {
    const file = path.join(folder, "file");
    writeFileSync(file, "");
    const read = (place) => () => readLaunchSettings({ ACCORD_DATA: place });
    expect(read(file)).toThrow(`The data folder ${file} cannot be used: it is a file.`);
    expect(read(path.join(file, "below"))).toThrow("a part of its path is a file");
  });

  it.each(["0", "http", "65530", "80.5"])("refuse PORT=%s", (PORT) => {
    expect(() => readLaunchSettings({ ACCORD_DATA: folder, PORT })).toThrow("PORT must be a port");
  });
});
