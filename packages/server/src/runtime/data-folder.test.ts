import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { envFile, openDataFolder, operatorTokenFile, warnOfReaders } from "./data-folder.ts";

describe("the data folder", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "accord-data-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it("gets an operator token that its owner alone can read, and keeps it", () => {
    const { operatorToken } = openDataFolder(folder);
    const file = operatorTokenFile(folder);
    expect(operatorToken).toHaveLength(32);
    expect(readFileSync(file, "utf8")).toBe(`${operatorToken}\n`);
    expect(statSync(file).mode & 0o077).toBe(0);
    expect(openDataFolder(folder).operatorToken).toBe(operatorToken);
  });

  it.skipIf(process.platform === "win32")("becomes private when it was not", () => {
    const file = operatorTokenFile(folder);
    writeFileSync(file, `${"t".repeat(32)}\n`);
    for (const place of [folder, file]) chmodSync(place, 0o755);
    expect(openDataFolder(folder).operatorToken).toBe("t".repeat(32));
    for (const place of [folder, file, path.join(folder, "service")]) {
      expect(statSync(place).mode & 0o077).toBe(0);
    }
  });

  it.skipIf(process.platform === "win32")("warns of settings that others may read", () => {
    const file = envFile(folder);
    expect(warnOfReaders(file)).toBeNull();
    writeFileSync(file, "");
    for (const [mode, isOpen] of [
      [0o644, true],
      [0o640, true],
      [0o604, true],
      [0o600, false],
      [0o400, false],
    ] as const) {
      chmodSync(file, mode);
      const expected = `run chmod 600 '${file}'`;
      expect(warnOfReaders(file) ?? "").toEqual(isOpen ? expect.stringContaining(expected) : "");
    }
  });

  it("is refused in plain words when it is a file", () => {
    const file = path.join(folder, "file");
    writeFileSync(file, "");
    expect(() => openDataFolder(file)).toThrow(`ACCORD_DATA: ${file} cannot be used as a folder`);
  });

  it("replaces a token that is too short to be one", () => {
    writeFileSync(operatorTokenFile(folder), "\n");
    expect(openDataFolder(folder).operatorToken).toHaveLength(32);
  });
});
