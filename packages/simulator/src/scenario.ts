/** A scenario: everything that a run depends on, as data, so that it can be stored, replayed and shrunk. */
import type { DifferingRule } from "@accord-sync/engine/backfill-api.ts";
import type { HoldDecision } from "@accord-sync/engine/held-changes-api.ts";
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

/**
 * A moment in the product's own work: the nth of its requests from then on to be sent, carried out or
 * answered, or the nth place before or after a commit. `nth` counts from 1.
 */
export type Moment =
  | {
      readonly on: "sent" | "done" | "answered";
      readonly what: "read" | "write";
      readonly nth: number;
      /** How long after it, in milliseconds. Default: at once. */
      readonly laterMs?: number;
    }
  | { readonly on: "commit"; readonly nth: number };

interface At {
  /** Milliseconds since the run began. */
  readonly at: number;
  /** Waits from `at` on for this moment, at most ten seconds: an interleaving that chance seldom meets. */
  readonly after?: Moment;
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
        /**
         * Done by an automation of the org that a write of the product started, in Salesforce alone: it bears the
         * product's own user and client. Default: by a person.
         */
        readonly isAutomatic?: boolean;
      }
    /** A long job of somebody's holds the row in Salesforce, so that no save gets its lock. */
    | { readonly kind: "lock"; readonly slot: string; readonly ms: number }
    /** The system refuses every change of the record that the product sends, as while it waits for an approval. */
    | {
        readonly kind: "refuse";
        readonly system: SystemName;
        readonly slot: string;
        readonly ms: number;
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
    /** A person makes one record of two in `system`: that of `from` goes into that of `slot`. */
    | {
        readonly kind: "merge";
        readonly system: SystemName;
        readonly slot: string;
        readonly from: string;
      }
    /** Two records change names, by way of a third name. */
    | {
        readonly kind: "swap";
        readonly system: SystemName;
        readonly slot: string;
        readonly other: string;
      }
    /** A person decides about one of the held deletes; `how` null takes what is proposed. */
    | {
        readonly kind: "decideHeld";
        readonly nth: number;
        readonly decision: "approve" | "keep" | "unlink";
        readonly how: "deactivate" | "delete" | null;
      }
    /** An opportunity of an account with a line of a product; nothing where opportunities are not mapped. */
    | {
        readonly kind: "sell";
        readonly sale: string;
        readonly account: string;
        readonly product: string;
      }
    | { readonly kind: "sendSale"; readonly sale: string }
    | { readonly kind: "moveSale"; readonly sale: string; readonly account: string }
    /** Sync Now of one record, or of all when `slot` is null. */
    | { readonly kind: "syncNow"; readonly pair: PairName; readonly slot: string | null }
    /** Plans a backfill, and when it is ready approves what can be approved and applies it. */
    | { readonly kind: "backfill"; readonly pair: PairName; readonly differing: DifferingRule }
    /** Pauses one that is being applied, or resumes one that is paused. */
    | { readonly kind: "pauseBackfill" }
    /** A person pauses the connection with a system, or has it go on. */
    | { readonly kind: "pauseConnection" | "resumeConnection"; readonly system: SystemName }
    /** A person decides about the oldest of the held changes. */
    | { readonly kind: "decideHold"; readonly decision: HoldDecision }
    | { readonly kind: "realTime"; readonly pair: PairName; readonly enabled: boolean }
    /** The answer of the product's next write never comes. */
    | { readonly kind: "loseAnswer" }
    /** The org's requests of the day are used up, and it answers none for so long. */
    | { readonly kind: "spent"; readonly ms: number }
    | { readonly kind: "outage"; readonly system: SystemName; readonly ms: number }
    /** Neither system can be reached; webhooks find nobody; Salesforce gives no more requests today. */
    | { readonly kind: "networkOutage" | "silence" | "useUpDay"; readonly ms: number }
    /** A person sets who wins when both systems changed a field. */
    | {
        readonly kind: "policy";
        readonly pair: PairName;
        readonly field: string;
        readonly policy: FieldPolicy;
      }
    /** Sync Integrity of everything. */
    | { readonly kind: "integrity"; readonly repair: boolean }
    | { readonly kind: "reprocess" }
    /** A second process starts while the first one still lives. */
    | { readonly kind: "takeOver" }
    /** All access tokens of a system die; then its consent too; a person consents again. */
    | {
        readonly kind: "endSessions" | "takeConsentBack" | "reconnect";
        readonly system: SystemName;
      }
    /** The process dies at once, or is stopped and ends what is under way; it is started again a little later. */
    | { readonly kind: "crash" | "restart" }
  );

/** Who wins when both systems changed a field, as a person set it before the run. */
export type FieldPolicy = "ask" | "salesforce" | "quickbooks" | "newest";

export type PolicyPlan = Readonly<Partial<Record<PairName, Readonly<Record<string, FieldPolicy>>>>>;

/** What happens to the other record when one is deleted in Salesforce, as a person set it before the run. */
export type DeletePlan = Readonly<Partial<Record<PairName, "hold" | "deactivate">>>;

export interface Scenario {
  /** The noise: latencies, ties and where exactly faults strike. */
  readonly seed: string;
  readonly faults: FaultPlan;
  /** By pair and field. What is missing asks, which is how the product comes. */
  readonly policies?: PolicyPlan;
  /** By pair. What is missing asks, which is how the product comes. */
  readonly deletes?: DeletePlan;
  /** Whether opportunities are mapped to invoices. Default: not. */
  readonly hasInvoices?: boolean;
  /** Drawn as meetings on hot records. Default: not. */
  readonly isHot?: boolean;
  readonly initial: readonly InitialRecord[];
  readonly operations: readonly Operation[];
}
