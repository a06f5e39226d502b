import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ChangeLog } from "./change-log.ts";

/** Bytes that the disk still takes; a write that needs more is done in part, as a full disk does it. */
const disk = { room: Infinity };

vi.mock(import("node:fs"), async (importOriginal) => {
  const fs = await importOriginal();
  const writeSync = (file: number, bytes: Buffer, offset: number): number => {
    const length = Math.min(bytes.length - offset, disk.room);
    if (length <= 0) throw Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
    disk.room -= length;
    return fs.writeSync(file, bytes, offset, length);
  };
  return { ...fs, writeSync: writeSync as typeof fs.writeSync };
});

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "emulator-quickbooks-"));
});
afterEach(() => {
  disk.room = Infinity;
  rmSync(folder, { recursive: true });
});

const changeOf = (key: string): { table: "counter"; key: string; value: number } => ({
  table: "counter",
  key,
  value: 1,
});

describe("the log on a full disk", () => {
  for (const room of [0, 1, 30]) {
    it(`refuses a commit of which ${room} bytes fit, and goes on soundly once there is room`, () => {
      const { log } = ChangeLog.open(folder);
      log.append([changeOf("before")]);
      disk.room = room;
      expect(() => log.append([changeOf("refused")])).toThrow("no space left");
      disk.room = Infinity;
      log.append([changeOf("after")]);
      log.close();
      const again = ChangeLog.open(folder);
      const keys = [...(again.changes ?? [])].map(({ key }) => key);
      again.log.close();
      expect(keys).toEqual(["before", "after"]);
    });
  }
});
