import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isoSeconds } from "@accord-sync/core/ports/clock.ts";
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import { fail, type Result, succeed } from "@accord-sync/core/records/result.ts";
import type { Cipher } from "@accord-sync/ledger/cipher.ts";
import {
  findConnection,
  insertConnection,
  updateConnectionSettings,
} from "@accord-sync/ledger/connections.ts";
import { type Ledger, openLedger } from "@accord-sync/ledger/ledger.ts";
import {
  authorisationEnds,
  createTokenKeeper,
  type FreshTokens,
  storeTokens,
} from "./token-keeper.ts";
import { VirtualClock } from "./testing/virtual-clock.ts";

const CONNECTION = "quickbooks";
const HOUR = 3_600_000;

/** Turns a text around: enough to see that nothing is stored as it is. */
const mirror: Cipher = {
  seal: (plain) => plain.split("").toReversed().join(""),
  open: (sealed) => sealed.split("").toReversed().join(""),
};

async function setUp() {
  const clock = new VirtualClock();
  const ledger = await openLedger({ file: ":memory:" });
  await ledger.transaction((tx) =>
    insertConnection(tx, {
      id: CONNECTION,
      tenant: "t",
      system: "quickbooks",
      accountId: "1",
      name: "1",
      state: "waiting",
      detail: null,
      settings: {},
      userId: null,
      connectedAt: "2026-01-05T09:00:00Z",
    }),
  );
  const doors = { ledger, clock, cipher: mirror, connectionId: CONNECTION };
  await storeTokens(doors, tokens(0));
  return { ...doors, clock };
}

/** A ledger whose next `times` transactions fail after their work, as on a full disk. */
function failing(ledger: Ledger, times: number): Ledger {
  let left = times;
  return {
    db: ledger.db,
    epoch: ledger.epoch,
    close: () => ledger.close(),
    alongside: (write) => ledger.alongside(write),
    transaction: (work) =>
      ledger.transaction(async (tx) => {
        const done = await work(tx);
        if (left === 0) return done;
        left -= 1;
        throw new Error("disk full");
      }),
  };
}

const tokens = (generation: number): FreshTokens => ({
  accessToken: `access ${generation}`,
  refreshToken: `refresh ${generation}`,
  expiresInMs: HOUR,
});

const silentOnFinal = { unused: 99 * 24 * HOUR, final: null };

/** A vendor that rotates: each refresh token works once, and using one again revokes everything. */
function rotatingVendor(pause: (call: Promise<void>) => Promise<void>) {
  let generation = 0;
  const used: (string | null)[] = [];
  const refresh = async (held: string | null): Promise<Result<FreshTokens>> => {
    used.push(held);
    if (held !== `refresh ${generation}`) return fail(operationalError("AUTH_REFRESH_REJECTED"));
    generation += 1;
    const made = tokens(generation);
    await pause(Promise.resolve());
    return succeed(made);
  };
  return { refresh, used };
}

describe("the token keeper", () => {
  it("refreshes once for all who ask, in whatever order they come to run", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.integer({ min: 2, max: 6 }),
        async (scheduler, askers) => {
          const doors = await setUp();
          const vendor = rotatingVendor((call) => scheduler.schedule(call, "the vendor answers"));
          const keeper = createTokenKeeper({ ...doors, refresh: vendor.refresh });
          await doors.clock.advance(HOUR);
          const asked = Array.from({ length: askers }, (_, index) =>
            scheduler
              .schedule(Promise.resolve(), `caller ${index}`)
              .then(() => (index % 2 === 0 ? keeper.current() : keeper.renew("access 0"))),
          );
          await scheduler.waitFor(Promise.all(asked));
          expect(vendor.used).toEqual(["refresh 0"]);
          for (const answer of await Promise.all(asked))
            expect(answer).toEqual(succeed("access 1"));
        },
      ),
      { numRuns: 60 },
    );
  });

  it("uses a token only when it is durable", async () => {
    const doors = await setUp();
    const vendor = rotatingVendor((call) => call);
    await createTokenKeeper({ ...doors, refresh: vendor.refresh }).renew("access 0");
    // Another process on the same ledger, as after a crash.
    const next = createTokenKeeper({ ...doors, refresh: vendor.refresh });
    expect(await next.current()).toEqual(succeed("access 1"));
    expect(vendor.used).toEqual(["refresh 0"]);
  });

  it("survives a death between the vendor's answer and the commit while the vendor keeps the token", async () => {
    const doors = await setUp();
    // Intuit replaces the refresh token about once a day; most refreshes give it back as it was.
    const refresh = async (held: string | null): Promise<Result<FreshTokens>> =>
      held === "refresh 0"
        ? succeed({ ...tokens(1), refreshToken: "refresh 0" })
        : fail(operationalError("AUTH_REFRESH_REJECTED"));
    const dying = createTokenKeeper({ ...doors, ledger: failing(doors.ledger, 1), refresh });
    await expect(dying.renew("access 0")).rejects.toThrow("disk full");
    const next = createTokenKeeper({ ...doors, refresh });
    expect(await next.renew("access 0")).toEqual(succeed("access 1"));
  });

  it("keeps what the ledger did not take, and stores it before it asks for more", async () => {
    const doors = await setUp();
    const vendor = rotatingVendor((call) => call);
    const ledger = failing(doors.ledger, 2);
    const keeper = createTokenKeeper({ ...doors, ledger, refresh: vendor.refresh });
    await expect(keeper.renew("access 0")).rejects.toThrow("disk full");
    await expect(keeper.renew("access 0")).rejects.toThrow("disk full");
    expect(await keeper.renew("access 0")).toEqual(succeed("access 1"));
    expect(vendor.used).toEqual(["refresh 0"]);
    expect(await createTokenKeeper({ ...doors, refresh: vendor.refresh }).current()).toEqual(
      succeed("access 1"),
    );
  });

  it("asks again with the same token when the answer was lost", async () => {
    const doors = await setUp();
    const used: (string | null)[] = [];
    const keeper = createTokenKeeper({
      ...doors,
      refresh: async (held) => {
        used.push(held);
        return used.length === 1
          ? fail(operationalError("REMOTE_UNREACHABLE"))
          : succeed(tokens(1));
      },
    });
    expect(await keeper.renew("access 0")).toMatchObject({ ok: false });
    expect(await keeper.renew("access 0")).toEqual(succeed("access 1"));
    expect(used).toEqual(["refresh 0", "refresh 0"]);
  });

  it("never puts a refreshed token over the one of a consent given meanwhile", async () => {
    const doors = await setUp();
    const keeper = createTokenKeeper({
      ...doors,
      refresh: async () => {
        await storeTokens(doors, tokens(7));
        return succeed(tokens(1));
      },
    });
    expect(await keeper.renew("access 0")).toEqual(succeed("access 7"));
    expect(await keeper.current()).toEqual(succeed("access 7"));
  });

  it("keeps when the permission ends, beside the other settings of the connection", async () => {
    const doors = await setUp();
    await doors.ledger.transaction((tx) =>
      updateConnectionSettings(tx, CONNECTION, { incomeAccountId: "79" }),
    );
    const start = doors.clock.now();
    await storeTokens(doors, {
      ...tokens(1),
      endsInMs: { unused: 100 * 24 * HOUR, final: 5 * 365 * 24 * HOUR },
    });
    const row = await findConnection(doors.ledger.db, CONNECTION);
    expect(row?.settings["incomeAccountId"]).toBe("79");
    expect(row === null ? null : authorisationEnds(row)).toEqual({
      unusedEndsAt: isoSeconds(start + 100 * 24 * HOUR),
      finalEndsAt: isoSeconds(start + 5 * 365 * 24 * HOUR),
    });
    await storeTokens(doors, tokens(2));
    const later = await findConnection(doors.ledger.db, CONNECTION);
    expect(later === null ? null : authorisationEnds(later)).toEqual({
      unusedEndsAt: null,
      finalEndsAt: null,
    });
  });

  it("remembers the final end when a refresh does not tell it again", async () => {
    const doors = await setUp();
    const final = doors.clock.now() + 5 * 365 * 24 * HOUR;
    await storeTokens(doors, {
      ...tokens(0),
      endsInMs: { unused: 100 * 24 * HOUR, final: final - doors.clock.now() },
    });
    const refresh = () => Promise.resolve(succeed({ ...tokens(1), endsInMs: silentOnFinal }));
    const keeper = createTokenKeeper({ ...doors, refresh });
    await doors.clock.advance(HOUR);
    expect(await keeper.current()).toEqual(succeed("access 1"));
    const row = await findConnection(doors.ledger.db, CONNECTION);
    expect(row === null ? null : authorisationEnds(row)).toEqual({
      unusedEndsAt: isoSeconds(doors.clock.now() + 99 * 24 * HOUR),
      finalEndsAt: isoSeconds(final),
    });
  });

  it("tells a refusal from a vendor that is down, and asks for a person only at the first", async () => {
    const doors = await setUp();
    let rejections = 0;
    const answers = [
      operationalError("REMOTE_UNREACHABLE"),
      operationalError("AUTH_REFRESH_REJECTED"),
    ];
    const keeper = createTokenKeeper({
      ...doors,
      refresh: async () => fail(answers.shift() ?? operationalError("REMOTE_FAILING")),
      onRejected: () => {
        rejections += 1;
      },
    });
    expect(await keeper.renew("access 0")).toMatchObject({ error: { code: "REMOTE_UNREACHABLE" } });
    expect(rejections).toBe(0);
    expect(await keeper.renew("access 0")).toMatchObject({
      error: { code: "AUTH_REFRESH_REJECTED" },
    });
    expect(rejections).toBe(1);
  });

  it("stores no token as it is (I20)", async () => {
    const { ledger } = await setUp();
    const rows = await ledger.db.selectFrom("secrets").selectAll().execute();
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain("access 0");
  });
});
