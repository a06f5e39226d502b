/**
 * Meetings: something happens to a hot record, and something else exactly while the product works on it.
 * Each is a few operations at a time `at`, most of the later ones at a moment of the product's own. Here those
 * that are edits and new records; what else people do is in `hot-acts.ts`, what befalls them in `hot-troubles.ts`.
 */
import { otherSystem } from "@accord-sync/core/records/record-ref.ts";
import { drawDoubtfulCreate } from "./draw-doubt.ts";
import { decide, gone, join, rename, stray, switched, unlink } from "./hot-acts.ts";
import {
  deathAtCommit,
  drawCreate,
  drawPress,
  edit,
  later,
  near,
  perhapsDeath,
  type Place,
  SYSTEMS,
} from "./hot-place.ts";
import { away, doubtful, held, lull, outage, refused } from "./hot-troubles.ts";
import { drawValue, HOT_FIELDS, type Hot, writtenAnew } from "./hot-values.ts";
import type { Operation } from "./scenario.ts";

type Draw = (place: Place) => readonly Operation[];

/** How often each is drawn. */
const WEIGHTS: readonly (readonly [Draw, number])[] = [
  [cross, 3],
  [again, 2],
  [chance, 3],
  [glance, 2],
  [several, 2],
  [death, 2],
  [away, 2],
  [soonAfter, 2],
  [press, 2],
  [doubtful, 3],
  [create, 2],
  [receive, 2],
  [decide, 2],
  [unlink, 2],
  [gone, 1],
  [switched, 2],
  [rename, 1],
  [outage, 1],
  [lull, 2],
  [join, 2],
  [stray, 1],
  [held, 1],
  [refused, 1],
  [inDoubt, 1],
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

/** Both write the same, each in its way, and one of them something else at once. */
function chance(place: Place): readonly Operation[] {
  const { system, other, field } = place;
  const first = edit(place, system, field);
  const second = near(place, edit(place, system, field));
  const value = writtenAnew(place.hot, field, first.value);
  const same: Operation = {
    at: first.at,
    kind: "edit",
    system: other,
    slot: place.slot,
    field,
    value,
  };
  const both = place.hot.random.happens(0.5, "last") ? [second, same] : [same, second];
  return [first, ...both, ...perhapsDeath(place)];
}

/**
 * Two edits of one second, the later one while the product looks at the record; and perhaps one in the other
 * system that is on its way there.
 */
function glance(place: Place): readonly Operation[] {
  const { hot, system, other, field, elsewhere } = place;
  const { random } = hot;
  const at = Math.ceil(place.at / 1_000) * 1_000 + random.between(0, 300, "early in the second");
  const here = { ...place, at };
  const on = random.pick(["done", "answered"] as const, "looked");
  const second = { ...edit(here, system, elsewhere), after: { on, what: "read", nth: 1 } as const };
  const earlier = { ...place, at: at - random.between(0, 1_000, "earlier") };
  return [
    ...(random.happens(0.5, "across") ? [edit(earlier, other, elsewhere)] : []),
    edit(here, system, field),
    ...(random.happens(0.5, "asked")
      ? [later(random.between(0, 200, "click"), drawPress(here))]
      : []),
    second,
  ];
}

/** An edit in the other system, seconds after the product's write there: too late to be that write's own news. */
function soonAfter(place: Place): readonly Operation[] {
  const { hot, system, other, field, elsewhere } = place;
  const on = hot.random.pick(["done", "answered"] as const, "written");
  const laterMs = hot.random.between(500, 3_500, "soon");
  const after = { on, what: "write", nth: 1, laterMs } as const;
  return [edit(place, system, field), { ...edit(place, other, elsewhere), after }];
}

/** One person, or a tool of theirs, changes all records of a system at once. */
function several(place: Place): readonly Operation[] {
  const { hot, system } = place;
  return hot.records.map(({ slot, pair }) => {
    const field = hot.random.pick(HOT_FIELDS[pair], "field of several");
    return edit({ ...place, slot, pair }, system, field);
  });
}

function death(place: Place): readonly Operation[] {
  const { system, field } = place;
  return [edit(place, system, field), deathAtCommit(place)];
}

function press(place: Place): readonly Operation[] {
  const { hot, system, field } = place;
  const second = near(place, edit(place, system, field));
  const pressed = near(place, drawPress(place));
  const again = hot.random.happens(0.4, "pressed again") ? [drawPress(place)] : [];
  const clicks = again.map((click) => later(hot.random.between(0, 2_000, "again"), click));
  return [edit(place, system, field), pressed, ...clicks, second, ...perhapsDeath(place)];
}

function create(place: Place): readonly Operation[] {
  return [...drawCreate(place, "salesforce"), ...perhapsDeath(place)];
}

function receive(place: Place): readonly Operation[] {
  return [...drawCreate(place, "quickbooks"), ...perhapsDeath(place)];
}

/** A create whose outcome is not known, and people who change what it made before the product looks. */
function inDoubt({ hot, at, index }: Place): readonly Operation[] {
  return drawDoubtfulCreate({ random: hot.random, at, slot: `d${index}` }, (_, field) =>
    drawValue(hot, field),
  );
}
