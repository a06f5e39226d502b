/**
 * Virtual time. One event at a time; after each, everything that can run without time passing runs
 * (a macrotask boundary drains all microtasks). Events of one moment are ordered by a keyed draw.
 */
import { setImmediate as macrotask } from "node:timers/promises";
import { createHash, type Hash } from "node:crypto";
import type { KeyedRandom } from "./keyed-random.ts";

/** Lines that a failure's report can show. */
const RECENT_MAX = 400;

interface SimEvent {
  readonly at: number;
  readonly tie: number;
  readonly order: number;
  readonly label: string;
  /** Null for the world outside, which no crash stops. */
  readonly owner: object | null;
  readonly run: () => void;
}

export class SimClock {
  readonly #random: KeyedRandom;
  #events: SimEvent[] = [];
  #now: number;
  #order = 0;
  #steps = 0;
  /** Called after each event and all that it set in motion. */
  afterStep: () => void = () => {};
  readonly #trace: Hash = createHash("sha256");
  /** The last lines; those from `#hashed` on are not in the hash yet. */
  #lines: string[] = [];
  #hashed = 0;
  /** Dead processes: nothing that they still ask for ever happens. */
  readonly #dropped = new WeakSet<object>();

  constructor(random: KeyedRandom, start: number) {
    this.#random = random;
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  get steps(): number {
    return this.#steps;
  }

  /** Events to come. */
  get pending(): number {
    return this.#events.length;
  }

  /** The hash of everything that happened so far: equal for equal seeds. */
  traceHash(): string {
    this.#hash();
    return this.#trace.copy().digest("hex");
  }

  /** The last events, for a failure's report. */
  recent(): readonly string[] {
    return this.#lines.slice(-RECENT_MAX);
  }

  note(text: string): void {
    this.#lines.push(`${this.#now} ${text}`);
    if (this.#lines.length < 2 * RECENT_MAX) return;
    this.#hash();
    this.#lines = this.#lines.slice(-RECENT_MAX);
    this.#hashed = this.#lines.length;
  }

  /** Many lines at once: each update crosses into the hash's own code. */
  #hash(): void {
    if (this.#hashed === this.#lines.length) return;
    this.#trace.update(this.#lines.slice(this.#hashed).join("\n") + "\n");
    this.#hashed = this.#lines.length;
  }

  /** Runs `run` at `at`, unless `owner` is dropped before. Returns a function that cancels it. */
  at(at: number, label: string, owner: object | null, run: () => void): () => void {
    if (owner !== null && this.#dropped.has(owner)) return () => {};
    const tie = this.#random.fraction("tie", label);
    const event = { at: Math.max(at, this.#now), tie, order: this.#order++, label, owner, run };
    this.#insert(event);
    return () => {
      this.#events = this.#events.filter((other) => other !== event);
    };
  }

  /** Forgets every event of a process that died. */
  drop(owner: object): void {
    this.#dropped.add(owner);
    this.#events = this.#events.filter((event) => event.owner !== owner);
  }

  /** Lets everything run that needs no time. */
  async drain(): Promise<void> {
    await macrotask();
  }

  /** Runs the next event that is due by `until`; false when there is none. */
  async step(until: number): Promise<boolean> {
    const [next] = this.#events;
    if (next === undefined || next.at > until) return false;
    this.#events.shift();
    this.#now = next.at;
    this.#steps += 1;
    this.note(next.label);
    next.run();
    await macrotask();
    this.afterStep();
    return true;
  }

  /** Moves to `until`, running everything on the way. */
  async runTo(until: number): Promise<void> {
    await macrotask();
    while (await this.step(until));
    this.#now = Math.max(this.#now, until);
  }

  #insert(event: SimEvent): void {
    const isLater = (other: SimEvent) =>
      other.at - event.at || other.tie - event.tie || other.order - event.order;
    let low = 0;
    let high = this.#events.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = this.#events[middle];
      if (other !== undefined && isLater(other) <= 0) low = middle + 1;
      else high = middle;
    }
    this.#events.splice(low, 0, event);
  }
}
