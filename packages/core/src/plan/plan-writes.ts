/**
 * Planner: from a merge to ordered writes. Pure.
 *
 * QuickBooks comes first: it is the stricter system, so a refusal leaves Salesforce as the person
 * wrote it. Only the named fields are sent (sparse), each with the version that was read.
 */
import { assert } from "../errors/assert.ts";
import { operationalError } from "../errors/operational-error.ts";
import {
  copiesTo,
  changesTarget,
  type Merge,
  type MergedField,
  patchFor,
} from "../merge/merge-record.ts";
import { type CreateValue, flowsTo, type Mapping, pathIn } from "../mapping/mapping.ts";
import {
  carry,
  NO_REFERENCES,
  type Prerequisite,
  type References,
  withoutDoubles,
} from "../mapping/references.ts";
import type { PlannedWrite } from "../ports/remote.ts";
import { type FieldValue, type Image, valueAt } from "../records/image.ts";
import type { MemberObservation, RemoteVersion } from "../records/observation.ts";
import { otherSystem, type RecordRef, type SystemName } from "../records/record-ref.ts";
import { fail, type Result, succeed } from "../records/result.ts";

/** What is known of the record that a write would change. */
export interface Target {
  readonly ref: RecordRef;
  readonly version: RemoteVersion;
  readonly seen: Image;
  readonly members: Readonly<Record<string, MemberObservation>>;
}

export interface PlanInput {
  readonly mapping: Mapping;
  readonly merge: Merge;
  readonly targets: Readonly<Record<SystemName, Target>>;
  readonly forceFrom: SystemName | null;
}

/** One update and the fields that it settles. */
export interface PlannedUpdate {
  readonly target: SystemName;
  readonly fields: readonly MergedField[];
  readonly write: PlannedWrite;
}

const ORDER: readonly SystemName[] = ["quickbooks", "salesforce"];

export function planWrites(input: PlanInput): readonly PlannedUpdate[] {
  return ORDER.flatMap((target) => {
    const fields = copiesTo(input.merge, target);
    // A forced send writes every field of its direction: its answer is the verification. Elsewhere a
    // write that would change nothing is not made.
    const isVerifying = input.forceFrom === "salesforce" && target === "quickbooks";
    if (!isVerifying && !fields.some(changesTarget)) return [];
    const written = isVerifying ? fields : fields.filter(changesTarget);
    const { ref, version, seen, members } = input.targets[target];
    const write: PlannedWrite = {
      mapping: input.mapping,
      operation: "update",
      ref,
      version,
      patch: patchFor(written, target),
      known: seen,
      members,
    };
    return [{ target, fields: written, write }];
  });
}

/** The records that must be linked before everything that is to go into `system` can. */
export function neededFor(merge: Merge, system: SystemName): readonly Prerequisite[] {
  const needs = merge.fields.flatMap(({ verdict }) =>
    verdict.kind === "blocked" && verdict.to === system ? verdict.needs : [],
  );
  return withoutDoubles(needs);
}

/** Settings of the QuickBooks connection that a create may need. */
export interface CreateSettings {
  readonly incomeAccountId: string | null;
}

export interface CreateInput {
  readonly mapping: Mapping;
  readonly target: SystemName;
  readonly source: Image;
  readonly settings: CreateSettings;
  /** `{realm}:{Type}:{Id}` for a create in Salesforce, which is idempotent by it; else null. */
  readonly linkMark: string | null;
  /** The links of the records that the source refers to. Default: none are linked. */
  readonly references?: References;
}

/** The records that must be linked before the source can be made in `target`. */
export function neededToCreate({
  mapping,
  target,
  source,
  references = NO_REFERENCES,
}: Pick<CreateInput, "mapping" | "target" | "source" | "references">): readonly Prerequisite[] {
  const needs = mapping.fields
    .filter((rule) => flowsTo(rule, target))
    .flatMap((rule) => {
      const carried = carry(rule, otherSystem(target), source, references);
      return carried.kind === "blocked" ? carried.needs : [];
    });
  return withoutDoubles(needs);
}

/**
 * Plans a new record in `target` from what the other system holds. Nothing is needed any more
 * (`neededToCreate`); a reference that is left out is not in the patch.
 */
export function planCreate(input: CreateInput): Result<PlannedWrite> {
  const { mapping, target, source, linkMark, references = NO_REFERENCES } = input;
  const patch: Record<string, FieldValue> = {};
  for (const rule of mapping.fields) {
    if (!flowsTo(rule, target)) continue;
    const carried = carry(rule, otherSystem(target), source, references);
    if (carried.kind === "blocked") {
      assert(carried.needs.length === 0, `${rule.name} is planned before what it refers to`);
      continue;
    }
    if (carried.value !== null) patch[pathIn(rule, target)] = carried.value;
  }
  if (target === "quickbooks") {
    for (const wanted of mapping.createValues) {
      const value = createValue(wanted, source, input.settings);
      if (value === null) return fail(operationalError("INCOME_ACCOUNT_MISSING"));
      patch[wanted.path] = value;
    }
  }
  return succeed({
    mapping,
    operation: "create",
    ref: null,
    version: null,
    patch,
    known: null,
    members: {},
    ...(linkMark === null ? {} : { linkMark }),
  });
}

function createValue(wanted: CreateValue, source: Image, settings: CreateSettings): FieldValue {
  if ("constant" in wanted) return wanted.constant;
  if ("setting" in wanted) return settings[wanted.setting];
  const value = valueAt(source, wanted.salesforce);
  return typeof value === "string" && wanted.allowed.includes(value) ? value : wanted.otherwise;
}
