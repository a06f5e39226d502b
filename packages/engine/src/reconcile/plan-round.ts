/**
 * One round of a linked pair: merge what the ledger holds, move the bases of what agrees, and name the
 * next write, if any. Everything in one transaction; the write itself comes after it.
 */
import { must } from "@accord-sync/core/errors/assert.ts";
import type { OpenEntry } from "@accord-sync/core/merge/merge-field.ts";
import {
  agreesByChance,
  baseAfterMerge,
  type Merge,
  type MergedField,
} from "@accord-sync/core/merge/merge-record.ts";
import {
  neededFor,
  type PlannedUpdate,
  planWrites,
  type Target,
} from "@accord-sync/core/plan/plan-writes.ts";
import { POLICY_LABEL, withPolicies } from "@accord-sync/core/mapping/mapping.ts";
import type { Prerequisite } from "@accord-sync/core/mapping/references.ts";
import { otherSystem, type SystemName } from "@accord-sync/core/records/record-ref.ts";
import { dropHeldChange } from "@accord-sync/ledger/held-changes.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import { bumpRevision, findLink } from "@accord-sync/ledger/links.ts";
import { readPolicies } from "@accord-sync/ledger/mapping-settings.ts";
import { type EngineContext, mappedScope } from "../engine-context.ts";
import { throughGuard } from "../guard/through-guard.ts";
import { type LinkState, loadLinkState, saveSide } from "../link-state.ts";
import { mergeNames } from "../names/merge-names.ts";
import { type HeldImage, loadReferences } from "../references/load-references.ts";
import type { SettledField } from "../writer/intent-plan.ts";
import type { WriteOrder } from "../writer/writer.ts";
import { decideForced, recordConflicts, recordReplacedEdits, refreshEntries } from "./entries.ts";
import type { Pass } from "./pass.ts";
import { planMark } from "./plan-mark.ts";
import { nameOfWrite } from "./refused-write.ts";

export type Round =
  | {
      readonly kind: "done";
      readonly state: LinkState;
      readonly openEntries: number;
      /** The writes that are left, each refused before and unchanged. */
      readonly refusedLeft: readonly WriteOrder[];
      /** Fields that wait for a person as one of far more changes than usual. */
      readonly held: number;
      /** What cannot be written before other records are linked; null when nothing waits for others. */
      readonly needed: NeededRecords | null;
    }
  /**
   * Look again first: the version that a write would carry is too young to protect it, or what both
   * systems seem to agree on was seen at different times.
   */
  | { readonly kind: "look"; readonly state: LinkState; readonly system: SystemName }
  | {
      readonly kind: "write";
      readonly state: LinkState;
      readonly order: WriteOrder;
      readonly before: (tx: Db) => Promise<void>;
    };

/** The records that must be linked before the rest goes into `target`. */
export interface NeededRecords {
  readonly target: SystemName;
  readonly needs: readonly Prerequisite[];
}

export interface RoundInput {
  readonly pass: Pass;
  readonly state: LinkState;
  readonly forceFrom: SystemName | null;
  /** Systems whose fields may be written in this pass. What a person decided may be in any. */
  readonly targets: ReadonlySet<SystemName>;
  /** Names of the writes that are not tried again (`refused-write.ts`). */
  readonly refused: ReadonlySet<string>;
  /** Whether Salesforce was looked at again for an agreement by chance. */
  readonly isConfirmed: boolean;
}

export async function planRound(
  context: EngineContext,
  tx: Db,
  { pass, state: before, forceFrom, targets, refused, isConfirmed }: RoundInput,
): Promise<Round> {
  // What a person sets counts from the next merge on; what is written meanwhile was decided before.
  const policies = await readPolicies(tx, mappedScope(context, pass.mapping));
  const mapping = withPolicies(pass.mapping, policies);
  const { salesforce, quickbooks } = before;
  const references = await loadReferences(context, tx, mapping, heldImages(before));
  const entries = await refreshEntries(context, tx, { mapping, state: before, references });
  const input = { mapping, salesforce, quickbooks, entries, forceFrom, references };
  const merge = mergeNames(input, quickbooks.ref.id);
  // An edit in Salesforce that is not known yet may be older than the one in QuickBooks.
  if (agreesByChance(merge) && !isConfirmed) {
    return { kind: "look", state: before, system: "salesforce" };
  }
  const openEntries = await recordConflicts(context, tx, { mapping, state: before, merge });
  const state = await moveBases(tx, pass, before, merge);

  const guarded = await throughGuard(context, tx, {
    pass,
    state,
    mapping,
    merge,
    permitted: permittedOf(merge, targets, entries),
  });
  if (guarded.kind === "again") {
    return planRound(context, tx, { pass, state, forceFrom, targets, refused, isConfirmed });
  }
  const permitted = guarded.merge;
  const planned = planWrites({
    mapping,
    merge: permitted,
    forceFrom,
    targets: {
      salesforce: targetOf(state, "salesforce"),
      quickbooks: targetOf(state, "quickbooks"),
    },
  });
  const mark = planMark(pass, state);
  const orders: readonly Candidate[] = [
    ...(mark === null ? [] : [{ order: mark, fields: [] }]),
    ...planned.map((update) => updateOrder(pass, state, update, forceFrom)),
  ];
  const next = orders.find(({ order }) => !refused.has(nameOfWrite(order)));
  if (next === undefined) {
    // Let through by a person, and nothing is left of it that could be written: its next change is like any other.
    for (const system of guarded.released) await dropHeldChange(tx, state.link.id, system);
    const { held } = guarded;
    const needed = neededOf(permitted);
    const refusedLeft = orders.map(({ order }) => order);
    return { kind: "done", state, openEntries, held, refusedLeft, needed };
  }
  const { order, fields } = next;
  const needsVersion = order.write.version !== null;
  if (needsVersion && !state[order.target].isSettled) {
    return { kind: "look", state, system: order.target };
  }
  const { actor } = pass.notice;
  return {
    kind: "write",
    state,
    order,
    before: async (inner) => {
      await decideForced(context, inner, state, { fields, actor });
      await recordReplacedEdits(context, inner, { mapping, state, fields, actor });
    },
  };
}

function heldImages({ salesforce, quickbooks }: LinkState): readonly HeldImage[] {
  return [salesforce, quickbooks].flatMap(({ ref: { system }, base, seen }) => [
    { system, image: base },
    { system, image: seen },
  ]);
}

/**
 * What of the merge may be written. A decision that is open is carried out by whichever pass comes by: the
 * notice that was to bring it about may have joined another one, whose pass may not write to Salesforce.
 */
function permittedOf(
  merge: Merge,
  targets: ReadonlySet<SystemName>,
  entries: Readonly<Record<string, OpenEntry>>,
): Merge {
  const fields = merge.fields.filter(({ rule, verdict }) => {
    if (verdict.kind !== "copy" && verdict.kind !== "blocked") return false;
    return targets.has(verdict.to) || entries[rule.name] === otherSystem(verdict.to);
  });
  return { fields };
}

const TARGETS: readonly SystemName[] = ["quickbooks", "salesforce"];

function neededOf(merge: Merge): NeededRecords | null {
  for (const target of TARGETS) {
    const needs = neededFor(merge, target);
    if (needs.length > 0) return { target, needs };
  }
  return null;
}

/** A write and the fields it settles; a mark settles none. */
interface Candidate {
  readonly order: WriteOrder;
  readonly fields: readonly MergedField[];
}

/** Moves both bases past the fields on which the systems already agree, when that changes anything. */
async function moveBases(tx: Db, pass: Pass, state: LinkState, merge: Merge): Promise<LinkState> {
  const { mapping } = pass;
  const moved = (system: SystemName) => {
    const side = state[system];
    return { ...side, base: baseAfterMerge(merge, system, side.base) };
  };
  const salesforce = moved("salesforce");
  const quickbooks = moved("quickbooks");
  const isSame = [salesforce, quickbooks].every(
    (side) => JSON.stringify(side.base) === JSON.stringify(state[side.ref.system].base),
  );
  if (isSame) return state;
  const isOurs = await bumpRevision(tx, state.link.id, state.link.revision);
  must(isOurs || null, `link ${state.link.id} moved while its lane was held`);
  await saveSide(tx, mapping, state.link.id, salesforce);
  await saveSide(tx, mapping, state.link.id, quickbooks);
  return loadLinkState(tx, must(await findLink(tx, state.link.id), "a lane holds its link"));
}

function targetOf(state: LinkState, system: SystemName): Target {
  const { ref, version, seen, members } = state[system];
  return { ref, version, seen, members };
}

function settledField(target: SystemName, field: MergedField): SettledField {
  const { rule, verdict, seen } = field;
  const copy = verdict.kind === "copy" ? verdict : null;
  const planned = must(copy, `field ${rule.name} is planned to be copied`);
  return {
    name: rule.name,
    label: rule.label,
    sourceValue: seen[otherSystem(target)],
    before: seen[target],
    after: planned.value,
    because: planned.because,
    ...(planned.because === "policy" && {
      policy: rule.direction === "both" ? POLICY_LABEL[rule.policy] : "one-way field",
    }),
  };
}

function updateOrder(
  pass: Pass,
  state: LinkState,
  update: PlannedUpdate,
  forceFrom: SystemName | null,
): Candidate {
  const { id: noticeId, seq } = pass.notice;
  const isForced = forceFrom !== null && update.target !== forceFrom;
  const order: WriteOrder = {
    mapping: pass.mapping,
    target: update.target,
    source: state[otherSystem(update.target)].ref,
    linkId: state.link.id,
    fingerprint: null,
    plan: {
      kind: "update",
      actor: pass.notice.actor,
      wish: isForced ? { noticeId, seq } : null,
      fields: update.fields.map((field) => settledField(update.target, field)),
      revision: state.link.revision,
    },
    write: update.write,
  };
  return { order, fields: update.fields };
}
