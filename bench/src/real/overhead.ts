/**
 * P3, engine overhead: processor time per record of the engine over that of the hand loop, for the same
 * work against the same emulators in other processes. Rounds of both alternate, so that what disturbs
 * the machine disturbs both; the ratio is of medians, with that of the minima beside it.
 */
import { type Figure, rounded } from "../figure.ts";
import { cpuMicros } from "../runtime/stopwatch.ts";
import { median } from "../statistics.ts";
import { carryAccounts, loadCustomers } from "./hand-loop.ts";
import { changeAccounts, makeCustomers } from "./people.ts";
import { RealEngine } from "./real-engine.ts";

const WARM_UPS = 4;
const ROUNDS = 12;
const HAND_LOOP = "minimal loop of fetches; jsforce and node-quickbooks are no dependencies";

export async function overhead(recordsPerRound: number): Promise<Figure[]> {
  await using real = await RealEngine.start();
  return [await loading(real, recordsPerRound), await updating(real, recordsPerRound)];
}

/** New customers into Salesforce: Sync Now against query and collections. */
async function loading(real: RealEngine, records: number): Promise<Figure> {
  const at = real.emulators;
  const rounds = await alternate(records, {
    engine: async (round) => {
      await makeCustomers(at, `Engine ${round}`, records);
      return () => real.syncNow(`Engine ${round}`);
    },
    hand: async (round) => {
      await makeCustomers(at, `Hand ${round}`, records);
      return () => loadCustomers(at, `Hand ${round}`);
    },
  });
  return compared("sync-now", rounds, { target: 3, records });
}

/** Changed Accounts into QuickBooks: change events against a read and a write each. */
async function updating(real: RealEngine, records: number): Promise<Figure> {
  const at = real.emulators;
  const pairs = await real.linkedPairs("Engine steady", records);
  const accounts = pairs.map(({ salesforceId }) => salesforceId);
  await makeCustomers(at, "Hand steady", records);
  const byHand = await loadCustomers(at, "Hand steady");
  const handAccounts = byHand.map(({ accountId }) => accountId);
  const rounds = await alternate(records, {
    engine: async (round) => {
      await changeAccounts(at, accounts, `(510) 555-${round}`);
      return async () => {
        await real.feed.deliver(accounts);
        await real.quiet();
      };
    },
    hand: async (round) => {
      await changeAccounts(at, handAccounts, `(510) 555-${round}`);
      return () => carryAccounts(at, byHand);
    },
  });
  return compared("steady-salesforce-to-quickbooks", rounds, { target: 5, records });
}

/** Prepares a round, unmeasured, and answers with the work to measure. */
type Prepare = (round: number) => Promise<() => Promise<unknown>>;

interface Rounds {
  /** Microseconds of processor time per record, a value a round. */
  readonly engine: readonly number[];
  readonly hand: readonly number[];
}

async function alternate(
  records: number,
  { engine, hand }: { readonly engine: Prepare; readonly hand: Prepare },
): Promise<Rounds> {
  const byEngine: number[] = [];
  const byHand: number[] = [];
  for (let round = 0; round < WARM_UPS + ROUNDS; round += 1) {
    const engineMicros = await measured(await engine(round));
    const handMicros = await measured(await hand(round));
    if (round < WARM_UPS) continue;
    byEngine.push(engineMicros / records);
    byHand.push(handMicros / records);
  }
  return { engine: byEngine, hand: byHand };
}

async function measured(work: () => Promise<unknown>): Promise<number> {
  const before = cpuMicros();
  await work();
  return cpuMicros() - before;
}

function compared(
  scenario: string,
  { engine, hand }: Rounds,
  { target, records }: { readonly target: number; readonly records: number },
): Figure {
  return {
    figure: "P3",
    scenario,
    value: rounded(median(engine) / median(hand)),
    unit: "engine's processor time per record over the hand loop's",
    target: { atMost: target },
    alarm: { timesBaseline: 1.2 },
    detail: {
      ratioOfMinima: rounded(Math.min(...engine) / Math.min(...hand)),
      engineMicros: rounded(median(engine)),
      handMicros: rounded(median(hand)),
      rounds: engine.length,
      records,
      handLoop: HAND_LOOP,
    },
  };
}
