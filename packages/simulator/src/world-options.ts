/** What a world is made of. */
import type { EngineOptions } from "@accord-sync/engine/engine.ts";
import type { Pacing } from "@accord-sync/engine/pacing.ts";
import type { FaultPlan } from "./fault-plan.ts";

export interface WorldOptions {
  readonly seed: string;
  readonly faults?: FaultPlan;
  readonly pacing?: Partial<Pacing>;
  /** Starts from the emulated org's demo data instead of from none. */
  readonly demo?: boolean;
  /** Whether the company begins with its demo records or with none. Default: with them. */
  readonly company?: "demo" | "bare";
  /** Whether opportunities are mapped to invoices too. Default: not. */
  readonly invoices?: boolean;
  /** Plants a bug between the engine and its doors, for tests of whoever judges. */
  readonly tamper?: (options: EngineOptions) => EngineOptions;
}
