/**
 * Worker: takes what is due from the inbox, runs each record's pass in its lane, and does with the
 * outcome what the error registry says. The only loop that decides about trying again.
 */
import { InvariantError } from "@accord-sync/core/errors/assert.ts";
import {
  dispositionOf,
  type OperationalError,
  operationalError,
} from "@accord-sync/core/errors/operational-error.ts";
import {
  deferNotice,
  findNotice,
  listDue,
  nextDueAt,
  type Notice,
} from "@accord-sync/ledger/inbox.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import { isRealTime } from "@accord-sync/ledger/mapping-settings.ts";
import { type EngineContext, dueIso, mappedScope, mappingById } from "./engine-context.ts";
import { giveUp } from "./give-up.ts";
import { endNotice } from "./notices/end-notice.ts";
import type { PassEnd } from "./reconcile/pass.ts";
import { inLane, reconcile } from "./reconcile/reconcile.ts";
import { awaitRecords } from "./references/await-records.ts";

/** A notice that waits for a person or a switch sleeps this long, and is woken by them. */
const HELD_BACK_MS = 365 * 24 * 3_600_000;

/** Passes beyond `concurrency` that only a person's click may have. */
const FOR_PERSONS = 8;
/** Made once: each error takes a picture of the stack, which nobody looks at. */
const WOKEN = new Error("woken");

export class Worker {
  readonly #context: (priority: number) => EngineContext;
  readonly #stopping = new AbortController();
  readonly #running = new Set<string>();
  #wakeUp: () => void = () => {};
  #isWoken = false;
  #loop: Promise<void> | null = null;

  /** `contextFor` gives the context whose calls have a pass's priority. */
  constructor(contextFor: (priority: number) => EngineContext) {
    this.#context = contextFor;
  }

  start(): void {
    this.#loop ??= this.#run();
  }

  /** Ends the loop and waits for the passes that are under way. */
  async stop(): Promise<void> {
    this.#stopping.abort(new Error("stopping"));
    this.wake();
    await this.#loop;
  }

  /** Tells the worker to look at the inbox now. */
  wake(): void {
    this.#isWoken = true;
    this.#wakeUp();
  }

  /** True when passes are under way. */
  get isBusy(): boolean {
    return this.#running.size > 0;
  }

  async #run(): Promise<void> {
    const context = this.#context(1);
    const passes = new Set<Promise<void>>();
    while (!this.#stopping.signal.aborted) {
      this.#isWoken = false;
      const now = dueIso(context);
      for (const notice of await this.#takeDue(context, now)) {
        this.#running.add(notice.id);
        const pass = this.#pass(notice).finally(() => {
          this.#running.delete(notice.id);
          passes.delete(pass);
          this.wake();
        });
        passes.add(pass);
      }
      await this.#sleep(context, now);
    }
    await Promise.all(passes);
  }

  async #takeDue(context: EngineContext, now: string): Promise<readonly Notice[]> {
    const { concurrency } = context.pacing;
    const room = Math.max(0, concurrency - this.#running.size);
    const roomForPersons = concurrency + FOR_PERSONS - this.#running.size;
    if (roomForPersons <= 0) return [];
    const { db } = context.ledger;
    const limit = concurrency + FOR_PERSONS + this.#running.size;
    const due = await listDue(db, context.scope.tenant, now, limit);
    const waiting = due.filter((notice) => !this.#running.has(notice.id));
    // What a person waits for is taken also while all places are held by passes that wait for calls.
    const persons = waiting.slice(room).filter(({ priority }) => priority === 0);
    return [...waiting.slice(0, room), ...persons].slice(0, roomForPersons);
  }

  /**
   * Rests until something else is due, a pass ends, or somebody wakes it. What was due at `now` and was
   * not taken waits for a pass that is under way, whose end wakes the loop.
   */
  async #sleep(context: EngineContext, now: string): Promise<void> {
    const sleeping = new AbortController();
    this.#wakeUp = () => sleeping.abort(WOKEN);
    const next = await nextDueAt(context.ledger.db, context.scope.tenant, now);
    if (this.#isWoken || this.#stopping.signal.aborted) return;
    const untilDue = next === null ? context.pacing.idleMs : Date.parse(next) - context.clock.now();
    const ms = Math.max(1, Math.min(untilDue, context.pacing.idleMs));
    await context.clock.sleep(ms, sleeping.signal).catch(() => {});
  }

  async #pass(due: Notice): Promise<void> {
    const context = this.#context(due.priority);
    try {
      await inLane(context, [due.ref], async (held) => {
        // What was due may have been finished, or grown, while the lane was taken.
        const notice = await findNotice(context.ledger.db, due.id);
        if (notice === null || notice.dueAt > dueIso(context)) return;
        await settleNotice(context, notice, await reconcile(context, notice, held));
      });
    } catch (error) {
      await this.#reportBug(context, due, error);
    }
  }

  /** A bug of ours is reported loudly; its record is tried again like any other, and not for ever. */
  async #reportBug(context: EngineContext, notice: Notice, error: unknown): Promise<void> {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    context.log.error("a pass ended with a bug of ours", {
      record: `${notice.ref.type} ${notice.ref.id}`,
      isInvariant: error instanceof InvariantError,
      error: text,
    });
    const left = await findNotice(context.ledger.db, notice.id);
    if (left !== null) await stopped(context, left, operationalError("INTERNAL_ERROR"));
  }
}

/** Carries out how a pass ended. */
export async function settleNotice(
  context: EngineContext,
  notice: Notice,
  end: PassEnd,
): Promise<void> {
  switch (end.kind) {
    case "finished":
      return context.ledger.transaction((tx) => endNotice(context, tx, notice, end));
    case "postponed":
      return defer(context, notice, { ms: end.ms, waiting: null });
    case "heldBack":
      return holdBack(context, notice);
    case "waiting":
      return awaitRecords(context, notice, end);
    case "stopped":
      return stopped(context, notice, end.error);
  }
}

/** Switched on again while the pass was under way, real time has released what it found: this goes on. */
async function holdBack(context: EngineContext, notice: Notice): Promise<void> {
  const scope = mappedScope(context, mappingById(context, notice.mapping));
  const waiting = operationalError("REAL_TIME_OFF", { object: notice.ref.type });
  await context.ledger.transaction(async (tx) => {
    const isOver = await isRealTime(tx, scope);
    await putOff(context, tx, notice, isOver ? AT_ONCE : { ms: HELD_BACK_MS, waiting });
  });
}

interface Deferral {
  readonly ms: number;
  /** Default: as many as before. */
  readonly attempts?: number;
  readonly waiting: OperationalError | null;
}

const AT_ONCE: Deferral = { ms: 0, waiting: null };

function defer(context: EngineContext, notice: Notice, deferral: Deferral): Promise<void> {
  return context.ledger.transaction((tx) => putOff(context, tx, notice, deferral));
}

function putOff(
  context: EngineContext,
  tx: Db,
  notice: Notice,
  { ms, attempts = notice.attempts, waiting }: Deferral,
): Promise<void> {
  return deferNotice(tx, notice.id, {
    seq: notice.seq,
    dueAt: dueIso(context, ms),
    attempts,
    waiting: waiting === null ? null : JSON.stringify(waiting),
  });
}

async function stopped(
  context: EngineContext,
  notice: Notice,
  error: OperationalError,
): Promise<void> {
  const { pacing } = context;
  const disposition = dispositionOf(error);
  if (disposition === "reauthorise") {
    // Woken when the connection is authorised again.
    return defer(context, notice, { ms: HELD_BACK_MS, waiting: error });
  }
  if (disposition === "wait" || disposition === "pause-system") {
    // Not the record's fault, so no attempt of its own: it may go on for ever, and waits each time as
    // long again as it has waited.
    const waited = context.clock.now() - Date.parse(notice.at);
    const backOff = Math.max(pacing.waitFirstMs, Math.min(waited, pacing.waitLongestMs));
    return defer(context, notice, {
      ms: Math.max(error.retryAfterMs ?? 0, backOff),
      waiting: error,
    });
  }
  // A write of ours that may still arrive is over by then: no attempt of the record's.
  if (error.code === "RECORD_BUSY" && error.retryAfterMs !== null) {
    return defer(context, notice, { ms: error.retryAfterMs, waiting: error });
  }
  const attempts = notice.attempts + 1;
  if (attempts >= pacing.retryLimit) return giveUp(context, { ...notice, attempts }, error);
  const jitter = 0.5 + context.random.fraction("retry", notice.id, String(attempts));
  const ms = pacing.retryFirstMs * 2 ** (attempts - 1) * jitter;
  return defer(context, notice, { ms, attempts, waiting: error });
}
