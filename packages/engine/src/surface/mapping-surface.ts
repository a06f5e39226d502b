/** Surface: the mappings and what people set for them. */
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import { DELETE_POLICY_LABEL } from "@accord-sync/core/mapping/removal.ts";
import { hasPolicy, type Mapping, POLICY_LABEL } from "@accord-sync/core/mapping/mapping.ts";
import { SYSTEM_LABEL, type SystemName } from "@accord-sync/core/records/record-ref.ts";
import { fail, type Result, succeed } from "@accord-sync/core/records/result.ts";
import { readDeletePolicy, setDeletePolicy } from "@accord-sync/ledger/deletions.ts";
import { releaseNotices } from "@accord-sync/ledger/inbox.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import {
  isRealTime,
  readPolicies,
  setPolicy,
  setRealTime,
} from "@accord-sync/ledger/mapping-settings.ts";
import { policyChoices } from "../deletion/removals-of.ts";
import type { DeleteChoice, MappingChange, MappingView } from "../engine-api.ts";
import { dueIso, type EngineContext, mappedScope } from "../engine-context.ts";
import { writeLog } from "../journal.ts";
import { changeLimits, viewChangeLimits } from "./change-limits-surface.ts";

const SYSTEMS: readonly SystemName[] = ["salesforce", "quickbooks"];

export function listMappings(context: EngineContext): Promise<readonly MappingView[]> {
  return Promise.all(context.mappings.map((mapping) => mappingView(context, mapping)));
}

/**
 * Sets what a person chose: all of it or nothing, with a line in the log for each setting that moved. A
 * policy counts for the conflicts that come; a field that waits for a decision goes on waiting.
 */
export async function changeMapping(
  context: EngineContext,
  mappingId: string,
  change: MappingChange,
  actor: string,
): Promise<Result<MappingView>> {
  const mapping = context.mappings.find((candidate) => candidate.id === mappingId);
  if (mapping === undefined) {
    return fail(operationalError("MAPPING_UNKNOWN", { id: mappingId }));
  }
  const fault = faultOf(mapping, change) ?? deleteFault(context, mapping, change);
  if (fault !== null) return fail(operationalError("API_BAD_REQUEST", { detail: fault }));
  await context.ledger.transaction(async (tx) => {
    const said = [
      ...(await changeRealTime(context, tx, mapping, change)),
      ...(await changePolicies(context, tx, mapping, change)),
      ...(await changeDeletes(context, tx, mapping, change)),
      ...(await changeLimits(context, tx, mapping, change)),
    ];
    if (said.length === 0) return;
    await writeLog(context, tx, {
      mapping,
      salesforce: null,
      quickbooks: null,
      name: null,
      direction: "none",
      action: "setting",
      outcome: "noted",
      actor,
      message: said.join(" "),
    });
  });
  context.wake();
  return succeed(await mappingView(context, mapping));
}

/** What is wrong with the change; null when it can be made. */
function faultOf(mapping: Mapping, { policies = {} }: MappingChange): string | null {
  for (const name of Object.keys(policies)) {
    const rule = mapping.fields.find((field) => field.name === name);
    if (rule !== undefined && hasPolicy(rule)) continue;
    const free = mapping.fields.filter(hasPolicy).map((field) => field.name);
    const known = rule === undefined ? `has no field ${name}` : `writes ${name} one way only`;
    return `${mapping.id} ${known}; a policy can be set for: ${free.join(", ")}`;
  }
  return null;
}

function deleteFault(
  context: EngineContext,
  mapping: Mapping,
  { whenDeleted = {} }: MappingChange,
): string | null {
  for (const system of SYSTEMS) {
    const policy = whenDeleted[system];
    const choices = policyChoices(context, mapping, system);
    if (policy === undefined || choices.includes(policy)) continue;
    return `${policy} cannot be chosen for what is deleted in ${SYSTEM_LABEL[system]}; possible: ${choices.join(", ")}`;
  }
  return null;
}

/** Counts for deletions that are seen from now on; what is held stays for a person. */
async function changeDeletes(
  context: EngineContext,
  tx: Db,
  mapping: Mapping,
  { whenDeleted = {} }: MappingChange,
): Promise<readonly string[]> {
  const scope = mappedScope(context, mapping);
  const said: string[] = [];
  for (const system of SYSTEMS) {
    const policy = whenDeleted[system];
    const before = await readDeletePolicy(tx, scope, system);
    if (policy === undefined || policy === before) continue;
    await setDeletePolicy(tx, scope, system, policy);
    const [was, is] = [DELETE_POLICY_LABEL[before], DELETE_POLICY_LABEL[policy]];
    said.push(`When a record is deleted in ${SYSTEM_LABEL[system]}: ${is} (before: ${was}).`);
  }
  return said;
}

/** Switches real-time updates to Salesforce. What was held back meanwhile goes on when they return. */
async function changeRealTime(
  context: EngineContext,
  tx: Db,
  mapping: Mapping,
  { realTime }: MappingChange,
): Promise<readonly string[]> {
  if (realTime === undefined) return [];
  const scope = mappedScope(context, mapping);
  const before = await isRealTime(tx, scope);
  await setRealTime(tx, scope, realTime);
  if (realTime) await releaseNotices(tx, context.scope.tenant, null, dueIso(context));
  if (before === realTime) return [];
  return [`Real-time updates to ${mapping.salesforceType}: ${realTime ? "on" : "off"}.`];
}

async function changePolicies(
  context: EngineContext,
  tx: Db,
  mapping: Mapping,
  { policies = {} }: MappingChange,
): Promise<readonly string[]> {
  const scope = mappedScope(context, mapping);
  const held = await readPolicies(tx, scope);
  const said: string[] = [];
  for (const rule of mapping.fields) {
    const policy = policies[rule.name];
    const before = held[rule.name] ?? rule.policy;
    if (policy === undefined || policy === before) continue;
    await setPolicy(tx, scope, { field: rule.name, policy });
    const [was, is] = [POLICY_LABEL[before], POLICY_LABEL[policy]];
    said.push(`${rule.label}, when both systems changed it: ${is} (before: ${was}).`);
  }
  return said;
}

async function mappingView(context: EngineContext, mapping: Mapping): Promise<MappingView> {
  const scope = mappedScope(context, mapping);
  const policies = await readPolicies(context.ledger.db, scope);
  return {
    id: mapping.id,
    quickbooksObject: mapping.quickbooksType,
    salesforceObject: mapping.salesforceType,
    realTime: await isRealTime(context.ledger.db, scope),
    whenDeleted: {
      salesforce: await deleteChoice(context, mapping, "salesforce"),
      quickbooks: await deleteChoice(context, mapping, "quickbooks"),
    },
    changeGuard: await viewChangeLimits(context, mapping),
    fields: mapping.fields.map((rule) => ({
      name: rule.name,
      label: rule.label,
      quickbooks: rule.quickbooks,
      salesforce: rule.salesforce,
      direction: rule.direction,
      policy: hasPolicy(rule) ? (policies[rule.name] ?? rule.policy) : null,
    })),
  };
}

async function deleteChoice(
  context: EngineContext,
  mapping: Mapping,
  system: SystemName,
): Promise<DeleteChoice> {
  const scope = mappedScope(context, mapping);
  return {
    policy: await readDeletePolicy(context.ledger.db, scope, system),
    choices: policyChoices(context, mapping, system),
  };
}
