/** Surface: how many changes are far more than usual, per mapping and system. */
import { CHANGE_KINDS, type ChangeKind } from "@accord-sync/core/lifecycle/change-guard.ts";
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import { SYSTEM_LABEL, type SystemName } from "@accord-sync/core/records/record-ref.ts";
import {
  type ChangeLimit,
  listChangeLimits,
  setChangeLimit,
} from "@accord-sync/ledger/change-limits.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import type {
  ChangeGuardFigures,
  GuardFigures,
  MappingChange,
  MappingView,
} from "../engine-api.ts";
import { type EngineContext, mappedScope } from "../engine-context.ts";

const SYSTEMS: readonly SystemName[] = ["salesforce", "quickbooks"];

const WHAT: Readonly<Record<ChangeKind, string>> = {
  changes: "Changes",
  losses: "Values emptied and records made inactive",
};

export async function viewChangeLimits(
  context: EngineContext,
  mapping: Mapping,
): Promise<MappingView["changeGuard"]> {
  const limits = await listChangeLimits(context.ledger.db, context.scope.tenant);
  const of = (system: SystemName) => ({
    changes: figuresOf(context, limits, { mapping, system, kind: "changes" }),
    losses: figuresOf(context, limits, { mapping, system, kind: "losses" }),
  });
  return { salesforce: of("salesforce"), quickbooks: of("quickbooks") };
}

interface Place {
  readonly mapping: Mapping;
  readonly system: SystemName;
  readonly kind: ChangeKind;
}

function figuresOf(
  { guards }: EngineContext,
  limits: readonly ChangeLimit[],
  { mapping, system, kind }: Place,
): ChangeGuardFigures {
  const general = guards[kind];
  const own = limits.find(
    (each) => each.mapping === mapping.id && each.system === system && each.kind === kind,
  );
  const { more, share } = own ?? general;
  return {
    more,
    percent: Math.round(share * 100),
    minutes: general.withinMs / 60_000,
    isOwn: own !== undefined,
  };
}

/** Counts for what is written from now on; what is held stays for a person. Answers with what the log says. */
export async function changeLimits(
  context: EngineContext,
  tx: Db,
  mapping: Mapping,
  { changeGuard = {} }: MappingChange,
): Promise<readonly string[]> {
  const said: string[] = [];
  const limits = await listChangeLimits(tx, context.scope.tenant);
  for (const system of SYSTEMS) {
    for (const kind of CHANGE_KINDS) {
      const wanted = changeGuard[system]?.[kind];
      const before = figuresOf(context, limits, { mapping, system, kind });
      if (wanted === undefined || isSame(wanted, before)) continue;
      const limit = wanted === null ? null : { more: wanted.more, share: wanted.percent / 100 };
      await setChangeLimit(tx, mappedScope(context, mapping), { system, kind }, limit);
      const is = wanted === null ? "as the service has it" : figuresText(wanted);
      said.push(
        `${WHAT[kind]} in ${SYSTEM_LABEL[system]} are held above: ${is} (before: ${figuresText(before)}).`,
      );
    }
  }
  if (said.length > 0) context.changeGuard.forget();
  return said;
}

function isSame(wanted: GuardFigures | null, before: ChangeGuardFigures): boolean {
  if (wanted === null) return !before.isOwn;
  return before.isOwn && wanted.more === before.more && wanted.percent === before.percent;
}

const figuresText = ({ more, percent }: GuardFigures): string =>
  `${more} records and ${percent} % of those linked`;
