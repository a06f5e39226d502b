import { describe, expect, it } from "vitest";
import { clientCredentials, revoke } from "../src/oauth.ts";
import { EmulatedOrg, ORG_ID, ORIGIN } from "./emulated-org.ts";

describe("a session of the integration user", () => {
  it("opens with client credentials, works, and ends when it is revoked", async () => {
    const org = new EmulatedOrg();
    const client = { loginUrl: ORIGIN, clientId: "demo", clientSecret: "demo", http: org.http };
    const opened = await clientCredentials(client);
    expect(opened).toMatchObject({
      ok: true,
      value: { instanceUrl: ORIGIN, orgId: ORG_ID, userId: "005000000000002AAA" },
    });
    const token = opened.ok ? opened.value.accessToken : "";
    expect(await revoke(client, token)).toEqual({ ok: true, value: null });
    expect(await revoke(client, token)).toEqual({ ok: true, value: null });
  });

  it("does not open with a wrong secret: a person must act", async () => {
    const org = new EmulatedOrg();
    const client = { loginUrl: ORIGIN, clientId: "demo", clientSecret: "wrong", http: org.http };
    expect(await clientCredentials(client)).toMatchObject({
      ok: false,
      error: { code: "SF_APP_UNKNOWN" },
    });
  });
});
