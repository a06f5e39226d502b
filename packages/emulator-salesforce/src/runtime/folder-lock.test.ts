import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { FolderInUse, lockFolder } from "./folder-lock.ts";

describe("the lock of a data folder", () => {
  it("is held by one at a time and can be taken again once given back", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "sf-lock-"));
    const unlock = lockFolder(folder);
    expect(() => lockFolder(folder)).toThrow(FolderInUse);
    unlock();
    lockFolder(folder)();
  });
});
