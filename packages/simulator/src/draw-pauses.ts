/**
 * Draws pauses: a person pauses the connection with a system in the midst of the work, and has it go on later, or only
 * when everybody has stopped. Meanwhile people go on editing, the process dies or another one takes over. Drawn apart:
 * nothing else depends on it.
 */
import type { SystemName } from "@accord-sync/core/records/record-ref.ts";
import type { DrawValue } from "./draw-contest.ts";
import { KeyedRandom } from "./keyed-random.ts";
import type { InitialRecord, Operation } from "./scenario.ts";
import { PAIRS } from "./shared-fields.ts";

const PAUSE_CHANCE = 0.14;
const SYSTEMS: readonly SystemName[] = ["salesforce", "quickbooks"];

interface Drawn {
  readonly initial: readonly InitialRecord[];
  /** What is drawn already: a pause begins close to some of it. */
  readonly operations: readonly Operation[];
}

export function drawPauses(seed: string, drawn: Drawn, drawValue: DrawValue): readonly Operation[] {
  const random = new KeyedRandom(`pauses ${seed}`);
  if (!random.happens(PAUSE_CHANCE, "pauses")) return [];
  const count = random.happens(0.3, "two") ? 2 : 1;
  return Array.from({ length: count }, () => drawPause(random, drawn, drawValue)).flat();
}

function drawPause(
  random: KeyedRandom,
  { initial, operations }: Drawn,
  drawValue: DrawValue,
): readonly Operation[] {
  const system = random.pick(SYSTEMS, "system");
  const near = operations.length === 0 ? 0 : random.pick(operations, "near").at;
  const at = Math.max(0, near + random.between(-3_000, 4_000, "at"));
  const ms = random.between(2_000, 90_000, "ms");
  const during = (site: string) => at + random.between(200, ms, site);
  const paused: Operation = { at, kind: "pauseConnection", system };
  const on = random.pick(["sent", "done", "answered"] as const, "moment");
  const isMet = random.happens(0.4, "at a moment");
  const resumed: Operation = { at: at + ms, kind: "resumeConnection", system };
  return [
    isMet ? { ...paused, after: { on, what: "write", nth: 1 } } : paused,
    ...drawEdits(random, { initial, during }, drawValue),
    ...(random.happens(0.3, "dies") ? [{ at: during("dies"), kind: "crash" } as const] : []),
    ...(random.happens(0.1, "takes over")
      ? [{ at: during("takes over"), kind: "takeOver" } as const]
      : []),
    ...(random.happens(0.75, "resumed") ? [resumed] : []),
    // In the moment of the word: what was told with it must not be lost.
    ...(random.happens(0.15, "dies as it goes on")
      ? [{ at: at + ms + random.between(0, 800, "dies then"), kind: "crash" } as const]
      : []),
  ];
}

interface Meanwhile {
  readonly initial: readonly InitialRecord[];
  readonly during: (site: string) => number;
}

/** Of records on both sides, and clicks on them. */
function drawEdits(
  random: KeyedRandom,
  { initial, during }: Meanwhile,
  drawValue: DrawValue,
): readonly Operation[] {
  const linked = initial.filter(({ isLinked }) => isLinked);
  if (linked.length === 0) return [];
  const count = random.between(0, 3, "edits");
  return Array.from({ length: count }, (_, index): Operation => {
    const site = `edit ${index}`;
    const { slot, pair } = random.pick(linked, "record", site);
    const at = during(site);
    if (random.happens(0.2, "pressed", site)) return { at, kind: "send", slot, onMatch: "ask" };
    const field = random.pick(PAIRS[pair].fields, "field", site).name;
    const system = random.pick(SYSTEMS, "edited in", site);
    return { at, kind: "edit", system, slot, field, value: drawValue(random, field) };
  });
}
