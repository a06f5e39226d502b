/** A scenario: everything that a run depends on, as data, so that it can be stored, replayed and shrunk. */
import type { SystemName } from "@accord-sync/core/records/record-ref.ts";
import type { FaultPlan } from "./fault-plan.ts";
import type { PairName } from "./shared-fields.ts";
import type { Values } from "./users.ts";

/** A record that is there before anybody works, in one system or, made apart, in both. */
export interface InitialRecord {
  /** The name by which operations speak of the record and, later, of its counterpart. */
  readonly slot: string;
  readonly pair: PairName;
  readonly salesforce: Values | null;
  readonly quickbooks: Values | null;
  /** Linked by a person before the run begins. */
  readonly isLinked: boolean;
}

interface At {
  /** Milliseconds since the run began. */
  readonly at: number;
}

export type Operation = At &
  (
    | {
        readonly kind: "create";
        readonly system: SystemName;
        readonly slot: string;
        readonly pair: PairName;
        readonly values: Values;
      }
    | {
        readonly kind: "edit";
        readonly system: SystemName;
        readonly slot: string;
        readonly field: string;
        readonly value: string | null;
      }
    | { readonly kind: "delete" | "undelete" | "fetch" | "unlink"; readonly slot: string }
    | { readonly kind: "tamper"; readonly slot: string; readonly mark: string | null }
    | { readonly kind: "send"; readonly slot: string; readonly onMatch: "ask" | "create" }
    | { readonly kind: "link"; readonly slot: string; readonly to: string }
    | {
        readonly kind: "decide";
        readonly slot: string;
        readonly nth: number;
        readonly keep: SystemName;
      }
    /** Sync Now of one record, or of all when `slot` is null. */
    | { readonly kind: "syncNow"; readonly pair: PairName; readonly slot: string | null }
    | { readonly kind: "realTime"; readonly pair: PairName; readonly enabled: boolean }
    | { readonly kind: "outage"; readonly system: SystemName; readonly ms: number }
    | { readonly kind: "reprocess" }
  );

export interface Scenario {
  /** The noise: latencies, ties and where exactly faults strike. */
  readonly seed: string;
  readonly faults: FaultPlan;
  readonly initial: readonly InitialRecord[];
  readonly operations: readonly Operation[];
}
