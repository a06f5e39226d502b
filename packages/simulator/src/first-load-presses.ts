/** What people press about a first load: plan it, approve what asks, apply it, pause it and have it go on. */
import type { Engine } from "@accord-sync/engine/engine.ts";
import { mark } from "./marks.ts";
import type { Press } from "./overseers.ts";
import type { Operation } from "./scenario.ts";
import { PAIRS } from "./shared-fields.ts";
import type { World } from "./world.ts";

const ACTOR = "Ada";
/** The lowest score that a name alone has: drawn records have little else in common. */
const LINK_FROM = 60;
/** A person looks at the plan after a while, and again later. */
const APPLY_AFTER_MS: readonly number[] = [8_000, 25_000, 70_000];

type FirstLoad = Extract<Operation, { readonly kind: "backfill" }>;

export class FirstLoadPresses {
  readonly #world: World;
  readonly #press: Press;

  constructor(world: World, press: Press) {
    this.#world = world;
    this.#press = press;
  }

  perform(operation: FirstLoad | Extract<Operation, { readonly kind: "pauseBackfill" }>): void {
    if (operation.kind === "backfill") return this.#plan(operation);
    this.#press("pauseBackfill", pauseOrResume);
  }

  /**
   * One press does what the state allows, as a person would who comes by: plan; and once there is a plan, approve
   * what may be approved and apply it. A plan that nobody applies is harmless, so it is pressed several times.
   */
  #plan({ pair, differing }: FirstLoad): void {
    const { mapping } = PAIRS[pair];
    const { clock } = this.#world;
    const request = {
      objects: [{ mapping, direction: "both" as const }],
      linkFrom: LINK_FROM,
      differing,
      includeInactive: false,
      actor: ACTOR,
    };
    this.#press("backfill", (engine) => engine.planBackfill(request));
    for (const ms of APPLY_AFTER_MS) {
      clock.at(clock.now() + ms, "apply the backfill", null, () => {
        this.#press("applyBackfill", approveAndApply);
      });
    }
  }
}

async function approveAndApply(engine: Engine): Promise<void> {
  const [backfill] = await engine.listBackfills();
  if (backfill?.state !== "ready") return;
  mark("backfill: planned");
  const { id } = backfill;
  const rule = { action: "ask" } as const;
  const decided = await engine.decideBackfillItems(id, {
    rule,
    choice: { kind: "approve" },
    actor: ACTOR,
  });
  if (decided.ok && decided.value.decided > 0) mark("backfill: question answered");
  const applied = await engine.applyBackfill(id, ACTOR);
  if (applied.ok) mark("backfill: applied");
}

async function pauseOrResume(engine: Engine): Promise<void> {
  const [backfill] = await engine.listBackfills();
  if (backfill?.state === "applying") {
    const paused = await engine.pauseBackfill(backfill.id, ACTOR);
    if (paused.ok) mark("backfill: paused");
  } else if (backfill?.state === "paused") {
    await engine.resumeBackfill(backfill.id, ACTOR);
  }
}
