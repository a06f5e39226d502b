import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Http } from "@accord-sync/core/ports/http.ts";
import { describe, expect, it, onTestFinished } from "vitest";
import { sandboxTarget, tokenSource } from "./contract-target.ts";

describe("the real company of the contract suite", () => {
  it("is none unless the environment names it", () => {
    expect(sandboxTarget({})).toBeNull();
    expect(sandboxTarget({ ACCORD_SANDBOX_ACCESS_TOKEN: "t" })).toBeNull();
  });

  it("is refused when it is named by halves", () => {
    expect(() => sandboxTarget({ ACCORD_SANDBOX_REALM_ID: "1" })).toThrow(
      "ACCORD_SANDBOX_CLIENT_ID",
    );
  });

  it("keeps a new refresh token in its file before it is used", async () => {
    const folder = mkdtempSync(join(tmpdir(), "accord-contract-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, "refresh-token");
    writeFileSync(file, "old\n");
    const body = JSON.stringify({ access_token: "A", refresh_token: "new", expires_in: 3600 });
    const sent: (string | null)[] = [];
    const http: Http = {
      exchange: async (request) => {
        sent.push(request.body);
        return { kind: "answer", answer: { status: 200, headers: {}, body } };
      },
    };
    const environment = {
      ACCORD_SANDBOX_CLIENT_ID: "id",
      ACCORD_SANDBOX_CLIENT_SECRET: "secret",
      ACCORD_SANDBOX_REFRESH_TOKEN_FILE: file,
    };
    const tokens = tokenSource(environment, http);
    const both = await Promise.all([tokens.current(), tokens.current()]);
    expect(both).toMatchObject([{ value: "A" }, { value: "A" }]);
    expect(sent).toEqual(["grant_type=refresh_token&refresh_token=old"]);
    expect(readFileSync(file, "utf8")).toBe("new");
  });

  it("takes an access token alone", async () => {
    const target = sandboxTarget({
      ACCORD_SANDBOX_REALM_ID: "1",
      ACCORD_SANDBOX_ACCESS_TOKEN: "t",
    });
    expect(target).toMatchObject({ name: "sandbox", api: { realmId: "1" } });
  });
});
