/** integrity: Sync Integrity. Compares everything, shows what was found, repairs it, schedules it. */
import type {
  FindingView,
  IntegrityCostView,
  IntegrityJobView,
  IntegrityRunView,
} from "@accord-sync/engine/engine-api.ts";
import { Command, InvalidArgumentError } from "commander";
import { usageFailure } from "../cli-failure.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import {
  findingsText,
  integrityJobsText,
  integrityRunsText,
  integrityRunText,
} from "../print/integrity-text.ts";
import { waitUntil } from "../wait.ts";
import {
  type CommandParts,
  type CommonOptions,
  newCommand,
  print,
  serviceOf,
  type WaitingOptions,
  waits,
} from "./command-parts.ts";

const RUNS = "/integrity/runs";
const JOBS = "/integrity/jobs";
const pathOf = (folder: string, id: string): string => `${folder}/${encodeURIComponent(id)}`;
const isEnded = (run: IntegrityRunView): boolean => run.finishedAt !== null;

/** What a run means to a script: 0 only when the books agree. */
export function exitCodeOfIntegrity(run: IntegrityRunView): ExitCode {
  if (!isEnded(run)) return EXIT.waiting;
  if (run.state !== "done") return EXIT.error;
  if (run.agrees === true) return EXIT.done;
  return run.repairable > 0 ? EXIT.error : EXIT.needsPerson;
}

function progress(run: IntegrityRunView): string {
  const { read, expected, remainingSeconds } = run.progress;
  const left = remainingSeconds === null ? "" : `, about ${remainingSeconds} s left`;
  const wait = run.waitingFor === null ? "" : `, waits: ${run.waitingFor}`;
  return `${run.summary} ${read} of about ${expected} records${left}${wait}`;
}

async function follow(
  parts: CommandParts,
  options: WaitingOptions,
  started: IntegrityRunView,
): Promise<void> {
  const service = serviceOf(parts, options);
  const run = !options.wait
    ? started
    : await waitUntil(parts.io, started, {
        label: progress,
        again: () => service.get<IntegrityRunView>(pathOf(RUNS, started.id)),
        isFinished: isEnded,
        isHeldUp: (view) => view.waitingFor !== null,
        timeoutMs: options.timeout * 1000,
      });
  print(parts, options, run, integrityRunText);
  parts.end(exitCodeOfIntegrity(run));
}

function runCommand(parts: CommandParts): Command {
  return waits(
    newCommand("run", "Compare everything that both systems hold", [
      "integrity run",
      "integrity run Customer Item --repair",
    ]),
  )
    .argument("[objects...]", "QuickBooks objects; none: all that are mapped")
    .option("--repair", "repair what can be, by itself")
    .action(async (objects: string[], options: WaitingOptions & { repair?: true }) => {
      const body = { objects, repair: options.repair ?? false };
      const started = await serviceOf(parts, options).post<IntegrityRunView>(RUNS, body);
      await follow(parts, options, started);
    });
}

function listCommand(parts: CommandParts): Command {
  return newCommand("list", "Show the last runs", ["integrity list"]).action(
    async (options: CommonOptions) => {
      const { runs } = await serviceOf(parts, options).get<{ runs: IntegrityRunView[] }>(RUNS);
      print(parts, options, runs, integrityRunsText);
    },
  );
}

interface ShowOptions extends CommonOptions {
  readonly kind?: string;
  readonly open?: true;
}

const WHOLE_ID = 36;

/** The run whose id begins so; what fits none, or several, goes to the service as it is. */
async function runNamed(
  parts: CommandParts,
  options: CommonOptions,
  given: string,
): Promise<string> {
  if (given.length >= WHOLE_ID) return given;
  const { runs } = await serviceOf(parts, options).get<{ runs: IntegrityRunView[] }>(RUNS);
  const [only, ...more] = runs.filter(({ id }) => id.startsWith(given));
  return only === undefined || more.length > 0 ? given : only.id;
}

async function latestRun(parts: CommandParts, options: CommonOptions): Promise<string> {
  const { runs } = await serviceOf(parts, options).get<{ runs: IntegrityRunView[] }>(RUNS);
  const [latest] = runs;
  if (latest !== undefined) return latest.id;
  throw usageFailure({
    message: "Sync Integrity has not run yet.",
    action: "npm run accord -- integrity run starts it.",
  });
}

/** All that there is, page by page. */
async function allFindings(
  parts: CommandParts,
  options: ShowOptions,
  run: string,
): Promise<readonly FindingView[]> {
  const service = serviceOf(parts, options);
  const all: FindingView[] = [];
  for (let after: string | null = null; ; ) {
    const query = new URLSearchParams({ limit: "500" });
    if (options.kind !== undefined) query.set("kind", options.kind);
    if (options.open !== undefined) query.set("state", "open");
    if (after !== null) query.set("after", after);
    const page: { findings: FindingView[]; next: string | null } = await service.get(
      `${pathOf(RUNS, run)}/findings?${query.toString()}`,
    );
    all.push(...page.findings);
    if (page.next === null) return all;
    after = page.next;
  }
}

function showCommand(parts: CommandParts): Command {
  return newCommand("show", "Show a run and what it found", [
    "integrity show",
    "integrity show 5d0c1f --kind drift --open",
  ])
    .argument("[run]", "the run; none: the latest")
    .option("--kind <kind>", "only findings of this kind, for example missing or drift")
    .option("--open", "only what is not repaired")
    .action(async (given: string | undefined, options: ShowOptions) => {
      const id =
        given === undefined
          ? await latestRun(parts, options)
          : await runNamed(parts, options, given);
      const run = await serviceOf(parts, options).get<IntegrityRunView>(pathOf(RUNS, id));
      const findings = await allFindings(parts, options, id);
      print(
        parts,
        options,
        { run, findings },
        (shown) => `${integrityRunText(shown.run)}\n${findingsText(shown.findings)}`,
      );
    });
}

function repairCommand(parts: CommandParts): Command {
  return waits(
    newCommand("repair", "Repair what a run found; the ordinary sync does it", [
      "integrity repair 5d0c1f",
      "integrity repair 5d0c1f 12 17",
    ]),
  )
    .argument("<run>", "the run")
    .argument("[findings...]", "numbers of findings; none: all that can be repaired")
    .action(async (given: string, findings: string[], options: WaitingOptions) => {
      const id = await runNamed(parts, options, given);
      const body = findings.length === 0 ? {} : { findings };
      const { run } = await serviceOf(parts, options).post<{ run: IntegrityRunView }>(
        `${pathOf(RUNS, id)}/repair`,
        body,
      );
      await follow(parts, options, run);
    });
}

function cancelCommand(parts: CommandParts): Command {
  return newCommand("cancel", "End a run where it is", ["integrity cancel 5d0c1f"])
    .argument("<run>", "the run")
    .action(async (given: string, options: CommonOptions) => {
      const id = await runNamed(parts, options, given);
      const run = await serviceOf(parts, options).post<IntegrityRunView>(
        `${pathOf(RUNS, id)}/cancel`,
        {},
      );
      print(parts, options, run, integrityRunText);
    });
}

interface ScheduleOptions extends CommonOptions {
  readonly start?: string;
  readonly every?: number;
  readonly unit: string;
  readonly timeZone: string;
  readonly objects: string;
  readonly repair?: true;
  readonly remove?: string;
}

function wholeNumber(text: string): number {
  if (/^\d{1,4}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("must be a whole number");
}

async function schedule(
  parts: CommandParts,
  name: string,
  options: ScheduleOptions,
): Promise<void> {
  const service = serviceOf(parts, options);
  const { start, every, unit, timeZone, objects } = options;
  if (start === undefined) {
    throw usageFailure({
      message: "A job needs the time of its first turn.",
      action: "Give --start 2026-11-24T02:00, local time of --time-zone.",
    });
  }
  const timing =
    every === undefined
      ? { type: "once", start, timeZone }
      : { type: "recurring", every, unit, start, timeZone };
  const named = objects === "" ? [] : objects.split(",").map((object) => object.trim());
  const cost = await service.post<IntegrityCostView>("/integrity/cost", {
    objects: named,
    ...timing,
  });
  if (options.json === undefined) parts.io.out(`${cost.sentence}\n`);
  const body = { name, objects: named, repair: options.repair ?? false, ...timing };
  const job = await service.post<IntegrityJobView>(JOBS, body);
  print(parts, options, job, (made) => integrityJobsText([made]));
}

function scheduleCommand(parts: CommandParts): Command {
  return newCommand("schedule", "Show the jobs, make one, or remove one", [
    "integrity schedule",
    'integrity schedule "Every night" --start 2026-11-24T02:00 --every 1 --time-zone Europe/Berlin',
    "integrity schedule --remove 3",
  ])
    .argument("[name]", "name of a new job; none: show the jobs")
    .option("--start <time>", "its first turn, local time, for example 2026-11-24T02:00")
    .option("--every <n>", "how often; without it the job runs once", wholeNumber)
    .option("--unit <unit>", "hours, days or weeks", "days")
    .option("--time-zone <zone>", "for example Europe/Berlin", "UTC")
    .option("--objects <objects>", "QuickBooks objects with commas between; none: all", "")
    .option("--repair", "repair what can be, by itself")
    .option("--remove <id>", "remove the job of this number")
    .action(async (name: string | undefined, options: ScheduleOptions) => {
      const service = serviceOf(parts, options);
      if (name !== undefined) return schedule(parts, name, options);
      const { jobs } =
        options.remove === undefined
          ? await service.get<{ jobs: IntegrityJobView[] }>(JOBS)
          : await service.post<{ jobs: IntegrityJobView[] }>(
              `${pathOf(JOBS, options.remove)}/remove`,
              {},
            );
      print(parts, options, jobs, integrityJobsText);
      return undefined;
    });
}

export function integrityCommand(parts: CommandParts): Command {
  const commands = [runCommand, listCommand, showCommand, repairCommand, cancelCommand];
  const group = new Command("integrity")
    .summary("Sync Integrity: compare everything")
    .description("Sync Integrity: compare everything that both systems hold, and repair");
  for (const make of [...commands, scheduleCommand]) group.addCommand(make(parts));
  return group;
}
