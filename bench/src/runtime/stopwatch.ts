/** The machine's time and processor time, for measuring only. */

/** Milliseconds, of a clock that only goes forward. */
export function nowMs(): number {
  return performance.now();
}

/** Microseconds of processor time, user and system, that this process has used. */
export function cpuMicros(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

export function delay(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
