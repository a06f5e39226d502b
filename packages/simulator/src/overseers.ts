/** People who watch over the work: they pause a connection and have it go on, and decide about held changes. */
import type { Engine } from "@accord-sync/engine/engine.ts";
import type { HoldDecision } from "@accord-sync/engine/held-changes-api.ts";
import type { SystemName } from "@accord-sync/core/records/record-ref.ts";
import { listHoldsUnderWay } from "@accord-sync/ledger/held-changes.ts";
import { mark } from "./marks.ts";
import type { Operation } from "./scenario.ts";
import { SCOPE, type World } from "./world.ts";

const ACTOR = "Grace";

/** A click that is about no record. */
export type Press = (kind: string, act: (engine: Engine) => Promise<unknown>) => void;

export type Oversight = Extract<
  Operation,
  { readonly kind: "pauseConnection" | "resumeConnection" | "decideHold" }
>;

const KINDS: ReadonlySet<Operation["kind"]> = new Set<Oversight["kind"]>([
  "pauseConnection",
  "resumeConnection",
  "decideHold",
]);

export function isOversight(operation: Operation): operation is Oversight {
  return KINDS.has(operation.kind);
}

export class Overseers {
  readonly #world: World;
  readonly #press: Press;

  constructor(world: World, press: Press) {
    this.#world = world;
    this.#press = press;
  }

  async perform(operation: Oversight): Promise<void> {
    switch (operation.kind) {
      case "pauseConnection":
        return this.#pause(operation.system);
      case "resumeConnection":
        return this.#resume(operation.system);
      case "decideHold":
        return this.#decide(operation.decision);
    }
  }

  #pause(system: SystemName): void {
    this.#press(`pause ${system}`, async (engine) => {
      const paused = await engine.pauseConnection(system, ACTOR);
      if (paused.ok) mark(`${system} paused by a person`);
      return paused;
    });
  }

  #resume(system: SystemName): void {
    this.#press(`resume ${system}`, async (engine) => {
      const resumed = await engine.resumeConnection(system, ACTOR);
      if (resumed.ok) mark(`${system} resumed by a person`);
      return resumed;
    });
  }

  async #decide(decision: HoldDecision): Promise<void> {
    const holds = await listHoldsUnderWay(this.#world.reports, SCOPE.tenant);
    const open = holds.find(({ state }) => state === "open");
    if (open === undefined) return;
    mark(`held changes: ${decision}`);
    this.#press(`changes ${decision}`, (engine) =>
      engine.decideHeldChanges(open.id, decision, ACTOR),
    );
  }
}
