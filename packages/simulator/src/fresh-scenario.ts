/** What a fresh seed stands for: in three of four a day of people at work, in the fourth a few meetings on hot records. */
import { drawHotScenario } from "./hot-workload.ts";
import { KeyedRandom } from "./keyed-random.ts";
import type { Scenario } from "./scenario.ts";
import { drawScenario } from "./workload.ts";

const HOT_SHARE = 0.25;

export function drawFresh(seed: string): Scenario {
  const isHot = new KeyedRandom(`fresh ${seed}`).happens(HOT_SHARE, "hot");
  return isHot ? drawHotScenario(seed) : drawScenario(seed);
}
