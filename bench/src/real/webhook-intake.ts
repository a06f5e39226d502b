/**
 * How long a webhook waits for its answer: verified, recorded durably, answered. The engine works the
 * notices off in the same process meanwhile, as in production. Through `inject`, so without a socket.
 */
import { createHmac, generateKeyPairSync } from "node:crypto";
import { createApp } from "@accord-sync/server/app.ts";
import { readNotices } from "@accord-sync/quickbooks/webhooks/read-notices.ts";
import { verifyWebhook } from "@accord-sync/quickbooks/webhooks/verify-webhook.ts";
import { systemClock } from "@accord-sync/server/runtime/clock.ts";
import { systemRandom } from "@accord-sync/server/runtime/random.ts";
import { type Figure, rounded } from "../figure.ts";
import { nowMs } from "../runtime/stopwatch.ts";
import { percentile } from "../statistics.ts";
import { makeCustomers, REALM } from "./people.ts";
import { RealEngine } from "./real-engine.ts";

const VERIFIER = "bench-verifier";
/** Notices in one delivery: one edit, and a busy minute gathered. */
const SIZES: readonly number[] = [1, 50];
const TARGET_MS = 50;

export async function webhookIntake(deliveries: number): Promise<Figure[]> {
  await using real = await RealEngine.start();
  const customers = await makeCustomers(real.emulators, "Intake", 500);
  const ids = customers.map(({ Id }) => Id);
  const app = createApp({
    engine: real.engine,
    clock: systemClock,
    random: systemRandom,
    log: { info: () => {}, warn: () => {}, error: () => {} },
    version: "bench",
    publicUrl: "http://127.0.0.1",
    salesforceUrl: real.emulators.salesforceUrl,
    isReady: () => true,
    bugs: () => ({ sinceStart: 0, lastAt: null, last: null }),
    warnings: [],
    isDemo: false,
    auth: {
      operatorToken: "bench",
      orgId: "00D000000000001EAA",
      orgKeys: { current: publicKey, renew: async () => null },
      useOnce: async () => true,
    },
    webhooks: {
      verify: (body, signature) => verifyWebhook(body, signature, VERIFIER),
      read: readNotices,
    },
    readFilter: () => ({ ok: false, message: "not here", at: 0, length: 0 }),
    salesforce: null,
    quickbooks: {
      authorizeUrl: () => "",
      complete: () => Promise.reject(new Error("nobody connects here")),
    },
    assetsFolder: null,
  });
  const figures: Figure[] = [];
  for (const size of SIZES) {
    const times: number[] = [];
    for (let n = 0; n < deliveries; n += 1) {
      const body = delivery(
        Array.from({ length: size }, (_, k) => ids[(n * size + k) % ids.length] ?? ""),
        n,
      );
      const start = nowMs();
      const answer = await app.inject({
        method: "POST",
        url: "/webhooks/quickbooks",
        headers: { "content-type": "application/json", "intuit-signature": signed(body) },
        payload: body,
      });
      times.push(nowMs() - start);
      if (answer.statusCode !== 200)
        throw new Error(`refused: ${answer.statusCode} ${answer.body}`);
    }
    await real.quiet();
    figures.push(figure(size, times));
  }
  await app.close();
  return figures;
}

const publicKey = () => generateKeyPairSync("ed25519").publicKey;

function signed(body: string): string {
  return createHmac("sha256", VERIFIER).update(body).digest("base64");
}

/** One delivery as QuickBooks writes it. */
function delivery(ids: readonly string[], n: number): string {
  const time = new Date(systemClock.now()).toISOString();
  return JSON.stringify(
    ids.map((id, k) => ({
      specversion: "1.0",
      id: `${n}-${k}`,
      source: "intuit.bench",
      type: "qbo.customer.updated.v1",
      time,
      intuitentityid: id,
      intuitaccountid: REALM,
      data: {},
    })),
  );
}

function figure(size: number, times: readonly number[]): Figure {
  return {
    figure: "intake",
    scenario: `webhook-of-${size}/p99`,
    value: rounded(percentile(times, 0.99)),
    unit: "ms to the answer",
    target: { atMost: TARGET_MS },
    alarm: { timesBaseline: 2 },
    detail: {
      deliveries: times.length,
      notices: size,
      p50: rounded(percentile(times, 0.5)),
      longest: rounded(percentile(times, 1)),
    },
  };
}
