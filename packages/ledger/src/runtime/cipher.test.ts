import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OperationalFailure } from "@accord-sync/core/errors/operational-error.ts";
import { describe, expect, it } from "vitest";
import { createCipher, loadOrCreateKey } from "./cipher.ts";

const key = new Uint8Array(32).fill(1);

function inFolder(proof: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), "accord-key-"));
  try {
    proof(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe("the cipher", () => {
  const cipher = createCipher(key);

  it("opens what it sealed", () => {
    for (const plain of ["", "token", "Ä😀\u0000", "x".repeat(10_000)]) {
      expect(cipher.open(cipher.seal(plain, "place"), "place")).toBe(plain);
    }
  });

  it("never seals the same value the same way", () => {
    const sealed = Array.from({ length: 50 }, () => cipher.seal("token", "place"));
    expect(new Set(sealed).size).toBe(50);
  });

  it("refuses a sealed value of which any one byte changed", () => {
    const sealed = cipher.seal("token", "place");
    const bytes = Buffer.from(sealed.slice(3), "base64");
    for (let index = 0; index < bytes.length; index += 1) {
      const changed = Buffer.from(bytes);
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect(() => cipher.open(`a1:${changed.toString("base64")}`, "place")).toThrow(
        OperationalFailure,
      );
    }
  });

  it.each(["", "a1:", "a1:AAAA", "b1:AAAA"])("refuses what it never sealed: '%s'", (text) => {
    expect(() => cipher.open(text, "place")).toThrow(OperationalFailure);
  });

  it("takes no key of another length", () => {
    expect(() => createCipher(new Uint8Array(16))).toThrow("32 bytes");
  });
});

describe("the key file", () => {
  it("is made once, for its owner alone", () =>
    inFolder((folder) => {
      const file = join(folder, "key");
      const made = loadOrCreateKey(file);
      expect(made).toHaveLength(32);
      expect(new Set(made).size).toBeGreaterThan(4);
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(loadOrCreateKey(file)).toEqual(made);
      expect(readdirSync(folder)).toEqual(["key"]);
    }));

  it("is refused, and kept, when it holds something else", () =>
    inFolder((folder) => {
      const file = join(folder, "key");
      writeFileSync(file, "short");
      expect(() => loadOrCreateKey(file)).toThrow(OperationalFailure);
      expect(readFileSync(file, "utf8")).toBe("short");
    }));
});
