/**
 * Meetings: something happens to a hot record, and something else exactly while the product works on it.
 * Each is a few operations at a time `at`, most of the later ones at a moment of the product's own.
 */
import { otherSystem, type SystemName } from "@accord-sync/core/records/record-ref.ts";
import { drawEdit, drawValue, drawValues, HOT_FIELDS, type Hot } from "./hot-values.ts";
import type { Moment, Operation } from "./scenario.ts";
import type { PairName } from "./shared-fields.ts";

const SYSTEMS: readonly SystemName[] = ["salesforce", "quickbooks"];
const MINUTE = 60_000;

/** What a meeting is drawn with. */
interface Place {
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

type Edit = Extract<Operation, { readonly kind: "edit" }>;
type Draw = (place: Place) => readonly Operation[];

/** How often each is drawn. */
const WEIGHTS: readonly (readonly [Draw, number])[] = [
  [cross, 3],
  [again, 2],
  [chance, 2],
  [death, 3],
  [press, 2],
  [create, 2],
  [receive, 2],
  [decide, 2],
  [unlink, 1],
  [gone, 1],
  [switched, 1],
  [rename, 1],
  [outage, 1],
  [lull, 1],
  [join, 1],
];
const MEETINGS = WEIGHTS.flatMap(([draw, times]) => Array<Draw>(times).fill(draw));

export function drawMeeting(hot: Hot, index: number, at: number): readonly Operation[] {
  const { random } = hot;
  const { slot, pair } = random.pick(hot.records, "hot record");
  const system = random.pick(SYSTEMS, "system");
  const field = random.pick(HOT_FIELDS[pair], "hot field");
  const isSame = random.happens(0.7, "same field");
  const place: Place = {
    hot,
    index,
    at,
    slot,
    pair,
    system,
    other: otherSystem(system),
    field,
    elsewhere: isSame ? field : random.pick(HOT_FIELDS[pair], "field"),
  };
  return random.pick(MEETINGS, "meeting")(place);
}

function drawMoment({ random }: Hot): Moment {
  return {
    on: random.pick(["sent", "done", "answered"] as const, "moment"),
    what: random.pick(["write", "write", "read"] as const, "moment of"),
    nth: random.happens(0.8, "first") ? 1 : 2,
  };
}

/** The operation, mostly at a moment of the product's own work, else within some seconds. */
function near({ hot, at }: Place, operation: Operation): Operation {
  if (hot.random.happens(0.7, "forced")) return { ...operation, after: drawMoment(hot) };
  return { ...operation, at: at + hot.random.between(0, 3_000, "gap") };
}

function later(ms: number, operation: Operation): Operation {
  return { ...operation, at: operation.at + ms };
}

function edit({ hot, at, slot }: Place, system: SystemName, field: string): Edit {
  return { at, kind: "edit", system, slot, field, value: drawEdit(hot, field) };
}

/** Seldom a death on top. */
function perhapsDeath(place: Place): readonly Operation[] {
  const dies = place.hot.random.happens(0.35, "dies");
  return dies ? [near(place, { at: place.at, kind: "crash" })] : [];
}

function cross(place: Place): readonly Operation[] {
  const { system, other, field, elsewhere } = place;
  const second = near(place, edit(place, other, elsewhere));
  return [edit(place, system, field), second, ...perhapsDeath(place)];
}

function again(place: Place): readonly Operation[] {
  const { system, field, elsewhere } = place;
  const second = near(place, edit(place, system, elsewhere));
  return [edit(place, system, field), second, ...perhapsDeath(place)];
}

/** Both write the same, and one of them something else at once. */
function chance(place: Place): readonly Operation[] {
  const { system, other, field } = place;
  const first = edit(place, system, field);
  const second = near(place, edit(place, system, field));
  const same: Operation = { ...first, system: other };
  return [first, same, second, ...perhapsDeath(place)];
}

function death(place: Place): readonly Operation[] {
  const { hot, at, system, field } = place;
  const after: Moment = { on: "commit", nth: hot.random.between(1, 16, "death") };
  return [edit(place, system, field), { at, kind: "crash", after }];
}

function press(place: Place): readonly Operation[] {
  const { system, field } = place;
  const second = near(place, edit(place, system, field));
  return [edit(place, system, field), near(place, drawPress(place)), second];
}

function drawPress({ hot, at, slot, pair }: Place): Operation {
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

function create(place: Place): readonly Operation[] {
  return [...drawCreate(place, "salesforce"), ...perhapsDeath(place)];
}

function receive(place: Place): readonly Operation[] {
  return [...drawCreate(place, "quickbooks"), ...perhapsDeath(place)];
}

/** A new record on its way to the other system, edited where it came from meanwhile. */
function drawCreate({ hot, index, at }: Place, system: SystemName): readonly Operation[] {
  const { random } = hot;
  const pair: PairName = random.happens(0.75, "new pair") ? "customer" : "product";
  const slot = `c${index}`;
  hot.records.push({ slot, pair });
  const values = drawValues(hot, pair, `New ${index} ${pair}`);
  const field = random.pick(HOT_FIELDS[pair], "new field");
  const made: Operation = { at, kind: "create", system, slot, pair, values };
  const sent: Operation = { at: at + 500, kind: "send", slot, onMatch: "create" };
  const after = drawMoment(hot);
  const value = drawValue(hot, field);
  const changed: Operation = {
    at: at + 500,
    kind: "edit",
    system,
    slot,
    field,
    value,
    after,
  };
  const edits = random.happens(0.6, "edited meanwhile") ? [changed] : [];
  return system === "salesforce" ? [made, sent, ...edits] : [made, ...edits];
}

/** A conflict, what a person decides about it, and an edit of what was decided about. */
function decide(place: Place): readonly Operation[] {
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

/** The link ends, and the records live on. */
function unlink(place: Place): readonly Operation[] {
  const { hot, at, slot, other, system, field } = place;
  const last = later(hot.random.between(3_000, 9_000, "lives on"), edit(place, other, field));
  const ended = near(place, { at, kind: "unlink", slot });
  const back = later(20_000, { at, kind: "link", slot, to: slot });
  const isBack = hot.random.happens(0.3, "linked again");
  return [edit(place, system, field), ended, last, ...(isBack ? [back] : [])];
}

/** The record goes into the recycle bin while it is worked on, and perhaps comes out again. */
function gone(place: Place): readonly Operation[] {
  const { hot, at, slot, other, system, field } = place;
  const last = later(hot.random.between(3_000, 9_000, "lives on"), edit(place, other, field));
  const back = later(hot.random.between(10_000, 30_000, "back"), { at, kind: "undelete", slot });
  const isBack = hot.random.happens(0.6, "undeleted");
  const removed = near(place, { at, kind: "delete", slot });
  return [edit(place, system, field), removed, last, ...(isBack ? [back] : [])];
}

/** Real time goes off; what is edited meanwhile waits, or is asked for. */
function switched(place: Place): readonly Operation[] {
  const { hot, at, pair, field, elsewhere } = place;
  const off: Operation = { at, kind: "realTime", pair, enabled: false };
  const on: Operation = { ...off, enabled: true, at: at + hot.random.between(4_000, 20_000, "on") };
  const asked = later(3_000, drawPress(place));
  return [
    off,
    later(500, edit(place, "quickbooks", field)),
    later(1_500, edit(place, hot.random.pick(SYSTEMS, "where"), elsewhere)),
    ...(hot.random.happens(0.4, "asked") ? [asked] : []),
    on,
  ];
}

/** A name that another record has: QuickBooks refuses it, and the rest of the record goes on. */
function rename(place: Place): readonly Operation[] {
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
  ];
}

/** A system does not answer for a while; a click waits for it. */
function outage(place: Place): readonly Operation[] {
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
function lull(place: Place): readonly Operation[] {
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

/** Two records of one name, made apart, that a person joins while they are edited. */
function join(place: Place): readonly Operation[] {
  const { hot, at, index, pair, system } = place;
  const slot = `j${index}`;
  const field = hot.random.pick(HOT_FIELDS[pair], "joined field");
  const here = { ...place, slot };
  const made = (where: SystemName): Operation => {
    const values = drawValues(hot, pair, `Join ${index} ${pair}`);
    return { at, kind: "create", system: where, slot, pair, values };
  };
  hot.records.push({ slot, pair });
  return [
    made("salesforce"),
    made("quickbooks"),
    later(5_000, { at, kind: "link", slot, to: slot }),
    near({ ...here, at: at + 5_000 }, edit(here, system, field)),
  ];
}
