import { generateKeyPairSync } from "node:crypto";
import type { Http, HttpAnswer, HttpRequest } from "@accord-sync/core/ports/http.ts";
import { decodeJwt } from "jose";
import { describe, expect, it } from "vitest";
import type { LiveSettings } from "../settings/settings.ts";
import { CERTIFICATE } from "../../test/certificate.ts";
import { demoSystems } from "./demo-systems.ts";
import { liveSystems } from "./live-systems.ts";

const NOW = Date.UTC(2026, 10, 23);
const PUBLIC_URL = "http://localhost:4000";

type Answers = (request: HttpRequest) => Partial<HttpAnswer>;

function recordingHttp(answers: Answers) {
  const requests: HttpRequest[] = [];
  const http: Http = {
    async exchange(request) {
      requests.push(request);
      const answer = { status: 200, headers: {}, body: "", ...answers(request) };
      return { kind: "answer", answer };
    },
  };
  return { http, requests };
}

const tokens = (refreshToken: string): Partial<HttpAnswer> => ({
  body: JSON.stringify({
    access_token: "access",
    refresh_token: refreshToken,
    expires_in: 3600,
    x_refresh_token_expires_in: 8_726_400,
    x_refresh_token_hard_expires_in: 157_680_000,
    token_type: "bearer",
  }),
});

const DEMO = {
  mode: "demo",
  salesforceUrl: "http://localhost:4001",
  pubSubEndpoint: "localhost:4011",
  quickbooksUrl: "http://localhost:4002",
} as const;

const LIVE: LiveSettings = {
  mode: "live",
  intuit: { clientId: "id", clientSecret: "secret", environment: "sandbox", realmId: "913" },
  salesforce: {
    url: "https://acme--dev.sandbox.my.salesforce.com",
    orgId: "00D5g000004xyzAEAQ",
    clientId: "key",
    login: { flow: "jwt", keyFile: "/app.key", username: "integration@acme.example" },
    certificateFile: "/org.pem",
  },
};

describe("a demonstration", () => {
  function demo(answers: Answers) {
    const { http, requests } = recordingHttp(answers);
    const systems = demoSystems(DEMO, { http, publicUrl: PUBLIC_URL, now: () => NOW });
    return { systems, requests };
  }
  const consented: Answers = ({ url }) =>
    url.includes("/connect/oauth2?")
      ? { status: 302, headers: { location: `${PUBLIC_URL}/oauth/quickbooks/callback?code=C1` } }
      : tokens("R1");

  it("connects to QuickBooks by the code flow when it never did before", async () => {
    const { systems, requests } = demo(consented);
    const result = await systems.quickbooks.refresh(null);
    expect(result).toEqual({
      ok: true,
      value: {
        accessToken: "access",
        refreshToken: "R1",
        expiresInMs: 3_600_000,
        endsInMs: { unused: 8_726_400_000, final: 157_680_000_000 },
      },
    });
    expect(requests.map(({ url }) => new URL(url).pathname)).toEqual([
      "/connect/oauth2",
      "/oauth2/v1/tokens/bearer",
    ]);
    expect(requests[1]?.body).toContain("code=C1");
  });

  it("refreshes with the token it holds", async () => {
    const { systems, requests } = demo(() => tokens("R2"));
    expect(await systems.quickbooks.refresh("R1")).toMatchObject({ value: { refreshToken: "R2" } });
    expect(requests).toHaveLength(1);
  });

  it("connects again when the emulator was started afresh and knows the token no more", async () => {
    const { systems } = demo((request) =>
      request.body?.includes("refresh_token") === true
        ? { status: 400, body: '{"error":"invalid_grant"}' }
        : consented(request),
    );
    expect(await systems.quickbooks.refresh("R0")).toMatchObject({ value: { refreshToken: "R1" } });
  });

  it("has no key of the org while the emulator is down", async () => {
    const { systems } = demo(() => ({ status: 503 }));
    expect(systems.salesforce.orgKeys.current()).toBeNull();
    expect(await systems.salesforce.orgKeys.renew()).toBeNull();
  });
});

describe("real accounts", () => {
  const key = generateKeyPairSync("rsa", { modulusLength: 2048 });

  function live(settings: LiveSettings, answers: Answers) {
    const { http, requests } = recordingHttp(answers);
    const systems = liveSystems(settings, {
      http,
      publicUrl: PUBLIC_URL,
      now: () => NOW,
      readFile: (setting) =>
        setting === "ACCORD_SALESFORCE_CERTIFICATE_FILE"
          ? CERTIFICATE
          : String(key.privateKey.export({ type: "pkcs8", format: "pem" })),
    });
    return { systems, requests };
  }
  const session: Answers = () => ({
    body: JSON.stringify({
      access_token: "00D!session",
      instance_url: LIVE.salesforce.url,
      id: "https://test.salesforce.com/id/00D5g000004xyzAEAQ/0055g00000abcdeAAA",
      token_type: "Bearer",
    }),
  });

  it("sign in to Salesforce with an assertion for the integration user", async () => {
    const { systems, requests } = live(LIVE, session);
    expect(await systems.salesforce.signIn(null)).toEqual({
      ok: true,
      value: { accessToken: "00D!session", refreshToken: null, expiresInMs: null },
    });
    const assertion = new URLSearchParams(requests[0]?.body ?? "").get("assertion") ?? "";
    expect(decodeJwt(assertion)).toMatchObject({
      iss: "key",
      sub: "integration@acme.example",
      aud: "https://test.salesforce.com",
    });
  });

  it("sign in with the client secret where one is given", async () => {
    const login = { flow: "client-credentials", clientSecret: "s" } as const;
    const settings = { ...LIVE, salesforce: { ...LIVE.salesforce, login } };
    const { systems, requests } = live(settings, session);
    await systems.salesforce.signIn(null);
    expect(requests[0]?.body).toContain("grant_type=client_credentials");
  });

  it("never consent by themselves: without a token a person must connect QuickBooks", async () => {
    const { systems, requests } = live(LIVE, session);
    const result = await systems.quickbooks.refresh(null);
    expect(result).toMatchObject({ ok: false, error: { code: "AUTH_NOT_CONNECTED" } });
    expect(requests).toEqual([]);
  });

  it("name the setting whose file is of another kind", () => {
    const { http } = recordingHttp(session);
    const certificates = {
      http,
      publicUrl: PUBLIC_URL,
      now: () => NOW,
      readFile: () => CERTIFICATE,
    };
    expect(() => liveSystems(LIVE, certificates)).toThrow(
      /ACCORD_SALESFORCE_JWT_KEY_FILE: .* holds no private key/,
    );
    const keys = { ...certificates, readFile: () => "-----BEGIN PRIVATE KEY-----" };
    expect(() => liveSystems(LIVE, keys)).toThrow(/holds no (private key|certificate)/);
  });

  it("use the sandbox's addresses for a sandbox company, and the org's own certificate", () => {
    const { systems } = live(LIVE, session);
    expect(systems.quickbooks.baseUrl).toBe("https://sandbox-quickbooks.api.intuit.com");
    expect(systems.salesforce.isPlaintext).toBe(false);
    expect(systems.salesforce.orgKeys.current()?.asymmetricKeyType).toBe("rsa");
  });
});
