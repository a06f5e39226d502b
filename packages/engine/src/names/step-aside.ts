/**
 * Of records that exchange their names one gets a third name for a moment, in QuickBooks alone, so that the others
 * find theirs free; then it gets its own. The step is a write like any other: an intent first, its receipt and
 * its line in the log together. Its receipt leaves the record waiting and its name to be written: the base
 * of Salesforce is emptied (`commit-step.ts`), so that whatever stands there then goes over.
 */
import { must } from "@accord-sync/core/errors/assert.ts";
import {
  dispositionOf,
  type OperationalError,
  operationalError,
} from "@accord-sync/core/errors/operational-error.ts";
import { pathIn } from "@accord-sync/core/mapping/mapping.ts";
import { temporaryName } from "@accord-sync/core/mapping/temporary-name.ts";
import type { Parked } from "@accord-sync/ledger/parked.ts";
import type { EngineContext } from "../engine-context.ts";
import type { PassEnd } from "../reconcile/pass.ts";
import { carryOut, type WriteOrder } from "../writer/writer.ts";
import { circleOf } from "./name-circle.ts";
import { nameIn } from "./taken-name.ts";

export type Step =
  | { readonly kind: "none" }
  /** Taken, or refused: the record goes on waiting. */
  | { readonly kind: "tried" }
  | { readonly kind: "stopped"; readonly end: PassEnd };

/** `left` are the refused writes of the record, which `parked` keeps. */
export async function stepAside(
  context: EngineContext,
  left: readonly WriteOrder[],
  parked: Parked,
): Promise<Step> {
  const order = left.find((each) => each.plan.kind === "update" && nameIn(each) !== null);
  const circle = await circleOf(context, context.ledger.db, parked);
  if (order === undefined || circle === null) return { kind: "none" };
  const outcome = await carryOut(
    context,
    stepOf(
      order,
      circle.map(({ name }) => name),
    ),
  );
  if (outcome.kind === "doubtful") return stopped(outcome.error);
  if (outcome.kind === "rejected" && dispositionOf(outcome.error) !== "park") {
    const isStale = dispositionOf(outcome.error) === "observe-again";
    return stopped(isStale ? operationalError("RECORD_BUSY") : outcome.error);
  }
  return { kind: "tried" };
}

const stopped = (error: OperationalError): Step => ({
  kind: "stopped",
  end: { kind: "stopped", error },
});

function stepOf(order: WriteOrder, names: readonly string[]): WriteOrder {
  const { mapping, plan, write } = order;
  const update = must(plan.kind === "update" ? plan : null, "a step is part of an update");
  const rule = must(
    mapping.fields.find(({ name }) => name === mapping.matchField),
    "a mapping matches by a field of its own",
  );
  const id = must(write.ref, "an update names its record").id;
  const name = temporaryName(must(nameIn(order), "the order gives a name"), id);
  const fields = update.fields.filter((field) => field.name === rule.name);
  return {
    ...order,
    plan: {
      ...update,
      wish: null,
      fields: fields.map((field) => ({ ...field, after: name })),
      stepAside: names,
    },
    write: { ...write, patch: { [pathIn(rule, "quickbooks")]: name } },
  };
}
