import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import type { CreateSettings } from "@accord-sync/core/plan/plan-writes.ts";
import type { Clock, Random } from "@accord-sync/core/ports/clock.ts";
import { isoSeconds } from "@accord-sync/core/ports/clock.ts";
import type { Log } from "@accord-sync/core/ports/log.ts";
import type { QuickbooksRemote, Remote, SalesforceRemote } from "@accord-sync/core/ports/remote.ts";
import type { RecordRef, SystemName } from "@accord-sync/core/records/record-ref.ts";
import { must } from "@accord-sync/core/errors/assert.ts";
import type { Ledger, MappedScope, Scope } from "@accord-sync/ledger/ledger.ts";
import type { Lanes } from "./lanes.ts";
import type { ChangeGuard } from "./guard/change-guard.ts";
import type { Guards } from "./guards.ts";
import type { Pacing } from "./pacing.ts";
import type { SweepWatch } from "./sweep-watch.ts";

/** What every part of the engine works with: the doors to the world, and the one pair of accounts. */
export interface EngineContext {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly ledger: Ledger;
  readonly scope: Scope;
  readonly mappings: readonly Mapping[];
  readonly salesforce: SalesforceRemote;
  readonly quickbooks: QuickbooksRemote;
  readonly lanes: Lanes;
  readonly pacing: Pacing;
  /** What is far more than usual. */
  readonly guards: Guards;
  /** Stops changes when there are far more than usual. */
  readonly changeGuard: ChangeGuard;
  /** Learns from webhooks, sweeps and pages how close together sweeps must be. */
  readonly watch: SweepWatch;
  /** Settings of the QuickBooks connection that creates need. */
  createSettings(): Promise<CreateSettings>;
  /** When the pair was connected: older records enter only by a person's act. */
  connectedAt(): Promise<string>;
  /** Tells the worker that there may be work now. */
  wake(): void;
}

export function remoteOf(context: EngineContext, system: SystemName): Remote {
  return system === "salesforce" ? context.salesforce : context.quickbooks;
}

/** The account of `system`, as tables that are not about a mapping name it. */
export function accountOf(
  { scope }: EngineContext,
  system: SystemName,
): { readonly tenant: string; readonly accountId: string } {
  const accountId = system === "salesforce" ? scope.org : scope.company;
  return { tenant: scope.tenant, accountId };
}

export function nowIso(context: EngineContext): string {
  return isoSeconds(context.clock.now());
}

/** The time `ms` from now with milliseconds, the form of the inbox's times. */
export function dueIso(context: EngineContext, ms = 0): string {
  return new Date(context.clock.now() + ms).toISOString();
}

export function mappingById(context: EngineContext, id: string): Mapping {
  return must(
    context.mappings.find((mapping) => mapping.id === id),
    `the ledger names mapping ${id}, which is not configured`,
  );
}

export function mappingForType(
  context: EngineContext,
  system: SystemName,
  type: string,
): Mapping | null {
  const wanted = (mapping: Mapping) =>
    (system === "salesforce" ? mapping.salesforceType : mapping.quickbooksType) === type;
  return context.mappings.find(wanted) ?? null;
}

export function mappedScope(context: EngineContext, mapping: Mapping): MappedScope {
  return { ...context.scope, mapping: mapping.id };
}

export function salesforceRef(type: string, id: string): RecordRef {
  return { system: "salesforce", type, id };
}

export function quickbooksRef(type: string, id: string): RecordRef {
  return { system: "quickbooks", type, id };
}
