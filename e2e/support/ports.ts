/** Blocks of ports, each for one product of one test process. */
import { createServer, type Server } from "node:net";

/** Ports of one product lie within this many; `PORT` + 11 is the highest it listens on. */
const PORTS_EACH = 20;
const PORT_FIRST = 21_000;
const PORT_BLOCKS = 500;
/** Held by who claimed the block, for as long as that process lives. No program listens on it. */
const CLAIM = PORTS_EACH - 1;
/** What a product, or one of its programs alone, listens on: counted from the block's first port. */
const LISTENED = [0, 1, 2, 11];

/** Holds a port until the server is closed. A port in use rejects. */
export function holdPort(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}

export const releasePort = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
  });

async function isFree(port: number): Promise<boolean> {
  try {
    await releasePort(await holdPort(port));
    return true;
  } catch {
    return false;
  }
}

/** A process that was killed leaves no claim, but perhaps a product that runs on. */
async function nothingRunsAt(first: number): Promise<boolean> {
  const free = await Promise.all(LISTENED.map((offset) => isFree(first + offset)));
  return free.every(Boolean);
}

/**
 * The first port of a block that no other test process has until this one ends, and on which nothing
 * listens. Which one is left to chance, so that many processes seldom try the same.
 */
export async function claimPorts(draw: () => number = Math.random): Promise<number> {
  const start = Math.floor(draw() * PORT_BLOCKS);
  for (let step = 0; step < PORT_BLOCKS; step += 1) {
    const first = PORT_FIRST + PORTS_EACH * ((start + step) % PORT_BLOCKS);
    const claim = await holdPort(first + CLAIM).catch(() => null);
    if (claim === null) continue;
    claim.unref();
    if (await nothingRunsAt(first)) return first;
    await releasePort(claim);
  }
  throw new Error("Every block of ports is in use. Look for programs that tests left running.");
}
