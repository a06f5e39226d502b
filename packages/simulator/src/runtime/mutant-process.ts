/**
 * A process for mutants: started by `mutant-processes.ts`, told by its one argument what to do. It tells its
 * progress and its results to whoever started it, and ends.
 */
import { hunt, replay } from "../mutants/hunt.ts";
import type { MutantOrder, MutantReport } from "./mutant-processes.ts";
import { wallClock } from "./host.ts";

const TELL_EVERY_MS = 1_000;

function tell(report: MutantReport): void {
  process.send?.(report);
}

// Whoever started it is gone, or has all that it wanted.
process.on("disconnect", () => process.exit());

const order = JSON.parse(process.argv[2] ?? "null") as MutantOrder;
if (order.kind === "hunt") {
  let toldAt = wallClock();
  const result = await hunt(order.order, (progress) => {
    if (wallClock() - toldAt < TELL_EVERY_MS) return;
    toldAt = wallClock();
    tell({ kind: "progress", progress });
  });
  tell({ kind: "hunted", result });
} else {
  for (const name of order.names) tell({ kind: "replayed", replays: await replay(name) });
}
process.disconnect();
