/** What meetings on hot records are made of: edits, clicks, new records, and moments of the product's own work. */
import { otherSystem, type SystemName } from "@accord-sync/core/records/record-ref.ts";
import { drawEdit, drawValue, drawValues, HOT_FIELDS, type Hot } from "./hot-values.ts";
import type { Moment, Operation } from "./scenario.ts";
import type { PairName } from "./shared-fields.ts";

export const SYSTEMS: readonly SystemName[] = ["salesforce", "quickbooks"];
export const MINUTE = 60_000;

/** What a meeting is drawn with. */
export interface Place {
  readonly hot: Hot;
  /** Of the meeting, for names. */
  readonly index: number;
  readonly at: number;
  readonly slot: string;
  readonly pair: PairName;
  readonly system: SystemName;
  readonly other: SystemName;
  readonly field: string;
  /** Mostly the same. */
  readonly elsewhere: string;
}

export type Edit = Extract<Operation, { readonly kind: "edit" }>;

export function drawMoment({ random }: Hot): Moment {
  const laterMs = random.happens(0.25, "a while after") ? random.between(1, 3_000, "while") : 0;
  return {
    on: random.pick(["sent", "done", "answered"] as const, "moment"),
    what: random.pick(["write", "write", "read"] as const, "moment of"),
    nth: random.happens(0.8, "first") ? 1 : 2,
    ...(laterMs > 0 && { laterMs }),
  };
}

/** The operation, mostly at a moment of the product's own work, else within some seconds. */
export function near({ hot, at }: Place, operation: Operation): Operation {
  if (hot.random.happens(0.7, "forced")) return { ...operation, after: drawMoment(hot) };
  return { ...operation, at: at + hot.random.between(0, 3_000, "gap") };
}

export function later(ms: number, operation: Operation): Operation {
  return { ...operation, at: operation.at + ms };
}

/** Seldom an automation's in place of a person's. */
export function edit({ hot, at, slot }: Place, system: SystemName, field: string): Edit {
  const drawn: Edit = { at, kind: "edit", system, slot, field, value: drawEdit(hot, field) };
  const isAutomatic = system === "salesforce" && hot.random.happens(0.15, "automatic");
  return isAutomatic ? { ...drawn, isAutomatic } : drawn;
}

/** Seldom a death on top: near what happens, or at a commit. */
export function perhapsDeath(place: Place): readonly Operation[] {
  const { hot, at } = place;
  if (!hot.random.happens(0.35, "dies")) return [];
  if (hot.random.happens(0.5, "at a commit")) return [deathAtCommit(place)];
  return [near(place, { at, kind: "crash" })];
}

export function deathAtCommit({ hot, at }: Place): Operation {
  const after: Moment = { on: "commit", nth: hot.random.between(1, 16, "death") };
  return { at, kind: "crash", after };
}

export function drawPress({ hot, at, slot, pair }: Place): Operation {
  switch (hot.random.pick(["send", "fetch", "syncNow"] as const, "press")) {
    case "send":
      return { at, kind: "send", slot, onMatch: "ask" };
    case "fetch":
      return { at, kind: "fetch", slot };
    case "syncNow":
    default:
      return { at, kind: "syncNow", pair, slot };
  }
}

/**
 * A new record on its way to the other system, edited meanwhile: where it came from, or by somebody who finds it
 * by its name in the other system as soon as it is there.
 */
export function drawCreate({ hot, index, at }: Place, system: SystemName): readonly Operation[] {
  const { random } = hot;
  const pair: PairName = random.happens(0.75, "new pair") ? "customer" : "product";
  const slot = `c${index}`;
  const values = drawValues(hot, pair, `New ${index} ${pair}`);
  hot.records.push({ slot, pair, values });
  const field = random.pick(HOT_FIELDS[pair], "new field");
  const made: Operation = { at, kind: "create", system, slot, pair, values };
  const sent: Operation = { at: at + 500, kind: "send", slot, onMatch: "create" };
  const changed: Operation = {
    at: at + 500,
    kind: "edit",
    system: random.happens(0.6, "edited at its source") ? system : otherSystem(system),
    slot,
    field,
    value: drawValue(hot, field),
    after: drawMoment(hot),
  };
  const edits = random.happens(0.6, "edited meanwhile") ? [changed] : [];
  return system === "salesforce" ? [made, sent, ...edits] : [made, ...edits];
}
