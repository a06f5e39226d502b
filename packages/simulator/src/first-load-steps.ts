/** The steps of a first load in a world, for tests of it: what was there before, its plan, and how it goes on. */
import type {
  BackfillItemView,
  BackfillView,
  PlanBackfillRequest,
} from "@accord-sync/engine/backfill-api.ts";
import type { Result } from "@accord-sync/core/records/result.ts";
import type { WorldOptions } from "./world-options.ts";
import { World } from "./world.ts";

const REQUEST: PlanBackfillRequest = {
  objects: [
    { mapping: "customer-account", direction: "both" },
    { mapping: "item-product", direction: "both" },
  ],
  linkFrom: 80,
  differing: "ask",
  includeInactive: false,
  actor: "Ada",
};

/** What a sweep costs is not the load's. */
const NO_SWEEPS = { quickbooksSweepMs: 1e9, quickbooksSweepLongestMs: 1e9, salesforceSweepMs: 1e9 };

export class FirstLoad {
  readonly world: World;

  constructor(
    seed: string,
    company: NonNullable<WorldOptions["company"]> = "bare",
    options: Pick<WorldOptions, "faults"> = {},
  ) {
    this.world = new World({ seed, company, pacing: NO_SWEEPS, ...options });
  }

  /** `fill` makes what was there before the two were connected; what comes later is real time's. */
  async start(fill: () => void | Promise<void>): Promise<void> {
    await fill();
    await this.world.run(60_000);
    await this.world.boot();
    await this.world.run(20_000); // The directory fills and the feeds open.
  }

  /** Throws where the answer is a refusal. */
  async ask<T>(promise: Promise<Result<T>>): Promise<T> {
    const result = await this.world.until(promise);
    if (!result.ok) throw new Error(JSON.stringify(result.error));
    return result.value;
  }

  view(id: string): Promise<BackfillView> {
    return this.ask(this.world.engine.viewBackfill(id));
  }

  /** Throws when it does not come to this state within ten minutes. */
  async reaches(id: string, state: BackfillView["state"]): Promise<BackfillView> {
    await this.world.runUntil(async () => (await this.view(id)).state === state, 600_000);
    const now = await this.view(id);
    if (now.state !== state) throw new Error(`It is ${now.state}, not ${state}.`);
    return now;
  }

  async plan(parts: Partial<PlanBackfillRequest> = {}): Promise<BackfillView> {
    const { id } = await this.ask(this.world.engine.planBackfill({ ...REQUEST, ...parts }));
    return this.reaches(id, "ready");
  }

  async itemsOf(id: string): Promise<readonly BackfillItemView[]> {
    return (await this.ask(this.world.engine.listBackfillItems(id, { limit: 500 }))).items;
  }

  /** Answers the id of a new customer. */
  customer(name: string, more: Record<string, unknown> = {}): string {
    const made = this.world.quickbooks("POST", "/customer", { DisplayName: name, ...more });
    return (made as { Customer: { Id: string } }).Customer.Id;
  }

  /** Answers the id of a new Account. */
  account(name: string, more: Record<string, unknown> = {}): string {
    const made = this.world.salesforce("POST", "/sobjects/Account", { Name: name, ...more });
    return (made as { id: string }).id;
  }
}
