/**
 * Asks again and again, as often as somebody benefits: quickly while work is under way, calmly
 * otherwise, slowly on a page that nobody has touched for minutes, and not at all while it is hidden.
 * The clock, timers and visibility come in as ports, so that the rhythm can be tested without waiting.
 */

export const BUSY_DELAY_MS = 700;
export const CALM_DELAY_MS = 2_500;
export const IDLE_DELAY_MS = 10_000;
/** How long nothing must have changed before a page counts as idle. */
export const IDLE_AFTER_MS = 180_000;
/** Waits after the first, second, third… failure in a row; the last one repeats. */
export const FAILURE_DELAYS_MS: readonly number[] = [1_500, 2_500, 5_000, 10_000];

export interface PollerPorts {
  /** Epoch milliseconds. */
  now(): number;
  setTimer(callback: () => void, delayMs: number): number;
  clearTimer(timer: number): void;
  isHidden(): boolean;
}

/** What one poll found: whether work is under way, and whether anything differs from the last one. */
export interface PollOutcome {
  busy: boolean;
  changed: boolean;
}

export interface Rhythm {
  busy: boolean;
  /** Milliseconds since the last change or touch. */
  quietMs: number;
  failuresInRow: number;
}

/** Milliseconds until the next poll. */
export function nextDelayMs(rhythm: Rhythm): number {
  if (rhythm.failuresInRow > 0) {
    const index = Math.min(rhythm.failuresInRow, FAILURE_DELAYS_MS.length) - 1;
    return FAILURE_DELAYS_MS[index] ?? IDLE_DELAY_MS;
  }
  if (rhythm.busy) return BUSY_DELAY_MS;
  return rhythm.quietMs >= IDLE_AFTER_MS ? IDLE_DELAY_MS : CALM_DELAY_MS;
}

export class Poller {
  private timer: number | null = null;
  private running = false;
  private inFlight = false;
  private pokedInFlight = false;
  private busy = false;
  private failuresInRow = 0;
  private lastStirAt = 0;
  private readonly task: () => Promise<PollOutcome>;
  private readonly ports: PollerPorts;

  /** `task` must reject, not answer, when it could not find out. */
  constructor(task: () => Promise<PollOutcome>, ports: PollerPorts) {
    this.task = task;
    this.ports = ports;
  }

  start(): void {
    if (this.running) return;
    this.running = true;
    this.poke();
  }

  stop(): void {
    this.running = false;
    this.cancel();
  }

  /** Polls at once: after a click, on focus, or when the page becomes visible. Never two at a time. */
  poke(): void {
    if (!this.running) return;
    this.lastStirAt = this.ports.now();
    if (this.inFlight) {
      this.pokedInFlight = true;
      return;
    }
    this.cancel();
    void this.poll();
  }

  private cancel(): void {
    if (this.timer !== null) this.ports.clearTimer(this.timer);
    this.timer = null;
  }

  private async poll(): Promise<void> {
    if (!this.running || this.ports.isHidden()) return;
    this.inFlight = true;
    try {
      const outcome = await this.task();
      this.failuresInRow = 0;
      this.busy = outcome.busy;
      if (outcome.busy || outcome.changed) this.lastStirAt = this.ports.now();
    } catch {
      this.failuresInRow += 1;
    }
    this.inFlight = false;
    this.schedule();
  }

  private schedule(): void {
    if (!this.running) return;
    const again = this.pokedInFlight;
    this.pokedInFlight = false;
    const quietMs = this.ports.now() - this.lastStirAt;
    const { busy, failuresInRow } = this;
    const delayMs = again ? 0 : nextDelayMs({ busy, quietMs, failuresInRow });
    this.timer = this.ports.setTimer(() => {
      this.timer = null;
      void this.poll();
    }, delayMs);
  }
}
