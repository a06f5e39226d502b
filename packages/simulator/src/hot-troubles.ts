/** Meetings of what befalls the product while people work: deaths, outages, locks, refusals, limits. */
import {
  deathAtCommit,
  drawCreate,
  drawPress,
  edit,
  later,
  MINUTE,
  near,
  type Place,
  SYSTEMS,
} from "./hot-place.ts";
import { FREE_SLOT, HOT_FIELDS } from "./hot-values.ts";
import type { Moment, Operation } from "./scenario.ts";

/** People go on while the process is dead. */
export function away(place: Place): readonly Operation[] {
  const { hot, at, system, other, field, elsewhere } = place;
  const dies = hot.random.happens(0.3, "at a commit")
    ? deathAtCommit(place)
    : near(place, { at, kind: "crash" });
  return [
    edit(place, system, field),
    dies,
    edit(place, system, elsewhere),
    ...(hot.random.happens(0.4, "in both") ? [edit(place, other, field)] : []),
  ];
}

/** A system does not answer for a while; a click waits for it. */
export function outage(place: Place): readonly Operation[] {
  const { hot, at, system, field, other } = place;
  const ms = hot.random.between(2_000, 60_000, "outage");
  const down: Operation = { at, kind: "outage", system: hot.random.pick(SYSTEMS, "down"), ms };
  return [
    down,
    edit(place, system, field),
    ...(hot.random.happens(0.5, "asked") ? [later(1_000, drawPress(place))] : []),
    later(Math.round(ms / 2), edit(place, other, field)),
    later(ms, edit(place, system, field)),
  ];
}

/**
 * A death in the middle of a write, and QuickBooks away for longer than it remembers a request; somebody
 * edits the record there meanwhile.
 */
export function lull(place: Place): readonly Operation[] {
  const { hot, at, system, field, other, elsewhere } = place;
  const ms = hot.random.between(2 * MINUTE, 4 * MINUTE, "lull");
  const moment: Moment = { on: hot.random.pick(["sent", "done"], "dies"), what: "write", nth: 1 };
  return [
    ...(hot.random.happens(0.5, "new") ? drawCreate(place, system) : [edit(place, system, field)]),
    { at, kind: "crash", after: moment },
    { at, kind: "outage", system: "quickbooks", ms },
    later(MINUTE, edit(place, other, elsewhere)),
    later(ms + 5_000, edit(place, system, field)),
  ];
}

/**
 * A job of the org's holds the row for longer than the product tries again: it gives the record up, and says so.
 */
export function held(place: Place): readonly Operation[] {
  const { hot, at, slot, field, elsewhere } = place;
  const ms = hot.random.between(30_000, 6 * MINUTE, "held");
  const click = later(Math.round(ms / 3), drawPress(place));
  return [
    { at, kind: "lock", slot, ms },
    edit(place, "quickbooks", field),
    ...(hot.random.happens(0.3, "asked") ? [click] : []),
    later(ms, edit(place, hot.random.pick(SYSTEMS, "after"), elsewhere)),
  ];
}

/**
 * A system takes no change of the record for a while, or the org no request at all, its day's requests being used
 * up; people change what they like, the mark too.
 */
export function refused(place: Place): readonly Operation[] {
  const { hot, at, slot, system, other, field, elsewhere } = place;
  const { random } = hot;
  const ms = random.between(5_000, 5 * MINUTE, "refused");
  const isSpent = random.happens(0.5, "spent");
  const mark = random.happens(0.5, "mark") ? null : "9:Customer:1";
  return [
    isSpent ? { at, kind: "spent", ms } : { at, kind: "refuse", system: other, slot, ms },
    edit(place, system, field),
    ...(random.happens(0.5, "asked") ? [later(2_000, drawPress(place))] : []),
    ...(random.happens(0.4, "tampered") ? [{ at, kind: "tamper", slot, mark } as const] : []),
    later(Math.round(ms / 2), edit(place, random.pick(SYSTEMS, "where"), elsewhere)),
    later(ms, edit(place, system, field)),
    ...(random.happens(0.5, "tried again") ? [{ at: at + ms, kind: "reprocess" } as const] : []),
  ];
}

/**
 * A write, or a create, whose answer never comes; and what a person does with the record before the product can
 * look what became of it.
 */
export function doubtful(place: Place): readonly Operation[] {
  const { hot, index, at, slot, system, other, elsewhere } = place;
  const { random } = hot;
  const isNew = random.happens(0.4, "new in doubt");
  const begun = isNew ? drawCreate(place, system) : [edit(place, system, place.field)];
  const about = isNew ? `c${index}` : slot;
  const here = { ...place, slot: about };
  const record = hot.records.find((each) => each.slot === about);
  const pair = record?.pair ?? place.pair;
  const field = isNew ? random.pick(HOT_FIELDS[pair], "field in doubt") : elsewhere;
  const after: Moment = {
    on: random.pick(["sent", "done"] as const, "in doubt"),
    what: "write",
    nth: 1,
    laterMs: random.between(0, 40_000, "in doubt for"),
  };
  const acts: readonly Operation[] = [
    { at, kind: "unlink", slot: about },
    { at, kind: "link", slot: about, to: isNew ? FREE_SLOT : about },
    drawPress(here),
    edit(here, other, field),
    edit(here, system, field),
    // As it was before the write that is in doubt.
    { ...edit(here, other, place.field), value: record?.values[place.field] ?? null },
    { at, kind: "delete", slot: about },
  ];
  const act = random.pick(acts, "act in doubt");
  const more = random.happens(0.3, "another act") ? [random.pick(acts, "another")] : [];
  return [{ at, kind: "loseAnswer" }, ...begun, { ...act, after }, ...more];
}
