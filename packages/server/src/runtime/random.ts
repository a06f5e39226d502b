import { randomUUID } from "node:crypto";
import type { Random } from "@accord-sync/core/ports/clock.ts";

/** Unpredictable, so its ids may serve as nonces. The keys matter to simulations only. */
export const systemRandom: Random = {
  fraction: () => Math.random(),
  id: () => randomUUID(),
};
