/**
 * The oracle: judges a run from both systems' stores, the journal and the product's reports. It never
 * uses the product's merging or its mappings, so a mistake there cannot excuse itself.
 */
import { judgeAnswered } from "./answered.ts";
import { judgeSecrets, judgeTally } from "./bookkeeping.ts";
import { judgeCauses } from "./causes.ts";
import { judgeConflicts } from "./conflicts.ts";
import { judgeConvergence } from "./convergence.ts";
import { judgeDuplicates } from "./duplicates.ts";
import type { Evidence, Violation } from "./evidence.ts";
import { judgeSleep } from "./asleep.ts";
import { judgeMarksShown } from "./marks-shown.ts";
import { judgeIntegrity } from "./integrity.ts";
import { judgeNames } from "./names.ts";
import { judgePauseOfConnections } from "./pauses.ts";
import { judgePolicies } from "./policies.ts";
import { judgeProvenance } from "./provenance.ts";
import { judgeRemovals } from "./removals.ts";
import { judgeSetAside } from "./set-aside.ts";
import { judgeSales } from "./sales.ts";
import { judgeSilentLoss } from "./silent-loss.ts";
import { judgeToldOnce } from "./told-once.ts";
import { judgeTraffic } from "./traffic.ts";
import { judgeWire } from "./wire.ts";
import { judgeUnasked } from "./unasked.ts";
import type { World } from "../world.ts";

/** A run in virtual time. */
export async function judge(
  evidence: Evidence & { readonly world: World },
): Promise<readonly Violation[]> {
  const found = await judgeRecorded(evidence);
  // Last, because it acts.
  return [...found, ...(await judgeIntegrity(evidence.world, evidence))];
}

/** All that can be read off what a run left: it asks nothing of the product. */
export async function judgeRecorded(evidence: Evidence): Promise<readonly Violation[]> {
  return [
    ...judgeConvergence(evidence),
    ...judgeSales(evidence),
    ...judgeSilentLoss(evidence),
    ...judgeDuplicates(evidence),
    ...judgeUnasked(evidence),
    ...judgeConflicts(evidence),
    ...judgePolicies(evidence),
    ...judgeCauses(evidence),
    ...judgeProvenance(evidence),
    ...judgeTraffic(evidence),
    ...judgePauseOfConnections(evidence),
    ...judgeRemovals(evidence),
    ...judgeTally(evidence),
    ...judgeSetAside(evidence),
    ...judgeNames(evidence),
    ...judgeAnswered(evidence),
    ...judgeWire(evidence),
    ...judgeSleep(evidence),
    ...judgeMarksShown(evidence),
    ...judgeToldOnce(evidence),
    ...(await judgeSecrets(evidence)),
  ];
}
