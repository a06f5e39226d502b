/** Waiting for the service to finish, with progress for the person who waits. */
import type { CliIo } from "./cli-io.ts";

const POLL_MS = 400;
const PROGRESS_MS = 5000;
/** A wait for the other system that lasts this long is reported instead of sat out. */
const PATIENCE_MS = 6000;

export interface WaitOptions<T> {
  /** What is going on, for the progress line: `Sending Account 001…`. */
  readonly label: (current: T) => string;
  readonly again: () => Promise<T>;
  readonly isFinished: (current: T) => boolean;
  /** True while nothing can happen before another system answers. */
  readonly isHeldUp: (current: T) => boolean;
  readonly timeoutMs: number;
}

/** The last state seen: finished, held up for long, or as it was when the time ran out. */
export async function waitUntil<T>(io: CliIo, first: T, options: WaitOptions<T>): Promise<T> {
  const startedAt = io.clock.now();
  let heldUpSince: number | null = null;
  let shownAt = startedAt;
  let current = first;
  while (!options.isFinished(current)) {
    const now = io.clock.now();
    heldUpSince = options.isHeldUp(current) ? (heldUpSince ?? now) : null;
    if (heldUpSince !== null && now - heldUpSince >= PATIENCE_MS) break;
    if (now - startedAt >= options.timeoutMs) break;
    if (io.isErrorTerminal || now - shownAt >= PROGRESS_MS) {
      shownAt = now;
      const elapsed = Math.round((now - startedAt) / 1000);
      const line = `${options.label(current)} … ${elapsed} s`;
      io.err(io.isErrorTerminal ? `\r\u001B[K${line}` : `${line}\n`);
    }
    await io.clock.sleep(POLL_MS);
    current = await options.again();
  }
  if (io.isErrorTerminal) io.err("\r\u001B[K");
  return current;
}
