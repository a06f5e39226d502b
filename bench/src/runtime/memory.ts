import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** Bytes that live objects take, after everything else was collected. */
export function heapAfterCollection(): number {
  collect();
  collect(); // What the first run's finalisers released.
  return process.memoryUsage().heapUsed;
}

/** Bytes that the process holds of the machine's memory. */
export function residentBytes(): number {
  return process.memoryUsage().rss;
}

/** Looks at the heap every `everyMs` until stopped; answers with the most it saw. */
export function watchPeakHeap(everyMs: number): () => number {
  let peak = 0;
  const look = () => {
    peak = Math.max(peak, process.memoryUsage().heapUsed);
  };
  const timer = setInterval(look, everyMs);
  return () => {
    clearInterval(timer);
    look();
    return peak;
  };
}
