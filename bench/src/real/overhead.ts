/**
 * P3, engine overhead: processor time per record of the engine over that of the hand loop, for the same
 * work against the same emulators in other processes. Rounds of all alternate, so that what disturbs
 * the machine disturbs each; the ratio is of medians, with that of the minima beside it, and with what a loop of
 * nothing but fetches takes.
 */
import { type Figure, rounded } from "../figure.ts";
import { startEmulators } from "../runtime/emulators.ts";
import { cpuMicros } from "../runtime/stopwatch.ts";
import { median } from "../statistics.ts";
import { fetchLoop } from "./fetch-loop.ts";
import { clientsLoop } from "./hand-loop.ts";
import type { HandLoop } from "./hand-loop-work.ts";
import { type Addresses, call, changeAccounts, makeCustomers } from "./people.ts";
import { RealEngine } from "./real-engine.ts";

const WARM_UPS = 4;
const ROUNDS = 12;

/** A first load is about many: of few its plan, and not its records, would be measured. */
const LOADED_TIMES = 10;

export async function overhead(recordsPerRound: number): Promise<Figure[]> {
  const loaded = await loading(recordsPerRound * LOADED_TIMES);
  await using real = await RealEngine.start();
  return [loaded, await updating(real, recordsPerRound)];
}

/**
 * All customers into an empty org: plan and application against query and collections. Each round begins with a
 * company and an org as they were at first, so that all move the same records.
 */
async function loading(records: number): Promise<Figure> {
  await using emulators = await startEmulators();
  let leave = async () => {};
  const empty = async () => {
    await leave();
    leave = async () => {};
    for (const url of [emulators.quickbooksUrl, emulators.salesforceUrl]) {
      await call(`${url}/_emulator/reset`, "POST");
    }
  };
  const fill = (round: number) => makeCustomers(emulators, `Load ${round}`, records);
  const loadBy = (loop: HandLoop) => async (round: number) => {
    await empty();
    await fill(round);
    return () => loop.load(`Load ${round}`);
  };
  const rounds = await alternate(records, {
    engine: async (round) => {
      await empty();
      await fill(round);
      const real = await RealEngine.connect(emulators, `ledger-${round}.sqlite`);
      leave = () => real.disconnect();
      return async () => {
        const brought = await real.backfill();
        if (brought < records) throw new Error(`only ${brought} of ${records} were brought`);
      };
    },
    hand: loadBy(clientsLoop(emulators)),
    fetches: loadBy(fetchLoop(emulators)),
  });
  return compared("backfill", rounds, { target: 3, records });
}

/** Changed Accounts into QuickBooks: change events against a read and a write each. */
async function updating(real: RealEngine, records: number): Promise<Figure> {
  const at = real.emulators;
  const pairs = await real.linkedPairs("Engine steady", records);
  const accounts = pairs.map(({ salesforceId }) => salesforceId);
  const rounds = await alternate(records, {
    engine: async (round) => {
      await changeAccounts(at, accounts, `(510) 555-${round}`);
      return async () => {
        await real.feed.deliver(accounts);
        await real.quiet();
      };
    },
    hand: await steadyBy(at, "Hand", clientsLoop(at), records),
    fetches: await steadyBy(at, "Fetch", fetchLoop(at), records),
  });
  return compared("steady-salesforce-to-quickbooks", rounds, { target: 5, records });
}

async function steadyBy(at: Addresses, name: string, loop: HandLoop, records: number) {
  await makeCustomers(at, `${name} steady`, records);
  const pairs = await loop.load(`${name} steady`);
  const accounts = pairs.map(({ accountId }) => accountId);
  return async (round: number) => {
    await changeAccounts(at, accounts, `(510) 555-${round}`);
    return () => loop.carry(pairs);
  };
}

/** Prepares a round, unmeasured, and answers with the work to measure. */
type Prepare = (round: number) => Promise<() => Promise<unknown>>;

type Way = "engine" | "hand" | "fetches";

/** Microseconds of processor time per record, a value a round. */
type Rounds = Readonly<Record<Way, readonly number[]>>;

async function alternate(
  records: number,
  prepare: Readonly<Record<Way, Prepare>>,
): Promise<Rounds> {
  const rounds: Record<Way, number[]> = { engine: [], hand: [], fetches: [] };
  for (let round = 0; round < WARM_UPS + ROUNDS; round += 1) {
    for (const way of ["engine", "hand", "fetches"] as const) {
      const micros = await measured(await prepare[way](round));
      if (round >= WARM_UPS) rounds[way].push(micros / records);
    }
  }
  return rounds;
}

async function measured(work: () => Promise<unknown>): Promise<number> {
  const before = cpuMicros();
  await work();
  return cpuMicros() - before;
}

function compared(
  scenario: string,
  { engine, hand, fetches }: Rounds,
  { target, records }: { readonly target: number; readonly records: number },
): Figure {
  return {
    figure: "P3",
    scenario,
    value: rounded(median(engine) / median(hand)),
    unit: "engine's processor time per record over that of jsforce and node-quickbooks",
    target: { atMost: target },
    alarm: { timesBaseline: 1.2 },
    detail: {
      ratioOfMinima: rounded(Math.min(...engine) / Math.min(...hand)),
      engineMicros: rounded(median(engine)),
      handMicros: rounded(median(hand)),
      fetchesMicros: rounded(median(fetches)),
      ratioToFetches: rounded(median(engine) / median(fetches)),
      rounds: engine.length,
      records,
    },
  };
}
