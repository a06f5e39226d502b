import { generateKeyPairSync } from "node:crypto";
import path from "node:path";
import { describe, expect, it, vi } from "vitest";
import { clientTargets, type Environment } from "./client-target.ts";
import { scratchFolder } from "./scratch-folder.ts";
import { serveOrg } from "./serve-org.ts";

/** The way to a real org, tried on an org that is served over HTTP. */

const realOf = (environment: Environment) =>
  clientTargets(environment).find(({ name }) => name === "org");

describe("the orgs that clients are run against", () => {
  it("are the emulator alone when no other is named, and that is said", () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    expect(clientTargets({}).map(({ name }) => name)).toEqual(["emulator"]);
    expect(warn).toHaveBeenCalledWith(expect.stringContaining("ACCORD_ORG_URL is not set"));
    warn.mockRestore();
  });

  it("take a token that is given", async () => {
    const org = await realOf({
      ACCORD_ORG_URL: "https://x/",
      ACCORD_ORG_ACCESS_TOKEN: "T",
    })?.open();
    expect([org?.url, org?.accessToken]).toEqual(["https://x", "T"]);
  });

  it("sign in with an app's secret, and with its key", async () => {
    const { privateKey, publicKey } = generateKeyPairSync("rsa", {
      modulusLength: 2048,
      privateKeyEncoding: { type: "pkcs8", format: "pem" },
      publicKeyEncoding: { type: "spki", format: "pem" },
    });
    const keyFile = path.join(scratchFolder({ "key.pem": privateKey }), "key.pem");
    const served = await serveOrg();
    const url = { ACCORD_ORG_URL: served.url, ACCORD_ORG_CLIENT_ID: "demo" };
    try {
      const certificates = `${served.url}/_emulator/certificates`;
      await fetch(certificates, { method: "POST", body: publicKey });
      const user = served.client.records(
        "SELECT Username FROM User WHERE Id = '005000000000002AAA'",
      );
      const username = String(user[0]?.["Username"]);
      for (const way of [
        { ACCORD_ORG_CLIENT_SECRET: "demo" },
        { ACCORD_ORG_KEY_FILE: keyFile, ACCORD_ORG_USERNAME: username },
      ]) {
        const org = await realOf({ ...url, ...way })?.open();
        const headers = { authorization: `Bearer ${org?.accessToken}` };
        const answer = await fetch(`${served.url}/services/data/v66.0/limits`, { headers });
        expect(answer.status).toBe(200);
      }
      const wrong = realOf({ ...url, ACCORD_ORG_CLIENT_SECRET: "wrong" });
      await expect(wrong?.open()).rejects.toThrow("no token from");
    } finally {
      await served.close();
    }
  });

  it("are refused when one is named without a way to sign in", () => {
    expect(() => clientTargets({ ACCORD_ORG_URL: "https://x" })).toThrow("ACCORD_ORG_ACCESS_TOKEN");
  });
});
