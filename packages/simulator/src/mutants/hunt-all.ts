/** `npm run simulate -- --mutants`: hunts each mutant in a process of its own and tells how often it is met. */
import { wallClock } from "../runtime/host.ts";
import { onEachCore, runOrder } from "../runtime/mutant-processes.ts";
import type { HuntProgress, HuntResult } from "./hunt.ts";
import { keepScenario } from "./mutants.ts";

export interface HuntAllOrder {
  readonly names: readonly string[];
  readonly base: string;
  readonly seeds: number;
  /** Shrinks a scenario of each and stores it in the mutant's folder. */
  readonly isKept: boolean;
  readonly say: (text: string) => void;
}

/** Kills after which a rate is known to about a third of itself. */
const KILLS_WANTED = 10;
/** The least share of seeds that must meet a mutant. */
const RATE_LEAST = 0.002;
const SAY_EVERY_MS = 5_000;

export async function huntAll(order: HuntAllOrder): Promise<readonly HuntResult[]> {
  const { names } = order;
  const results: HuntResult[] = [];
  const progress = progressOf(order, names.length);
  await onEachCore(names, async (name) => {
    const hunting = { name, base: `${order.base}-${name}`, seeds: order.seeds };
    await runOrder(
      {
        kind: "hunt",
        order: { ...hunting, kills: KILLS_WANTED, shrunk: order.isKept ? 1 : 0 },
      },
      (report) => {
        if (report.kind === "progress") progress(name, report.progress);
        if (report.kind === "hunted") results.push(report.result);
      },
    );
    const result = results.find((each) => each.name === name);
    if (result === undefined) throw new Error(`the process of ${name} told no result`);
    order.say(rowOf(result));
    for (const file of result.scenarios) order.say(`  kept ${keepScenario(name, file)}`);
  });
  return results.toSorted((a, b) => rateOf(b) - rateOf(a));
}

export function rateOf({ kills, seeds }: HuntProgress): number {
  return seeds === 0 ? 0 : kills / seeds;
}

/** True when the mutant was met often enough, by seeds that the unmutated code passes. */
export function isMet(result: HuntResult): boolean {
  return rateOf(result) >= RATE_LEAST && result.unmutatedFails.length === 0;
}

export function tableOf(results: readonly HuntResult[]): string {
  const head = "mutant                      seeds  kills    rate  caught by";
  return [head, ...results.map(rowOf)].join("\n");
}

function rowOf(result: HuntResult): string {
  const { name, seeds, kills, caughtBy, unmutatedFails } = result;
  const how = Object.entries(caughtBy)
    .toSorted(([, a], [, b]) => b - a)
    .map(([id, count]) => `${id} ${count}`);
  const numbers = [String(seeds).padStart(6), String(kills).padStart(6)].join(" ");
  const rate = rateOf(result).toFixed(4).padStart(7);
  const also = unmutatedFails.length === 0 ? "" : `; UNMUTATED FAILS: ${unmutatedFails.join(", ")}`;
  return `${name.padEnd(26)} ${numbers} ${rate}  ${how.join(", ") || "not met"}${also}`;
}

/** Says every few seconds how far the hunts are; the longest that they may still take is known from their pace. */
function progressOf(
  { say, seeds }: HuntAllOrder,
  mutants: number,
): (name: string, progress: HuntProgress) => void {
  const startedAt = wallClock();
  let saidAt = startedAt;
  const done = new Map<string, HuntProgress>();
  return (name, progress) => {
    done.set(name, progress);
    const now = wallClock();
    if (now - saidAt < SAY_EVERY_MS) return;
    saidAt = now;
    const run = [...done.values()].reduce((sum, each) => sum + each.seeds, 0);
    const left = [...done.values()].reduce((sum, each) => sum + seedsLeft(each, seeds), 0);
    const expected = left + (mutants - done.size) * (run / done.size);
    const seconds = Math.round((((now - startedAt) / run) * expected) / 1_000);
    const { seeds: at, kills } = progress;
    say(`${name}: ${kills} kills in ${at} seeds; all mutants: about ${seconds} s left`);
  };
}

/** How many seeds a hunt still needs at the pace of its kills. */
function seedsLeft({ seeds, kills }: HuntProgress, most: number): number {
  const atThisPace = kills === 0 ? most - seeds : (seeds / kills) * (KILLS_WANTED - kills);
  return Math.max(0, Math.min(most - seeds, atThisPace));
}
