import { describe, expect, it } from "vitest";
import { scratchFolder } from "../../test/support/scratch-folder.ts";
import { FolderInUse, lockFolder } from "./folder-lock.ts";

describe("the lock of a data folder", () => {
  it("is held by one at a time and can be taken again once given back", () => {
    const folder = scratchFolder();
    const unlock = lockFolder(folder);
    expect(() => lockFolder(folder)).toThrow(FolderInUse);
    unlock();
    lockFolder(folder)();
  });
});
