/**
 * Runs one scenario. Phase 1, safety: people act and faults strike. Phase 2, liveness: people stop,
 * faults end, every channel is on; all must come to rest within a bound. Then the oracle judges.
 */
import type { SystemName } from "@accord-sync/core/records/record-ref.ts";
import { DAILY_PROBE_MS } from "@accord-sync/engine/rate-budget.ts";
import { NO_FAULTS } from "./fault-plan.ts";
import { Journal } from "./journal.ts";
import { mark } from "./marks.ts";
import { asleepAtTheEnd, heldBack, judgeAsleep } from "./oracle/asleep.ts";
import { judgeChannels } from "./oracle/channels.ts";
import type { Violation } from "./oracle/evidence.ts";
import { judge } from "./oracle/oracle.ts";
import { VersionWatch } from "./oracle/versions.ts";
import { Performer } from "./perform.ts";
import { isQuiet, listWaiting, readLinks, readReports, type Reports } from "./reports.ts";
import type { Moment, Operation, Scenario } from "./scenario.ts";
import { PAIR_LIST, type PairName, PAIRS } from "./shared-fields.ts";
import type { WorldOptions } from "./world-options.ts";
import { World } from "./world.ts";

export interface Verdict {
  readonly violations: readonly Violation[];
  readonly traceHash: string;
  readonly steps: number;
  /** How often the process could have died at a commit while people worked. */
  readonly commitPoints: number;
  /** How many requests left while people worked. */
  readonly calls: number;
  /** How many steps the clock took while people worked. */
  readonly workSteps: number;
  /** The last lines of the trace, for a report. */
  readonly trace: readonly string[];
  readonly reports: Reports;
  readonly world: World;
  readonly journal: Journal;
}

/** What was told while real time is off has been looked at. */
const ASLEEP_MS = 20_000;
/** Before people start: the directory fills and the feeds open. */
const SETTLING_MS = 15_000;
/** I2: everything must be at rest this long after the last fault, in virtual time. */
const REST_WITHIN_MS = 30 * 60_000;
/** The vendor's longest time between two deliveries of a webhook. */
const WEBHOOK_REPEATED_MS = 8 * 3_600_000;

interface Rest {
  /** Whether everything in the log with an error is pressed again (I18). */
  readonly isReprocessed: boolean;
  /** How long the quiet is watched; null for until both systems were swept once more. */
  readonly watchMs: number | null;
}

/** Loops that find nothing to do look again no sooner; nothing but a wake that was forgotten would need it. */
const IDLE_MS = 180_000;

/**
 * What was under way when faults ended has come to its end, a sweep of each system among it: a request without an
 * answer half a minute later, a call that QuickBooks refused as too many a minute later.
 */
const UNDER_WAY_MS = 70_000;
/** The same where somebody may have to connect a system first. */
const WITH_A_PERSON_MS = 130_000;
/** The further parts of a sweep, writes that follow from it, and their events. */
const FOUND_IS_DONE_MS = 6_000;

const FULL_REST: Rest = { isReprocessed: true, watchMs: null };
/** For small scenarios that run hundreds of times. */
const BRIEF_REST: Rest = { isReprocessed: false, watchMs: 16_000 };

export interface Tampering extends Pick<WorldOptions, "tamper"> {
  /** Kills the process at this commit point, counted from when people begin. */
  readonly crashAtPoint?: number;
  /** Kills the process when this request has just left, counted from when people begin. */
  readonly crashAtCall?: number;
  /** Kills the process after this step of the clock, counted from when people begin. */
  readonly crashAtStep?: number;
  readonly isBrief?: boolean;
}

/** `tampering` plants a bug, for tests of the oracle. */
export async function runScenario(scenario: Scenario, tampering: Tampering = {}): Promise<Verdict> {
  const journal = new Journal();
  const world = new World({
    seed: scenario.seed,
    faults: scenario.faults,
    company: "bare",
    invoices: scenario.hasInvoices ?? false,
    pacing: { idleMs: IDLE_MS, manyChanges: scenario.faults.manyChanges },
    ...tampering,
  });
  const versions = new VersionWatch();
  const performer = new Performer(world, journal);
  await prepare(world, performer, scenario);
  world.commitPoints = 0;
  world.calls = 0;
  world.crashAtCall = tampering.crashAtCall ?? null;
  world.crashAtPoint = tampering.crashAtPoint ?? null;
  const { steps: stepsBefore } = world.clock;
  const { crashAtStep } = tampering;
  world.crashAtStep = crashAtStep === undefined ? null : stepsBefore + crashAtStep;
  const start = world.clock.now();
  await act(world, performer, scenario, versions);
  const { commitPoints, calls } = world;
  const workSteps = world.clock.steps - stepsBefore;
  world.crashAtPoint = null;
  world.crashAtCall = null;
  world.crashAtStep = null;
  const calmFrom = world.clock.now();
  const asleep = await restAsleep(world, performer, journal, scenario);
  const untold = scenario.faults.sweeps
    ? []
    : await restUnswept(world, performer, journal, scenario);
  const how = tampering.isBrief ? BRIEF_REST : FULL_REST;
  const rested = await rest(world, performer, scenario, how);
  const quietFrom = world.clock.now();
  if (how.watchMs === null) await runUntilSwept(world);
  else await world.run(how.watchMs);
  await versions.look(world.reports, await readLinks(world.reports));
  const reports = await readReports(world.reports);
  noteMarks(reports, scenario);
  const violations = [
    ...(rested ? [] : [{ id: "I2", text: await unrest(world, start) }]),
    ...asleep,
    ...untold,
    ...versions.violations,
    ...world.bugs.map((text) => ({ id: "bug", text })),
    ...(await judge({ world, scenario, journal, reports, calmFrom, quietFrom })),
  ];
  world.kill();
  const { clock } = world;
  return {
    violations,
    traceHash: clock.traceHash(),
    steps: clock.steps,
    commitPoints,
    calls,
    workSteps,
    trace: [...clock.recent()],
    reports,
    world,
    journal,
  };
}

/** Records made apart and links made by people, before any fault. */
async function prepare(world: World, performer: Performer, scenario: Scenario): Promise<void> {
  // Which channels there are belongs to the process from its start; faults come later.
  const { sweeps, salesforceSweepMs } = scenario.faults;
  world.faults = { ...NO_FAULTS, sweeps, salesforceSweepMs };
  for (const { slot, pair, salesforce, quickbooks } of scenario.initial) {
    for (const [system, values] of Object.entries({ salesforce, quickbooks })) {
      if (values === null) continue;
      const name = system === "salesforce" ? "salesforce" : "quickbooks";
      performer.place(slot, pair, name, performer.users.create(name, PAIRS[pair], values));
      await world.run(1_000);
    }
  }
  await world.boot();
  await world.run(SETTLING_MS);
  for (const [pair, policies] of Object.entries(scenario.policies ?? {})) {
    const { mapping } = PAIRS[pair as PairName];
    await world.until(world.engine.changeMapping(mapping, { policies }, "Ada"));
  }
  for (const [pair, policy] of Object.entries(scenario.deletes ?? {})) {
    const { mapping } = PAIRS[pair as PairName];
    const whenDeleted = { salesforce: policy };
    await world.until(world.engine.changeMapping(mapping, { whenDeleted }, "Ada"));
  }
  for (const { slot, isLinked } of scenario.initial) {
    if (isLinked) await performer.perform({ at: 0, kind: "link", slot, to: slot });
    await world.run(3_000);
  }
  world.faults = scenario.faults;
}

async function act(
  world: World,
  performer: Performer,
  { faults, operations }: Scenario,
  versions: VersionWatch,
): Promise<void> {
  const { clock, random } = world;
  const start = clock.now();
  world.restartAfterMs = () => random.between(200, 8_000, "restart after");
  const crash = () => {
    if (world.faults.crashEveryMs === 0) return;
    world.kill();
    clock.at(
      clock.now() + random.between(1, 2 * faults.crashEveryMs, "crash"),
      "crash",
      null,
      crash,
    );
  };
  if (faults.crashEveryMs > 0) {
    clock.at(start + random.between(1, 2 * faults.crashEveryMs, "crash"), "crash", null, crash);
  }
  let lookedAt = -1;
  for (const operation of operations) {
    await clock.runTo(Math.max(clock.now(), start + operation.at));
    if (isDeathAtCommit(operation)) {
      world.crashAtPoint = world.commitPoints + operation.after.nth;
      continue;
    }
    if (operation.after !== undefined) await waitFor(world, operation.after);
    clock.note(`operation ${JSON.stringify(operation)}`);
    await performer.perform(operation);
    await clock.drain();
    // Nothing is written but between two commit points.
    if (world.commitPoints === lookedAt) continue;
    lookedAt = world.commitPoints;
    await versions.look(world.reports, await readLinks(world.reports));
  }
  await world.run(3_000);
}

/** Time goes on until such a death: it comes between two statements, where nobody else acts. */
function isDeathAtCommit(
  operation: Operation,
): operation is Operation & { readonly after: Extract<Moment, { readonly on: "commit" }> } {
  return operation.kind === "crash" && operation.after?.on === "commit";
}

/** How long an operation waits for the product to come to a moment. */
const MOMENT_WITHIN_MS = 10_000;

/** Runs up to a moment in the product's work; without it, as long as is waited for one. */
async function waitFor(world: World, moment: Moment): Promise<void> {
  const { traffic, commitPoints } = world;
  const from = traffic.length;
  const laterMs = moment.on === "commit" ? 0 : (moment.laterMs ?? 0);
  const met = (): number => {
    if (moment.on === "commit") return world.commitPoints - commitPoints;
    const { on, what } = moment;
    return traffic
      .slice(from)
      .filter(({ isWrite }) => isWrite === (what === "write"))
      .filter(({ status, heardAt }) =>
        on === "sent" ? true : on === "done" ? status !== null : heardAt !== null,
      ).length;
  };
  await world.runUntil(() => met() >= moment.nth, MOMENT_WITHIN_MS);
  if (laterMs > 0) await world.run(laterMs);
}

/**
 * Faults end, but what people switched off stays off: at rest only that waits which has to. Where a person would be
 * asked to connect again, nobody is there yet.
 */
async function restAsleep(
  world: World,
  performer: Performer,
  journal: Journal,
  scenario: Scenario,
): Promise<readonly Violation[]> {
  if (asleepAtTheEnd(scenario).length === 0 || world.usesRealTokens) return [];
  const { requestIdMemoryMs, salesforceSweepMs, sweeps } = world.faults;
  world.faults = { ...NO_FAULTS, requestIdMemoryMs, salesforceSweepMs, sweeps };
  world.letGo();
  world.clock.note("calm, and asleep");
  await world.runUntil(() => world.isAlive, 60_000);
  await goOn(performer, scenario);
  await world.run(ASLEEP_MS);
  let held: Awaited<ReturnType<typeof heldBack>> = null;
  const isResting = async () => (held = await heldBack(world.reports, world.clock.now())) !== null;
  await world.runUntil(isResting, REST_WITHIN_MS);
  if (held === null) return [{ id: "I2", text: `asleep: ${await unrest(world, 0)}` }];
  mark("at rest while real time is off");
  const reports = await readReports(world.reports);
  return judgeAsleep({ world, journal, held, reports });
}

/** Events of a stream that broke again and again have come by then. */
const STREAM_BACK_MS = 130_000;

/** Faults end but nothing is swept yet: what the channels did not tell. */
async function restUnswept(
  world: World,
  performer: Performer,
  journal: Journal,
  scenario: Scenario,
): Promise<readonly Violation[]> {
  const { requestIdMemoryMs } = world.faults;
  world.faults = { ...NO_FAULTS, requestIdMemoryMs, sweeps: false };
  world.letGo();
  world.clock.note("calm, without sweeps");
  await world.runUntil(() => world.isAlive, 60_000);
  await switchOn(performer);
  await goOn(performer, scenario);
  attend(world, performer);
  await world.run(STREAM_BACK_MS);
  if (!(await comesToRest(world))) return [];
  return judgeChannels({ world, scenario, journal, reports: await readReports(world.reports) });
}

async function switchOn(performer: Performer): Promise<void> {
  for (const { name } of PAIR_LIST) {
    await performer.perform({ at: 0, kind: "realTime", pair: name, enabled: true });
  }
}

/** A person has go on what was paused and not resumed. */
async function goOn(performer: Performer, { operations }: Scenario): Promise<void> {
  if (operations.some(({ kind }) => kind === "pauseConnection")) await performer.goOn();
}

/** Faults end; true when everything came to rest within the bound. */
async function rest(
  world: World,
  performer: Performer,
  scenario: Scenario,
  { isReprocessed }: Rest,
): Promise<boolean> {
  const hadSweeps = world.faults.sweeps;
  const { requestIdMemoryMs, salesforceSweepMs } = world.faults;
  world.faults = { ...NO_FAULTS, requestIdMemoryMs, salesforceSweepMs };
  world.letGo();
  world.clock.note("calm");
  // A process that is alive goes on, so that what it forgot to do shows.
  if (!hadSweeps) world.kill();
  await world.runUntil(() => world.isAlive, 60_000);
  await switchOn(performer);
  await goOn(performer, scenario);
  if (hadSweeps) attend(world, performer);
  const underWayMs = world.usesRealTokens ? WITH_A_PERSON_MS : UNDER_WAY_MS;
  // Whoever was told that the day's requests are used up asks again after minutes.
  await world.run(underWayMs + (world.hindrances.wasSpent ? DAILY_PROBE_MS : 0));
  if (!(await comesToRest(world))) return false;
  if (!isReprocessed) return true;
  await performer.reprocessAll();
  await runUntilSwept(world);
  return comesToRest(world);
}

/**
 * Until a sweep of each system that began from now on was heard, and what it found was done. A time in which that
 * must have happened would be twice as long. Only for when faults have long ended, and every answer comes.
 */
async function runUntilSwept(world: World): Promise<void> {
  const { traffic } = world;
  const from = traffic.length;
  const unswept = new Set<SystemName>(["salesforce", "quickbooks"]);
  await world.runUntil(() => {
    for (const { sweeps, status, heardAt } of traffic.slice(from)) {
      if (sweeps !== null && status === 200 && heardAt !== null) unswept.delete(sweeps);
    }
    return unswept.size === 0;
  }, REST_WITHIN_MS);
  await world.run(FOUND_IS_DONE_MS);
}

/** How often a person looks whether the product asks to be connected again. */
const ATTEND_MS = 20_000;

function attend(world: World, performer: Performer): void {
  if (!world.usesRealTokens) return;
  void performer.connectWhatAsks();
  const { clock } = world;
  clock.at(clock.now() + ATTEND_MS, "a person looks", null, () => attend(world, performer));
}

/**
 * A webhook that found no process is repeated minutes after the faults ended, and may be news: a record
 * made while its mapping slept is created only when its own notice comes. There is no rest before it.
 */
async function comesToRest(world: World): Promise<boolean> {
  // One that found nobody five times comes again hours later.
  await world.runUntil(() => !world.owesWebhook, WEBHOOK_REPEATED_MS);
  return world.runUntil(
    async () => !world.owesWebhook && (await isQuiet(world.reports)),
    REST_WITHIN_MS,
  );
}

async function unrest(world: World, start: number): Promise<string> {
  const { pending } = await readReports(world.reports);
  const waiting = await listWaiting(world.reports);
  return `not at rest ${(world.clock.now() - start) / 60_000} minutes after the start: ${pending} notices pending, ${waiting.join("; ")}`;
}

function markClock(name: string, aheadMs: number): void {
  if (aheadMs > 1_000) mark(`the clock of ${name} is ahead`);
  if (aheadMs < -1_000) mark(`the clock of ${name} is behind`);
}

/** Situations that show in the product's reports; the network and the clock note their own. */
function noteMarks(reports: Reports, { faults }: Scenario): void {
  if (!faults.webhooks) mark("without webhooks");
  if (!faults.feed) mark("without event stream");
  if (!faults.sweeps) mark("without sweeps");
  mark(faults.workers > 4 ? "more than four workers" : `workers: ${faults.workers}`);
  markClock("Salesforce", faults.salesforceAheadMs);
  markClock("QuickBooks", faults.quickbooksAheadMs);
  const { log, entries, tally } = reports;
  for (const entry of [...entries.values()].flat()) {
    mark(`entry: ${entry.kind}`);
    mark(`entry because: ${entry.reason ?? "unknown"}`);
    if (entry.closedHow !== null) mark(`entry closed: ${entry.closedHow}`);
  }
  for (const { reason, closedHow } of reports.deletions) {
    if (reason !== null) mark(`held: ${reason}`);
    if (closedHow !== null) mark(`deletion ${closedHow}`);
  }
  for (const line of log) {
    mark(`log: ${line.action} ${line.outcome}`);
    if (line.reprocessed) mark("parked, then re-processed");
    if (line.error !== null) {
      const { code } = JSON.parse(line.error) as { code: string };
      mark(`error: ${code}`);
    }
  }
  for (const [outcome, count] of Object.entries(tally)) if (count > 0) mark(`notice: ${outcome}`);
}
