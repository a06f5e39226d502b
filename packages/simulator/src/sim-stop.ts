/** A process that is stopped as the service is: by its engine's own stop, which is cut short when it takes too long. */
import type { Engine } from "@accord-sync/engine/engine.ts";
import type { Ledger } from "@accord-sync/ledger/ledger.ts";
import { mark } from "./marks.ts";
import type { World } from "./world.ts";

/** The service cuts a stop short that takes longer. */
const STOP_MS_MAX = 5_000;

interface Stopping {
  readonly owner: object;
  readonly engine: Engine;
  readonly ledger: Ledger;
}

type Parts = Pick<World, "clock" | "traffic" | "bugs" | "deaths" | "asked">;

/** Resolves when the process has ended what was under way, or its time is over. */
export async function stopWell(
  { clock, traffic, bugs, deaths, asked }: Parts,
  { owner, engine, ledger }: Stopping,
): Promise<void> {
  clock.note("stop");
  const cut = new Promise<boolean>((resolve) => {
    clock.at(clock.now() + STOP_MS_MAX, "the stop is cut short", null, () => resolve(false));
  });
  const whole = Promise.allSettled(asked)
    .then(() => engine.stop())
    .then(() => true);
  const isWhole = await Promise.race([whole, cut]);
  if (deaths.has(owner)) return;
  mark(isWhole ? "a process was stopped" : "a stop was cut short");
  if (!isWhole) return;
  await ledger.close();
  if (traffic.some((each) => each.owner === owner && !each.isOver)) {
    bugs.push("the process stopped with a request on its way");
  }
}
