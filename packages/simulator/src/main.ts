/** `npm run simulate`: fresh seeds against the real engine in virtual time. */
import { Command, InvalidArgumentError } from "commander";
import { readMarks } from "./marks.ts";
import { huntAll, isMet, rateOf, tableOf } from "./mutants/hunt-all.ts";
import { mutantNames } from "./mutants/mutants.ts";
import { readScenarioFile, writeScenarioFile } from "./read-scenario.ts";
import { type Failure, runSeedsAmong, type SeedsOrder, type SeedsResult } from "./run-seeds.ts";
import { runScenario } from "./run-scenario.ts";
import { freshSeed, readText, wallClock, writeText } from "./runtime/host.ts";
import { processorCount, startSeedThreads } from "./runtime/seed-threads.ts";
import { runRange } from "./run-range.ts";

interface Options {
  readonly seeds: number;
  readonly seed?: string;
  readonly minutes?: number;
  readonly threads?: number;
  readonly scenario?: string;
  /** True for all. */
  readonly mutants?: readonly string[] | true;
  readonly keep: boolean;
  readonly trace: boolean;
  readonly json: boolean;
}

const FAILED_FILE = "failed-scenario.json";
const TRACE_SHOWN = 50;
const PROGRESS_EVERY_MS = 5_000;

function positive(text: string): number {
  const number = Number(text);
  if (!(number > 0)) throw new InvalidArgumentError("It must be a positive number.");
  return number;
}

const program = new Command("simulate")
  .description("Runs the engine against both emulators, people and faults, in virtual time.")
  .option("--seeds <n>", "how many scenarios", positive, 1_000)
  .option("--seed <s>", "the base seed; with --seeds 1 it repeats exactly one scenario")
  .option("--minutes <m>", "stop after this long, however many seeds are left", positive)
  .option("--threads <n>", "how many at a time; by default one per processor", positive)
  .option("--scenario <file>", "run one stored scenario instead")
  .option(
    "--mutants [names...]",
    "plant known bugs, all or the named, and hunt each with 10,000 seeds",
  )
  .option("--keep", "store a shrunk scenario that kills each mutant in its folder", false)
  .option("--trace", "print all that happened", false)
  .option("--json", "print the result as one JSON object", false);

const say = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

function report(failure: Failure, { trace, json }: Options): void {
  for (const { id, text } of failure.violations) say(`${id}: ${text}`);
  say(`seed ${failure.seed}`);
  if (trace || !json) say(failure.trace.slice(trace ? 0 : -TRACE_SHOWN).join("\n"));
  const about = failure.violations[0]?.text ?? "";
  writeText(FAILED_FILE, writeScenarioFile({ about, scenario: failure.scenario }));
  say(`The shrunk scenario is in ${FAILED_FILE}. To repeat it:`);
  say(`  npm run simulate -- --scenario ${FAILED_FILE}`);
  say(`To repeat the whole seed:`);
  say(`  npm run simulate -- --seeds 1 --seed ${failure.seed}`);
}

async function replay(file: string, options: Options): Promise<boolean> {
  const { scenario } = readScenarioFile(readText(file));
  const { violations, trace, steps, traceHash } = await runScenario(scenario);
  for (const { id, text } of violations) say(`${id}: ${text}`);
  if (options.trace) say(trace.join("\n"));
  const result = { scenario: file, violations, steps, traceHash };
  if (options.json) process.stdout.write(`${JSON.stringify(result)}\n`);
  else say(violations.length === 0 ? "No invariant is broken." : `${violations.length} broken.`);
  return violations.length === 0;
}

/** Tells every few seconds how far the run is and how long it will take. */
function progress(options: Options, startedAt: number): (done: number) => void {
  let saidAt = startedAt;
  return (done) => {
    const now = wallClock();
    if (now - saidAt < PROGRESS_EVERY_MS) return;
    saidAt = now;
    const bySeeds = ((now - startedAt) / done) * (options.seeds - done);
    const byTime = (options.minutes ?? Number.POSITIVE_INFINITY) * 60_000 - (now - startedAt);
    const seconds = Math.max(0, Math.round(Math.min(bySeeds, byTime) / 1_000));
    say(`${done} of ${options.seeds} seeds, about ${seconds} s left`);
  };
}

/** Few seeds are done before a thread has started, so these run here. */
const SEEDS_ALONE = 20;

async function runAll(order: SeedsOrder, threads: number): Promise<SeedsResult> {
  if (threads === 1 || order.seeds < SEEDS_ALONE) return runSeedsAmong([{ run: runRange }], order);
  const started = startSeedThreads(threads);
  try {
    return await runSeedsAmong(started.runners, order);
  } finally {
    await started.stop();
  }
}

/** Seeds for one mutant, where nobody says. */
const MUTANT_SEEDS = 10_000;

async function huntMutants(names: readonly string[], options: Options): Promise<boolean> {
  const known = mutantNames();
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    program.error(`There is no mutant ${unknown.join(", ")}. Choose from: ${known.join(", ")}.`);
  }
  const base = options.seed ?? freshSeed();
  say(`base seed ${base}`);
  const isSaid = program.getOptionValueSource("seeds") !== "default";
  const seeds = isSaid ? options.seeds : MUTANT_SEEDS;
  const results = await huntAll({
    names: names.length > 0 ? names : known,
    base,
    seeds,
    isKept: options.keep,
    say,
  });
  const told = results.map((result) => ({ ...result, rate: rateOf(result), isMet: isMet(result) }));
  if (options.json) process.stdout.write(`${JSON.stringify({ base, mutants: told })}\n`);
  else say(tableOf(results));
  const unmet = told.filter((result) => !result.isMet).map(({ name }) => name);
  if (unmet.length > 0) say(`Met too seldom, or by seeds that fail anyway: ${unmet.join(", ")}`);
  return unmet.length === 0;
}

async function main(): Promise<boolean> {
  const options = program.parse().opts<Options>();
  const { mutants } = options;
  if (mutants !== undefined) return huntMutants(mutants === true ? [] : mutants, options);
  if (options.scenario !== undefined) return replay(options.scenario, options);
  const base = options.seed ?? freshSeed();
  say(`base seed ${base}`);
  const startedAt = wallClock();
  const endsAt = startedAt + (options.minutes ?? Number.POSITIVE_INFINITY) * 60_000;
  const order: SeedsOrder = {
    base,
    seeds: options.seeds,
    isOver: () => wallClock() >= endsAt,
    onSeed: progress(options, startedAt),
    onFailure: ({ seed }) => say(`seed ${seed} broke an invariant; shrinking it`),
  };
  const threads = Math.floor(options.threads ?? processorCount());
  const { done, steps, failure } = await runAll(order, threads);
  if (failure !== null) report(failure, options);
  const ms = wallClock() - startedAt;
  const seconds = Math.round(ms / 1_000);
  const marks = Object.fromEntries([...readMarks()].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  if (options.json) {
    const violations = failure?.violations ?? [];
    process.stdout.write(
      `${JSON.stringify({ base, seeds: done, seconds, steps, marks, violations })}\n`,
    );
  } else {
    const rate = Math.round((done / ms) * 1_000);
    const found = failure === null ? "no" : "a";
    say(`${done} seeds in ${seconds} s, ${rate} a second, ${steps} steps, ${found} failure`);
  }
  return failure === null;
}

process.exitCode = (await main()) ? 0 : 1;
