/** A context on a ledger in memory and a clock that stands, for tests of one part of the engine. */
import { DEFAULT_MAPPINGS } from "@accord-sync/core/mapping/default-mappings.ts";
import type { QuickbooksRemote, SalesforceRemote } from "@accord-sync/core/ports/remote.ts";
import { openLedger } from "@accord-sync/ledger/ledger.ts";
import type { EngineContext } from "../engine-context.ts";
import { ChangeGuard } from "../guard/change-guard.ts";
import { DEFAULT_GUARDS } from "../guards.ts";
import { Lanes } from "../lanes.ts";
import { DEFAULT_PACING } from "../pacing.ts";
import { SweepWatch } from "../sweep-watch.ts";
import { VirtualClock } from "./virtual-clock.ts";

const never = (): never => {
  throw new Error("this test does not call that");
};

const NO_REMOTE = {
  accountId: "1",
  observe: never,
  encode: never,
  send: never,
  find: never,
  sweep: never,
  compareVersions: never,
  pageUrl: never,
  removals: () => [],
};

const NO_SALESFORCE: SalesforceRemote = {
  ...NO_REMOTE,
  system: "salesforce",
  findMatches: never,
  describeOrg: never,
  dailyUsage: never,
  checkAccess: never,
  listCaptured: never,
  rewindSweep: never,
  many: {
    choose: never,
    writeMany: never,
    endJob: never,
    readMany: never,
    findMarked: never,
    findNamed: never,
    readSmall: never,
    scan: never,
  },
};

const NO_QUICKBOOKS: QuickbooksRemote = {
  ...NO_REMOTE,
  system: "quickbooks",
  listDirectory: never,
  directoryEntry: never,
  select: never,
  describeCompany: never,
};

export type TestContext = EngineContext & { readonly clock: VirtualClock };

/** Parts that are not given must not be used. */
export async function testContext(parts: Partial<EngineContext> = {}): Promise<TestContext> {
  const clock = new VirtualClock();
  const scope = { tenant: "t", org: "o", company: "c" };
  const { guards = DEFAULT_GUARDS, mappings = DEFAULT_MAPPINGS } = parts;
  return {
    random: { fraction: () => 0.5, id: (site) => `${site} id` },
    log: { info: () => {}, warn: () => {}, error: () => {} },
    ledger: await openLedger({ file: ":memory:" }),
    scope,
    mappings,
    salesforce: NO_SALESFORCE,
    quickbooks: NO_QUICKBOOKS,
    lanes: new Lanes(),
    pacing: DEFAULT_PACING,
    guards,
    changeGuard: new ChangeGuard({ guards, clock, scope, mappings }),
    watch: new SweepWatch(clock),
    createSettings: async () => ({ incomeAccountId: null }),
    connectedAt: async () => "2026-01-05T09:00:00Z",
    wake: () => {},
    ...parts,
    clock,
  };
}
