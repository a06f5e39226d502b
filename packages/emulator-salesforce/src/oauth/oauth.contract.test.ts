import { createHash, generateKeyPairSync, X509Certificate } from "node:crypto";
import { describe, expect, it } from "vitest";
import { OrgClient, START } from "../../test/support/org-client.ts";
import { SESSION_IDLE_MS } from "../not-evidenced.ts";
import { selfSignedCertificate } from "./certificate.ts";
import { signJwt, verifiedClaims } from "./jwt.ts";

const { privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
  publicKeyEncoding: { type: "spki", format: "pem" },
});
const certificatePem = selfSignedCertificate({
  commonName: "Test",
  privateKeyPem: privateKey,
  from: START - 1000,
  to: START + 86_400_000,
});
const trust = { certificatePem, privateKeyPem: privateKey, keyId: "k1" };

interface Token {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly error: string;
  readonly error_description: string;
}

function token(client: OrgClient, form: Record<string, string>): { status: number; body: Token } {
  const answer = client.send(
    "POST",
    "/services/oauth2/token",
    new URLSearchParams(form).toString(),
  );
  return { status: answer.status, body: answer.body as Token };
}

const DEMO = { client_id: "demo", client_secret: "demo" };

describe("tokens by client credentials", () => {
  it("sign in the integration user", () => {
    const client = new OrgClient();
    const answer = token(client, { grant_type: "client_credentials", ...DEMO });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        token_type: "Bearer",
        instance_url: "http://127.0.0.1:4001",
        id: "http://127.0.0.1:4001/id/00D000000000001EAA/005000000000002AAA",
        issued_at: String(START),
      },
    });
    expect(answer.body).not.toHaveProperty("refresh_token");
    client.token = answer.body.access_token;
    const id = client.create("Account", { Name: "A" });
    expect(client.read("Account", id)).toMatchObject({ CreatedById: "005000000000002AAA" });
    expect(client.send("GET", "/services/oauth2/userinfo").body).toMatchObject({
      user_id: "005000000000002AAA",
      organization_id: "00D000000000001EAA",
    });
  });

  it("are refused for a wrong secret, and without one", () => {
    const client = new OrgClient();
    const wrong = token(client, {
      grant_type: "client_credentials",
      client_id: "demo",
      client_secret: "x",
    });
    expect(wrong).toMatchObject({ status: 400, body: { error: "invalid_client" } });
    expect(token(client, { grant_type: "client_credentials", client_id: "demo" }).status).toBe(400);
    expect(token(client, { grant_type: "password", ...DEMO }).body.error).toBe(
      "unsupported_grant_type",
    );
  });
});

describe("tokens by JWT bearer", () => {
  const claims = {
    iss: "demo",
    sub: "integration@accord-demo.example.com",
    aud: "https://login.salesforce.com",
    exp: START / 1000 + 180,
  };
  const ask = (client: OrgClient, changed: object) =>
    token(client, {
      grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
      assertion: signJwt(trust, { ...claims, ...changed }),
    });
  const trusting = () => {
    const client = new OrgClient();
    expect(client.send("POST", "/_emulator/certificates", certificatePem).status).toBe(204);
    return client;
  };

  it("sign in the user that the assertion names, with no refresh token", () => {
    const client = trusting();
    const answer = ask(client, {});
    expect(answer.status).toBe(200);
    expect(answer.body).not.toHaveProperty("refresh_token");
    client.token = answer.body.access_token;
    expect(client.send("GET", "limits").status).toBe(200);
  });

  it("may name the org itself as their audience, by either name of this machine", () => {
    expect(ask(trusting(), { aud: "http://127.0.0.1:4001" }).status).toBe(200);
    expect(ask(trusting(), { aud: "http://localhost:4001/" }).status).toBe(200);
  });

  it.each([
    [{ aud: "https://elsewhere.example.com" }, "audience is invalid"],
    [{ exp: START / 1000 - 1 }, "expired authorization code"],
    [{ exp: START / 1000 + 301 }, "invalid assertion"],
    [{ sub: "nobody@example.com" }, "user hasn't approved this consumer"],
    [{ iss: "other" }, "client identifier invalid"],
  ])("are refused for %j", (changed, description) => {
    expect(ask(trusting(), changed)).toMatchObject({
      status: 400,
      body: { error_description: description },
    });
  });

  it("are refused for a certificate that the org does not know", () => {
    expect(ask(new OrgClient(), {})).toMatchObject({
      status: 400,
      body: { error: "invalid_grant" },
    });
    expect(new OrgClient().send("POST", "/_emulator/certificates", "nonsense").status).toBe(400);
  });

  it("is verified by RSA alone: a key of another kind is not taken", () => {
    const { publicKey } = generateKeyPairSync("ed25519");
    const pem = publicKey.export({ type: "spki", format: "pem" }).toString();
    expect(new OrgClient().send("POST", "/_emulator/certificates", pem).status).toBe(400);
  });
});

describe("the web server flow", () => {
  const verifier = "a-verifier-that-is-long-enough-for-the-purpose-of-this-test";
  const challenge = createHash("sha256").update(verifier).digest("base64url");
  const redirect_uri = "http://localhost:4000/oauth/salesforce";
  const asked = {
    response_type: "code",
    client_id: "demo",
    redirect_uri,
    state: "s1",
    code_challenge: challenge,
    code_challenge_method: "S256",
  };

  function allow(client: OrgClient): string {
    const page = client.send(
      "GET",
      `/services/oauth2/authorize?${new URLSearchParams(asked).toString()}`,
    );
    expect(page.raw.body).toContain("Allow Access?");
    const form = new URLSearchParams({ ...asked, allow: "yes" }).toString();
    const back = new URL(
      client.send("POST", "/services/oauth2/authorize", form).headers["location"] ?? "",
    );
    expect(back.searchParams.get("state")).toBe("s1");
    return back.searchParams.get("code") ?? "";
  }
  const exchange = (code: string, code_verifier = verifier) => ({
    grant_type: "authorization_code",
    client_id: "demo",
    redirect_uri,
    code,
    code_verifier,
  });

  it("turns a code into tokens once, and only with the right verifier", () => {
    const client = new OrgClient();
    expect(token(client, exchange(allow(client), "wrong")).body.error).toBe("invalid_grant");
    const code = allow(client);
    const answer = token(client, exchange(code));
    expect(answer.status).toBe(200);
    client.token = answer.body.access_token;
    expect(client.send("GET", "limits").status).toBe(200);
    expect(token(client, exchange(code)).body.error).toBe("invalid_grant");
  });

  it("replaces the refresh token at each use", () => {
    const client = new OrgClient();
    const first = token(client, exchange(allow(client))).body;
    const refresh = (refresh_token: string) =>
      token(client, { grant_type: "refresh_token", refresh_token, ...DEMO });
    const second = refresh(first.refresh_token);
    expect(second.status).toBe(200);
    expect(second.body.refresh_token).not.toBe(first.refresh_token);
    expect(refresh(first.refresh_token)).toMatchObject({
      status: 400,
      body: { error: "invalid_grant" },
    });
    expect(refresh(second.body.refresh_token).status).toBe(200);
  });

  it("sends a refusal back, and nobody to a place that is not this machine or TLS", () => {
    const client = new OrgClient();
    const denied = client.send(
      "POST",
      "/services/oauth2/authorize",
      new URLSearchParams({ ...asked, allow: "no" }).toString(),
    );
    expect(denied.headers["location"]).toContain("error=access_denied");
    const elsewhere = new URLSearchParams({ ...asked, redirect_uri: "http://evil.example.com/" });
    expect(
      client.send("GET", `/services/oauth2/authorize?${elsewhere.toString()}`).body,
    ).toMatchObject({
      error: "redirect_uri_mismatch",
    });
  });
});

describe("sessions", () => {
  it("are needed for every call, and end when idle, revoked or struck by a fault", () => {
    const client = new OrgClient();
    const signIn = () => {
      client.token = token(client, { grant_type: "client_credentials", ...DEMO }).body.access_token;
    };
    const refused = {
      status: 401,
      body: [{ message: "Session expired or invalid", errorCode: "INVALID_SESSION_ID" }],
    };
    client.token = "nonsense";
    expect(client.send("GET", "limits")).toMatchObject(refused);
    signIn();
    client.wait(SESSION_IDLE_MS - 1000);
    expect(client.send("GET", "limits").status).toBe(200);
    client.wait(SESSION_IDLE_MS - 1000);
    expect(client.send("GET", "limits").status).toBe(200);
    client.wait(SESSION_IDLE_MS + 1000);
    expect(client.send("GET", "limits")).toMatchObject(refused);
    signIn();
    const introspect = () =>
      client.send(
        "POST",
        "/services/oauth2/introspect",
        new URLSearchParams({ token: client.token, ...DEMO }).toString(),
      );
    expect(introspect().body).toMatchObject({ active: true, client_id: "demo" });
    expect(
      client.send("POST", "/services/oauth2/revoke", `token=${encodeURIComponent(client.token)}`)
        .status,
    ).toBe(200);
    expect(client.send("GET", "limits")).toMatchObject(refused);
    expect(introspect().body).toEqual({ active: false });
    signIn();
    client.send("POST", "/_emulator/faults", [{ fault: "expire-session" }]);
    expect(client.send("GET", "limits")).toMatchObject(refused);
    expect(client.send("GET", "limits")).toMatchObject(refused);
  });

  it("of the token demo are for this machine only", () => {
    const client = new OrgClient();
    const request = {
      method: "GET",
      url: "/services/data/v66.0/limits",
      headers: { authorization: "Bearer demo" },
      body: "",
    };
    expect(client.org.handle(request, client.now).status).toBe(200);
    expect(client.org.handle({ ...request, fromLoopback: false }, client.now).status).toBe(401);
    const control = { ...request, url: "/_emulator/usage", fromLoopback: false };
    expect(client.org.handle(control, client.now).status).toBe(403);
  });
});

describe("the org's certificate", () => {
  it("is a certificate that others can read, and verifies what the org signs", () => {
    const read = new X509Certificate(certificatePem);
    expect(read.subject).toBe("CN=Test");
    expect(read.verify(read.publicKey)).toBe(true);
    const signed = signJwt(trust, { iss: "00D000000000001EAA" });
    expect(verifiedClaims(signed, [certificatePem])).toEqual({ iss: "00D000000000001EAA" });
    const [head, , signature] = signed.split(".");
    const forged = `${head}.${Buffer.from('{"iss":"x"}').toString("base64url")}.${signature}`;
    expect(verifiedClaims(forged, [certificatePem])).toBeUndefined();
  });

  it("can be downloaded", () => {
    const client = new OrgClient({ trust });
    expect(client.send("GET", "/_emulator/certificate").raw.body).toBe(certificatePem);
  });
});
