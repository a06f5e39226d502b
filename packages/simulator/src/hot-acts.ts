/** Meetings of what people do besides editing: decisions, links and their ends, switches, names. */
import type { SystemName } from "@accord-sync/core/records/record-ref.ts";
import {
  drawCreate,
  drawPress,
  edit,
  later,
  near,
  perhapsDeath,
  type Place,
  SYSTEMS,
} from "./hot-place.ts";
import { drawValues, HOT_FIELDS, writtenAnew } from "./hot-values.ts";
import type { Operation } from "./scenario.ts";
/** A conflict, what a person decides about it, and an edit of what was decided about. */
export function decide(place: Place): readonly Operation[] {
  const { hot, at, slot, system, other, field } = place;
  const keep = hot.random.pick(SYSTEMS, "keep");
  const waits = hot.random.between(2_000, 12_000, "thinks");
  const decided: Operation = { at: at + waits, kind: "decide", slot, nth: 0, keep };
  const after = { ...place, at: at + waits };
  return [
    edit(place, system, field),
    edit(place, other, field),
    decided,
    ...(hot.random.happens(0.6, "and again") ? [near(after, edit(after, other, field))] : []),
    ...perhapsDeath(after),
  ];
}

/** The link ends, and the records live on; perhaps each under a name of its own. */
export function unlink(met: Place): readonly Operation[] {
  const { random } = met.hot;
  // Records that were in QuickBooks before the connection are not brought in; those made since are.
  const isNew = random.happens(0.5, "made since");
  const made = isNew ? drawCreate(met, met.system) : [];
  const settled = met.at + random.between(4_000, 12_000, "settled");
  const newest = met.hot.records.at(-1);
  const place = isNew && newest !== undefined ? { ...met, ...newest, at: settled } : met;
  const { at, slot, other, system } = place;
  const field = random.pick(HOT_FIELDS[place.pair], "field of it");
  const where = isNew ? "quickbooks" : other;
  const last = later(random.between(3_000, 9_000, "lives on"), edit(place, where, field));
  const ended = near(place, { at, kind: "unlink", slot });
  const back = later(20_000, { at, kind: "link", slot, to: slot });
  const isBack = random.happens(0.3, "linked again");
  const named: Operation = {
    at: at + random.between(0, 3_000, "renamed"),
    kind: "edit",
    system: random.pick(SYSTEMS, "renamed in"),
    slot,
    field: "name",
    value: `Apart ${place.index}`,
  };
  return [
    ...made,
    edit(place, system, field),
    ended,
    ...(random.happens(0.5, "renamed") ? [named] : []),
    last,
    ...(isBack ? [back] : []),
  ];
}

/** The record goes into the recycle bin while it is worked on, and perhaps comes out again. */
export function gone(place: Place): readonly Operation[] {
  const { hot, at, slot, other, system, field } = place;
  const last = later(hot.random.between(3_000, 9_000, "lives on"), edit(place, other, field));
  const back = later(hot.random.between(10_000, 30_000, "back"), { at, kind: "undelete", slot });
  const isBack = hot.random.happens(0.6, "undeleted");
  const removed = near(place, { at, kind: "delete", slot });
  const decision = hot.random.pick(["approve", "keep", "unlink"] as const, "held decision");
  const held = { at, kind: "decideHeld", nth: 0, decision, how: null } as const;
  const decided = later(hot.random.between(8_000, 20_000, "decides"), held);
  return [
    edit(place, system, field),
    removed,
    last,
    ...(hot.random.happens(0.4, "decided") ? [decided] : []),
    ...(isBack ? [back] : []),
  ];
}

/** Real time goes off; what is edited meanwhile waits, or is asked for. */
export function switched(place: Place): readonly Operation[] {
  const { hot, at, pair, field, elsewhere } = place;
  const off: Operation = { at, kind: "realTime", pair, enabled: false };
  const on: Operation = { ...off, enabled: true, at: at + hot.random.between(4_000, 20_000, "on") };
  const look = { on: "done", what: "read", nth: 1 } as const;
  const pressed = hot.random.happens(0.5, "fetched")
    ? ({ at, kind: "fetch", slot: place.slot } as const)
    : drawPress(place);
  const asked: Operation = hot.random.happens(0.3, "as it looks")
    ? { ...pressed, after: look }
    : later(5_000, pressed);
  return [
    off,
    later(500, edit(place, "quickbooks", field)),
    later(1_500, edit(place, hot.random.pick(SYSTEMS, "where"), elsewhere)),
    ...(hot.random.happens(0.6, "asked") ? [asked] : []),
    ...(hot.random.happens(0.5, "stays off") ? [] : [on]),
  ];
}

/** A name that another record has: QuickBooks refuses it, and the rest of the record goes on. */
export function rename(place: Place): readonly Operation[] {
  const { hot, at, slot, pair, system, field } = place;
  const taken = `Taken ${place.index}`;
  const values = drawValues(hot, pair, taken);
  const named = (value: string): Operation => {
    const where = { system: "salesforce", slot, field: "name" } as const;
    return { at: at + 3_000, kind: "edit", ...where, value };
  };
  const holder = `t${place.index}`;
  const freed: Operation = {
    at: at + 9_000,
    kind: "edit",
    system: "quickbooks",
    slot: holder,
    field: "name",
    value: `Let go ${place.index}`,
  };
  return [
    { at, kind: "create", system: "quickbooks", slot: holder, pair, values },
    named(taken),
    later(6_000, edit(place, system, field)),
    ...(hot.random.happens(0.4, "freed")
      ? [freed, ...perhapsDeath({ ...place, at: freed.at })]
      : []),
    ...(hot.random.happens(0.5, "mended") ? [later(12_000, named(`Free ${place.index}`))] : []),
    ...(hot.random.happens(0.5, "tried again")
      ? [{ at: at + 14_000, kind: "reprocess" } as const]
      : []),
  ];
}

/** Two records of one name, made apart, that a person joins while they are edited, or while one is sent over. */
export function join(place: Place): readonly Operation[] {
  const { hot, at, index, pair, system } = place;
  const slot = `j${index}`;
  const field = hot.random.pick(HOT_FIELDS[pair], "joined field");
  const here = { ...place, slot };
  const drawn = drawValues(hot, pair, `Join ${index} ${pair}`);
  const isTwin = hot.random.happens(0.4, "twins");
  const twin = Object.entries(drawn).map(([name, value]) => [
    name,
    HOT_FIELDS[pair].includes(name) ? writtenAnew(hot, name, value) : value,
  ]);
  const made = (where: SystemName): Operation => {
    const others = isTwin
      ? (Object.fromEntries(twin) as typeof drawn)
      : drawValues(hot, pair, `Join ${index} ${pair}`);
    const values = where === "salesforce" ? drawn : others;
    return { at, kind: "create", system: where, slot, pair, values };
  };
  const sent: Operation = { at: at + 4_000, kind: "send", slot, onMatch: "create" };
  const isSent = hot.random.happens(0.4, "sent");
  const linked: Operation = { at: at + 5_000, kind: "link", slot, to: slot };
  hot.records.push({ slot, pair, values: drawn });
  return [
    made("salesforce"),
    made("quickbooks"),
    ...(isSent ? [sent, near({ ...here, at: at + 4_000 }, linked)] : [linked]),
    near({ ...here, at: at + 5_000 }, edit(here, system, field)),
  ];
}

/** Somebody overwrites the field that shows the QuickBooks id. */
export function stray(place: Place): readonly Operation[] {
  const { hot, at, slot, system, field } = place;
  const mark = hot.random.happens(0.5, "mark") ? null : "9:Customer:1";
  return [edit(place, system, field), near(place, { at, kind: "tamper", slot, mark })];
}
