import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import { fail, type Result, succeed } from "@accord-sync/core/records/result.ts";
import type { Cipher } from "@accord-sync/ledger/cipher.ts";
import { insertConnection } from "@accord-sync/ledger/connections.ts";
import { openLedger } from "@accord-sync/ledger/ledger.ts";
import { createTokenKeeper, type FreshTokens, storeTokens } from "./token-keeper.ts";
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

const tokens = (generation: number): FreshTokens => ({
  accessToken: `access ${generation}`,
  refreshToken: `refresh ${generation}`,
  expiresInMs: HOUR,
});

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
