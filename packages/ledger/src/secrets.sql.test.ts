import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { OperationalFailure } from "@accord-sync/core/errors/operational-error.ts";
import { describe, expect, it } from "vitest";
import { connection } from "../test/samples.ts";
import { holds, inFolder } from "../test/scratch.ts";
import { insertConnection } from "./connections.ts";
import { openLedger } from "./ledger.ts";
import { createCipher } from "./runtime/cipher.ts";
import { deleteSecrets, readSecret, saveSecret } from "./secrets.ts";

const cipher = createCipher(new Uint8Array(32).fill(7));
const TOKEN = "RT1-secret-refresh-token-ÄÖ😀";
const ID = "quickbooks-1";

describe("secrets", () => {
  holds("come back, the latest of a name", async ({ db }) => {
    await insertConnection(db, connection());
    await saveSecret(db, cipher, ID, "refreshToken", "first");
    await saveSecret(db, cipher, ID, "refreshToken", TOKEN);
    await saveSecret(db, cipher, ID, "empty", "");
    expect(await readSecret(db, cipher, ID, "refreshToken")).toBe(TOKEN);
    expect(await readSecret(db, cipher, ID, "empty")).toBe("");
    expect(await readSecret(db, cipher, ID, "none")).toBeNull();
  });

  holds("are gone when deleted", async ({ db }) => {
    await insertConnection(db, connection());
    await saveSecret(db, cipher, ID, "refreshToken", TOKEN);
    await deleteSecrets(db, ID);
    expect(await readSecret(db, cipher, ID, "refreshToken")).toBeNull();
  });

  holds("do not open with another key, nor in another place", async ({ db }) => {
    await insertConnection(db, connection());
    await saveSecret(db, cipher, ID, "refreshToken", TOKEN);
    const other = createCipher(new Uint8Array(32).fill(8));
    const refused = readSecret(db, other, ID, "refreshToken");
    await expect(refused).rejects.toBeInstanceOf(OperationalFailure);
    await db.updateTable("secrets").set({ name: "clientSecret" }).execute();
    const moved = readSecret(db, cipher, ID, "clientSecret");
    await expect(moved).rejects.toBeInstanceOf(OperationalFailure);
  });

  holds("need their connection", async ({ db }) => {
    await expect(saveSecret(db, cipher, "none", "a", "b")).rejects.toThrow("no result");
  });

  it("are in no file of the folder in plain text (I20)", () =>
    inFolder(async (file) => {
      const ledger = await openLedger({ file });
      await insertConnection(ledger.db, connection({ name: "findable-name" }));
      await saveSecret(ledger.db, cipher, ID, "refreshToken", TOKEN);
      const contents = (): string =>
        readdirSync(dirname(file))
          .map((name) => readFileSync(join(dirname(file), name), "latin1"))
          .join();
      const open = contents();
      await ledger.close();
      for (const content of [open, contents()]) {
        expect(content).toContain("findable-name");
        expect(content).not.toContain("secret-refresh-token");
        expect(content).not.toContain(
          Buffer.from("secret-refresh-token").toString("base64").slice(4, 20),
        );
      }
    }));
});
