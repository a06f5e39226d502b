/** The HTTP surface over a fake engine, with a clock that a test moves and an org that signs tokens. */
import { createHmac, generateKeyPairSync } from "node:crypto";
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import { fail, succeed } from "@accord-sync/core/records/result.ts";
import type { WebhookNotice } from "@accord-sync/engine/engine-api.ts";
import type { FastifyInstance } from "fastify";
import { SignJWT } from "jose";
import { createApp } from "../src/app.ts";
import type { AppParts } from "../src/app-parts.ts";
import { createFakeEngine, type FakeEngine } from "./fake-engine.ts";

export const OPERATOR_TOKEN = "operator-token-of-the-test";
export const ORG_ID = "00D000000000001EAA";
export const NOW = Date.UTC(2026, 10, 23, 10, 20, 30);
export const NO_BUGS = { sinceStart: 0, lastAt: null, last: null } as const;
const VERIFIER_TOKEN = "verifier";

const org = generateKeyPairSync("rsa", { modulusLength: 2048 });

export const operator = { authorization: `Bearer ${OPERATOR_TOKEN}` };

export function signWebhook(body: string): string {
  return createHmac("sha256", VERIFIER_TOKEN).update(body).digest("base64");
}

interface TokenOptions {
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly audience?: string;
  readonly issuer?: string;
  readonly lifetimeSeconds?: number;
  readonly key?: typeof org.privateKey;
}

let tokens = 0;

/** A token as the org's External Credential makes it for one callout. */
export function orgToken(options: TokenOptions = {}): Promise<string> {
  const { claims = {}, audience = "accord-sync", issuer = ORG_ID, key = org.privateKey } = options;
  tokens += 1;
  const payload = { sub: "005000000000001AAA", name: "Ada Admin", jti: `t${tokens}`, ...claims };
  return new SignJWT(payload)
    .setProtectedHeader({ alg: "RS256", typ: "JWT" })
    .setIssuer(issuer)
    .setAudience(audience)
    .setExpirationTime(NOW / 1000 + (options.lifetimeSeconds ?? 120))
    .sign(key);
}

export interface TestApp {
  readonly app: FastifyInstance;
  readonly engine: FakeEngine;
  readonly clock: { now: number };
  readonly completed: (readonly [string, string])[];
}

export function createTestApp(
  overrides: Partial<AppParts> = {},
  engine: FakeEngine = createFakeEngine(),
): TestApp {
  const clock = { now: NOW };
  const used = new Set<string>();
  const completed: (readonly [string, string])[] = [];
  let drawn = 0;
  const parts: AppParts = {
    engine,
    clock: { now: () => clock.now, sleep: () => Promise.resolve() },
    random: {
      fraction: () => 0,
      id: (site) => {
        drawn += 1;
        return `${site}-${drawn}`;
      },
    },
    log: { info: () => {}, warn: () => {}, error: () => {} },
    bugs: () => NO_BUGS,
    warnings: [],
    version: "0.1.0",
    publicUrl: "http://localhost:4000",
    salesforceUrl: "http://localhost:4001",
    isReady: () => true,
    isDemo: true,
    auth: {
      operatorToken: OPERATOR_TOKEN,
      orgId: ORG_ID,
      orgKeys: { current: () => org.publicKey, renew: async () => null },
      useOnce: async (issuer, tokenId) => {
        const key = `${issuer} ${tokenId}`;
        if (used.has(key)) return false;
        used.add(key);
        return true;
      },
    },
    webhooks: {
      verify: (body, signature) => signature === signWebhook(Buffer.from(body).toString("utf8")),
      read: (body) => {
        try {
          const events = JSON.parse(Buffer.from(body).toString("utf8")) as (WebhookNotice | null)[];
          const notices = events.filter((event) => event !== null);
          return { notices, unreadable: events.length - notices.length };
        } catch {
          return { notices: [], unreadable: 1 };
        }
      },
    },
    readFilter: (_object, text) =>
      text.includes("OR")
        ? { ok: false, message: "OR is not part of the query language", at: 9, length: 2 }
        : { ok: true, filter: text.replaceAll("’", "'") },
    salesforce: null,
    quickbooks: {
      authorizeUrl: (state) => `http://localhost:4002/connect/oauth2?state=${state}`,
      complete: async (code, realmId) => {
        completed.push([code, realmId]);
        return code === "refused"
          ? fail(operationalError("AUTH_REFRESH_REJECTED", { system: "QuickBooks" }))
          : succeed(null);
      },
    },
    assetsFolder: null,
    ...overrides,
  };
  return { app: createApp(parts), engine, clock, completed };
}
