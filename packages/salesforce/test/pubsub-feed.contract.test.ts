/** Over a real gRPC connection to the emulator's event bus. */
import { afterEach, describe, expect, it } from "vitest";
import { grpcShell } from "@accord-sync/emulator-salesforce/runtime/grpc-shell.ts";
import { CUSTOMER_ACCOUNT } from "@accord-sync/core/mapping/default-mappings.ts";
import type { ChangeNotice, FeedEnd, FeedPage } from "@accord-sync/core/ports/change-feed.ts";
import type { TokenSource } from "@accord-sync/core/ports/tokens.ts";
import { succeed } from "@accord-sync/core/records/result.ts";
import { createPubSubFeed } from "../src/runtime/pubsub-feed.ts";
import { applied, EmulatedOrg, ORG_ID, ORIGIN, updateOf } from "./emulated-org.ts";

const TIP = { kind: "tip" } as const;

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

interface Served {
  readonly org: EmulatedOrg;
  readonly endpoint: string;
}

async function serve(keepAliveMs = 240_000): Promise<Served> {
  const org = new EmulatedOrg();
  const options = { host: "127.0.0.1", port: 0, now: () => org.now, keepAliveMs };
  const shell = await grpcShell(org.org, options);
  closers.push(() => shell.close());
  return { org, endpoint: `127.0.0.1:${shell.port}` };
}

/** Follows in the background and collects pages; `until` resolves when `enough` holds. */
class Follower {
  readonly pages: FeedPage[] = [];
  readonly stop = new AbortController();
  readonly end: Promise<FeedEnd>;
  #waiting: { enough: () => boolean; resolve: () => void }[] = [];

  constructor(endpoint: string, replayId: string | null, options: { tokens?: TokenSource } = {}) {
    const tokens = options.tokens ?? {
      current: () => Promise.resolve(succeed("demo")),
      renew: () => Promise.resolve(succeed("demo")),
    };
    const feed = createPubSubFeed({
      endpoint,
      isPlaintext: true,
      orgId: ORG_ID,
      instanceUrl: ORIGIN,
      tokens,
    });
    const take = (page: FeedPage) => {
      this.pages.push(page);
      this.#waiting = this.#waiting.filter(({ enough, resolve }) => {
        if (enough()) resolve();
        return !enough();
      });
      return Promise.resolve();
    };
    const from = replayId === null ? TIP : { kind: "after" as const, replayId };
    this.end = feed.follow(from, take, this.stop.signal);
    closers.push(async () => {
      this.stop.abort();
      await this.end.catch(() => null);
    });
  }

  get notices(): readonly ChangeNotice[] {
    return this.pages.flatMap(({ notices }) => notices);
  }

  until(enough: () => boolean): Promise<void> {
    if (enough()) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push({ enough, resolve }));
  }
}

/** Position at which the org's event bus stands now: everything later is delivered. */
async function tipOf({ endpoint, org }: Served): Promise<string> {
  const probe = new Follower(endpoint, null);
  const id = org.idOf("Account", "Dukes Basketball Camp");
  for (let tries = 0; tries < 50 && probe.pages.length === 0; tries += 1) {
    org.asPerson("PATCH", `/sobjects/Account/${id}`, { Phone: `probe ${tries}` });
    await Promise.race([
      probe.until(() => probe.pages.length > 0),
      new Promise((resolve) => setImmediate(resolve)),
    ]);
  }
  await probe.until(() => probe.pages.length > 0);
  probe.stop.abort();
  expect(await probe.end).toEqual({ kind: "stopped" });
  return probe.pages.at(-1)?.replayId ?? "";
}

describe("the change feed", () => {
  it("tells our changes from a person's, with the values that changed", async () => {
    const served = await serve();
    const { org, endpoint } = served;
    const tip = await tipOf(served);
    const id = org.idOf("Account", "Amy's Bird Sanctuary");
    const seen = await org.look(CUSTOMER_ACCOUNT, id);
    const patch = { Phone: "by us", BillingCity: "Tucson", Accord_Email__c: null };
    applied(await org.send(updateOf(CUSTOMER_ACCOUNT, seen, patch)));
    org.now += 1_000;
    org.asPerson("PATCH", `/sobjects/Account/${id}`, { Phone: "by a person" });
    org.asPerson("DELETE", `/sobjects/Account/${id}`, null);

    const follower = new Follower(endpoint, tip);
    const ofAmy = () => follower.notices.filter(({ recordIds }) => recordIds.includes(id));
    await follower.until(() => ofAmy().length >= 3);
    expect(ofAmy()).toMatchObject([
      { type: "Account", changeType: "update", client: "AccordSync", changed: patch },
      { changeType: "update", client: null, changed: { Phone: "by a person" } },
      { changeType: "delete", changed: null },
    ]);
    expect(ofAmy()[0]?.committedAt).toBe("2026-11-23T10:01:00Z");
    expect(Object.keys(ofAmy()[0]?.changed ?? {}).sort()).toEqual(Object.keys(patch).sort());
  });

  it("resumes behind the stored position, without gap or repetition", async () => {
    const served = await serve();
    const { org, endpoint } = served;
    const tip = await tipOf(served);
    const id = org.idOf("Account", "Cool Cars");
    const write = (text: string) => {
      org.now += 1_000;
      org.asPerson("PATCH", `/sobjects/Account/${id}`, { Phone: text });
    };
    const phones = (follower: Follower) =>
      follower.notices.map(({ changed }) => changed?.["Phone"]);
    write("1");
    write("2");
    const first = new Follower(endpoint, tip);
    await first.until(() => phones(first).includes("2"));
    first.stop.abort();
    expect(await first.end).toEqual({ kind: "stopped" });
    write("3");
    const second = new Follower(endpoint, first.pages.at(-1)?.replayId ?? "");
    await second.until(() => phones(second).includes("3"));
    expect(phones(first).filter((phone) => phone === "1" || phone === "2")).toEqual(["1", "2"]);
    expect(phones(second)).toEqual(["3"]);
  });

  it("reads no further page while one is being stored, and more than a hundred events in all", async () => {
    const served = await serve();
    const { org, endpoint } = served;
    const tip = await tipOf(served);
    for (let made = 0; made < 250; made += 1) {
      org.now += 1_000;
      org.asPerson("POST", "/sobjects/Account", { Name: `Import ${made}` });
    }
    let storing = 0;
    let most = 0;
    const names: unknown[] = [];
    const stop = new AbortController();
    const feed = createPubSubFeed({
      endpoint,
      isPlaintext: true,
      orgId: ORG_ID,
      instanceUrl: ORIGIN,
      tokens: org.tokens,
    });
    const end = await feed.follow(
      { kind: "after", replayId: tip },
      async (page) => {
        storing += 1;
        most = Math.max(most, storing);
        await new Promise((resolve) => setImmediate(resolve));
        names.push(...page.notices.map(({ changed }) => changed?.["Name"]));
        storing -= 1;
        if (names.includes("Import 249")) stop.abort();
      },
      stop.signal,
    );
    expect(end).toEqual({ kind: "stopped" });
    expect(most).toBe(1);
    expect(names.filter((name) => String(name).startsWith("Import "))).toEqual(
      Array.from({ length: 250 }, (_, made) => `Import ${made}`),
    );
  });

  it("passes over events that come garbled; the sweep that goes back finds what they told", async () => {
    const served = await serve();
    const { org, endpoint } = served;
    const tip = await tipOf(served);
    const id = org.idOf("Account", "Cool Cars");
    org.asPerson("PATCH", `/sobjects/Account/${id}`, { Phone: "not told" });
    org.setFaults({ fault: "stream-garble", match: {} });
    const follower = new Follower(endpoint, tip);
    const unreadable = () => follower.pages.flatMap((page) => page.unreadable);
    await follower.until(() => unreadable().length > 0);
    expect(unreadable()[0]).toMatchObject({ type: "Account", since: null });
    // The stream goes on, behind them.
    const passed = follower.pages.length;
    org.asPerson("PATCH", `/sobjects/Account/${id}`, { Phone: "told" });
    await follower.until(() => follower.pages.length > passed);
    expect(follower.notices.map(({ changed }) => changed?.["Phone"])).toEqual(["told"]);

    const mappings = [CUSTOMER_ACCOUNT];
    const swept = async (cursor: string | null) => {
      const answer = await org.remote.sweep(mappings, cursor, org.now);
      if (!answer.ok) throw new Error(answer.error.code);
      return answer.value;
    };
    org.now += 3_600_000;
    const { cursor } = await swept(null);
    expect((await swept(cursor)).changes).toEqual([]);
    const before = new Date(org.now - 3_600_000).toISOString();
    const back = await swept(org.remote.rewindSweep(cursor, "Account", before));
    const found = back.changes.map(({ sighting }) =>
      sighting.kind === "found" ? sighting.observation.ref.id : null,
    );
    expect(found).toContain(id);
  });

  it("passes on the position of a sign of life", async () => {
    const { endpoint } = await serve(20);
    const follower = new Follower(endpoint, null);
    await follower.until(() => follower.pages.length > 0);
    expect(follower.pages[0]?.notices).toEqual([]);
    expect(follower.pages[0]?.replayId).toMatch(/^[0-9a-f]+$/);
  });

  it("reports a position that Salesforce does not know as lost", async () => {
    const { endpoint } = await serve();
    expect(await new Follower(endpoint, "ffffffffffffffff").end).toEqual({ kind: "replay-lost" });
  });

  it("asks for a new token when the session has ended, and says whether it got one", async () => {
    const { endpoint } = await serve();
    let renewed = 0;
    const tokens: TokenSource = {
      current: () => Promise.resolve(succeed("dead session")),
      renew: () => {
        renewed += 1;
        return Promise.resolve(succeed("demo"));
      },
    };
    expect(await new Follower(endpoint, null, { tokens }).end).toMatchObject({
      kind: "failed",
      needsNewToken: false,
    });
    expect(renewed).toBe(1);
  });

  it("throws what the receiver of a page throws, so that nothing is passed over", async () => {
    const { org, endpoint } = await serve(20);
    const feed = createPubSubFeed({
      endpoint,
      isPlaintext: true,
      orgId: ORG_ID,
      instanceUrl: ORIGIN,
      tokens: org.tokens,
    });
    const broken = () => Promise.reject(new Error("disk full"));
    await expect(feed.follow(TIP, broken, new AbortController().signal)).rejects.toThrow(
      "disk full",
    );
  });

  it("ends as failed when nobody answers at the address", async () => {
    const end = await new Follower("127.0.0.1:1", null).end;
    expect(end).toMatchObject({ kind: "failed", needsNewToken: false });
  });
});
