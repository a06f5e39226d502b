/**
 * A link mark on a Salesforce record that is not linked: somebody typed it, or cloned a linked record.
 * It makes no link. It is cleared and logged, because a create under that mark would otherwise land on
 * this record, and the record it belongs to could not carry it.
 */
import type { Observation } from "@accord-sync/core/records/observation.ts";
import { readKnown } from "../notices/notice-known.ts";
import type { EngineContext } from "../engine-context.ts";
import { carryOut } from "../writer/writer.ts";
import { finished, type Pass, type PassEnd } from "./pass.ts";
import { stop } from "./stop.ts";

/**
 * True when the notice tells of a mark on a record that nobody linked, or may have told of one: where several
 * notices are one, only a sighting stands for all of them.
 */
export function tellsOfMark({ notice }: Pass): boolean {
  const known = readKnown(notice.known);
  if (known?.kind === "marked") return true;
  if (known?.kind !== "sighting") return notice.seq > 1;
  return known.sighting.kind === "found" && known.sighting.observation.linkMark !== null;
}

/** Looks at the record and clears its mark, when it is there. Null when there is nothing to clear. */
export async function clearStrayMark(context: EngineContext, pass: Pass): Promise<PassEnd | null> {
  const { notice, mapping } = pass;
  const seen = await context.salesforce.observe(mapping, notice.ref.id);
  if (!seen.ok) return { kind: "stopped", error: seen.error };
  if (seen.value.kind !== "found" || seen.value.observation.linkMark === null) return null;
  const { observation } = seen.value;
  const end = await clearSeenMark(context, pass, observation);
  const done = "Cleared a QuickBooks Id that made no link.";
  return end ?? finished("reconciled", "updated", done, observation.ref);
}

/** Clears the mark of a record that was just looked at. Null when it shows none any more, else why it still does. */
export async function clearSeenMark(
  context: EngineContext,
  pass: Pass,
  observation: Observation,
): Promise<PassEnd | null> {
  const { mapping, notice } = pass;
  const { ref, image, members, name, linkMark: found } = observation;
  if (found === null) return null;
  const outcome = await carryOut(context, {
    mapping,
    target: "salesforce",
    source: ref,
    linkId: null,
    fingerprint: null,
    plan: { kind: "clear", found, name },
    write: {
      mapping,
      operation: "mark",
      ref,
      version: null,
      patch: {},
      known: image,
      members,
      linkMark: null,
    },
  });
  if (outcome.kind === "applied") return null;
  if (outcome.kind === "doubtful") return { kind: "stopped", error: outcome.error };
  const { error, intent } = outcome;
  // A Send that it kept from being done is what Re-Process has to do again.
  const action = notice.direction === "send" ? "send" : "mark";
  const refusal = { error, action, target: "salesforce", quickbooks: null } as const;
  return stop(context, pass, { ...refusal, salesforce: ref, name, intentId: intent.id });
}
