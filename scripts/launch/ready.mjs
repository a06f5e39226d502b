/** Waits until each program answers its health check. */
const POLL_MS = 100;
const READY_MS_MAX = 60_000;
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function isHealthy(url) {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(2000) });
    await answer.arrayBuffer();
    return answer.status === 200;
  } catch {
    return false;
  }
}

/** Rejects with an Error when a program ends before it is healthy, or takes a minute. */
export async function waitUntilHealthy(supervised) {
  const { program } = supervised;
  const deadline = Date.now() + READY_MS_MAX;
  while (!(await isHealthy(program.health))) {
    if (supervised.failure !== null) {
      const { code, lines } = supervised.failure;
      const said = lines.length === 0 ? "It said nothing." : lines.join("\n  ");
      throw new Error(`${program.label} did not start (exit code ${code}):\n  ${said}`);
    }
    if (Date.now() > deadline) {
      throw new Error(`${program.label} does not answer at ${program.health} after a minute.`);
    }
    await sleep(POLL_MS);
  }
  supervised.hasStarted = true;
}
