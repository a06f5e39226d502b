/**
 * Integrity keeper: works off runs of Sync Integrity, one at a time, a durable step after the other, and starts
 * those that are due (`docs/spec/integrity.md`).
 */
import {
  dispositionOf,
  type OperationalError,
} from "@accord-sync/core/errors/operational-error.ts";
import {
  findIntegrityRun,
  type IntegrityRun,
  type IntegrityRunChange,
  type IntegrityState,
  listActiveIntegrityRuns,
  listIntegrityRuns,
  moveIntegrityRun,
} from "@accord-sync/ledger/integrity-runs.ts";
import { listFindingsInState } from "@accord-sync/ledger/integrity-findings.ts";
import { listSurveyParts, removeSurvey } from "@accord-sync/ledger/surveys.ts";
import { type EngineContext, nowIso } from "../engine-context.ts";
import { readSurvey } from "../survey/survey.ts";
import { compareNext } from "./compare-run.ts";
import { confirmNext, type StepEnd } from "./confirm-run.ts";
import { startWanted } from "./gap-watch.ts";
import { nextDue, startDue } from "./jobs.ts";
import { listAllOpen, repairNext, wantRepaired } from "./repair-run.ts";
import { BEGINNING } from "./run-place.ts";

/** More than could be cancelled between two turns. */
const RUNS_LOOKED_AT = 20;

export class IntegrityKeeper {
  readonly #context: EngineContext;
  readonly #signal: AbortSignal;

  /** `signal` ends the work between two pages. */
  constructor(context: EngineContext, signal: AbortSignal) {
    this.#context = context;
    this.#signal = signal;
  }

  /** Does one step, and answers with how long to rest, milliseconds. */
  async turn(): Promise<number> {
    const context = this.#context;
    const { pacing, clock, ledger, scope } = context;
    await this.#forgetCancelled();
    await startDue(context);
    await startWanted(context);
    const [run] = await listActiveIntegrityRuns(ledger.db, scope.tenant);
    if (run !== undefined) return this.#work(run);
    const due = await nextDue(context);
    return due === null ? pacing.idleMs : Math.max(1, Math.min(pacing.idleMs, due - clock.now()));
  }

  /** What a run had read when it was cancelled. Nothing reads for it now: that is done here, one step at a time. */
  async #forgetCancelled(): Promise<void> {
    const { ledger, scope } = this.#context;
    const latest = await listIntegrityRuns(ledger.db, scope.tenant, RUNS_LOOKED_AT);
    for (const { id, state, survey } of latest) {
      if (state !== "cancelled" || survey === "") continue;
      await ledger.transaction(async (tx) => {
        await removeSurvey(tx, survey);
        await moveIntegrityRun(tx, id, ["cancelled"], { survey: "" });
      });
    }
  }

  async #work(run: IntegrityRun): Promise<number> {
    const end = await this.#step(run);
    if (this.#signal.aborted) return 0;
    if (end.kind === "stopped") return this.#stop(run, end.error);
    if (run.error !== null) await this.#move(run, { error: null });
    return end.kind === "rest" ? end.ms : 0;
  }

  #step(run: IntegrityRun): Promise<StepEnd> {
    switch (run.state) {
      case "reading":
        return this.#read(run);
      case "comparing":
        return this.#compare(run);
      case "confirming":
        return this.#confirm(run);
      case "repairing":
        return this.#repair(run);
      case "done":
      case "failed":
      case "cancelled":
      default:
        return Promise.resolve({ kind: "done" });
    }
  }

  async #read(run: IntegrityRun): Promise<StepEnd> {
    const { ledger } = this.#context;
    const isWanted = async () =>
      (await findIntegrityRun(ledger.db, run.tenant, run.id))?.state === "reading";
    const end = await readSurvey(this.#context, run.survey, {
      isWanted,
      signal: this.#signal,
    });
    if (end.kind === "stopped") return end;
    if (end.kind === "left") return { kind: "rest", ms: 0 };
    const parts = await listSurveyParts(ledger.db, run.survey);
    const read = parts.filter(({ system }) => system === "quickbooks");
    await this.#move(run, {
      state: "comparing",
      place: JSON.stringify(BEGINNING),
      readAt: nowIso(this.#context),
      metered: read.reduce((sum, { calls }) => sum + calls, 0),
    });
    return { kind: "done" };
  }

  async #compare(run: IntegrityRun): Promise<StepEnd> {
    const isDone = await compareNext(this.#context, run);
    if (!isDone) return { kind: "done" };
    const restUntil = this.#context.clock.now() + this.#context.pacing.integritySettleMs;
    await this.#move(run, {
      state: "confirming",
      place: JSON.stringify({ ...BEGINNING, restUntil }),
    });
    return { kind: "done" };
  }

  async #confirm(run: IntegrityRun): Promise<StepEnd> {
    const end = await confirmNext(this.#context, run);
    if (end.kind !== "done") return end;
    const { ledger } = this.#context;
    await ledger.transaction(async (tx) => {
      const isOurs = await moveIntegrityRun(tx, run.id, ["confirming"], {});
      if (!isOurs) return;
      await removeSurvey(tx, run.survey);
      const open = run.repair ? await listAllOpen(tx, run.id) : [];
      if ((await wantRepaired(this.#context, tx, run, open)) > 0) return;
      await moveIntegrityRun(tx, run.id, ["confirming"], this.#ended("done"));
    });
    return end;
  }

  async #repair(run: IntegrityRun): Promise<StepEnd> {
    const end = await repairNext(this.#context, run);
    if (end.kind !== "done") return end;
    await this.#context.ledger.transaction(async (tx) => {
      // Somebody may have pressed Repair once more meanwhile.
      const page = { after: null, limit: 1 };
      if ((await listFindingsInState(tx, run.id, "repairing", page)).length > 0) return;
      await moveIntegrityRun(tx, run.id, ["repairing"], this.#ended("done"));
    });
    return end;
  }

  #ended(state: IntegrityState): IntegrityRunChange {
    return { state, error: null, finishedAt: nowIso(this.#context) };
  }

  /** Waits for what passes by itself, and ends a run that nothing but a person can help. */
  async #stop(run: IntegrityRun, error: OperationalError): Promise<number> {
    const { log, pacing } = this.#context;
    const text = JSON.stringify(error);
    const disposition = dispositionOf(error);
    if (disposition === "park" || disposition === "halt") {
      log.warn("Sync Integrity stopped", { run: run.id, code: error.code });
      await this.#context.ledger.transaction(async (tx) => {
        await moveIntegrityRun(tx, run.id, [run.state], { ...this.#ended("failed"), error: text });
        await removeSurvey(tx, run.survey);
      });
      return 0;
    }
    await this.#move(run, { error: text });
    return Math.max(error.retryAfterMs ?? 0, pacing.waitFirstMs * 5);
  }

  /** Nothing when it was cancelled meanwhile. */
  async #move(run: IntegrityRun, change: IntegrityRunChange): Promise<void> {
    await this.#context.ledger.transaction(async (tx) => {
      await moveIntegrityRun(tx, run.id, [run.state], change);
    });
  }
}
