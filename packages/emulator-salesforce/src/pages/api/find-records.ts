/** Finding records by a text: the global search, and what a lookup offers. */
import type { DescribedObject, PageResult } from "../../page-host.ts";
import { iconOf } from "../layout/icons.ts";
import { LAYOUTS } from "../layout/descriptors.ts";
import { listRows } from "./list-rows.ts";
import { objectInfo } from "./object-info.ts";
import { selectionOf } from "./record-data.ts";
import { nameFieldOf, textCondition, type World } from "./request-world.ts";
import type { LookupMatch, RecordData, SearchGroup } from "./shapes.ts";

const LOOKUP_MATCHES = 10;
const GROUP_ROWS = 5;
/** Shorter texts find too much, and Lightning Experience refuses them too. */
export const SEARCH_LETTERS_MIN = 2;

/** Objects whose records a search looks through. */
function searchedObjects(world: World): DescribedObject[] {
  return world.org.objects().flatMap((name) => {
    const object = world.describe(name);
    return object.ok && object.value.searchable && object.value.queryable ? [object.value] : [];
  });
}

/** Groups by object; those with rows only, those with a tab first. */
export function globalSearch(
  world: World,
  wish: { readonly text: string; readonly object: string; readonly limit: number },
): PageResult<readonly SearchGroup[]> {
  if (wish.text.length < SEARCH_LETTERS_MIN) return { ok: true, value: [] };
  const tabs = world.app.apps.flatMap(({ tabs }) => tabs);
  const rank = (name: string): number => {
    const place = tabs.indexOf(`standard-${name}`);
    return place < 0 ? tabs.length : place;
  };
  const objects = searchedObjects(world)
    .filter(({ name }) => wish.object === "" || wish.object === name)
    .sort((a, b) => rank(a.name) - rank(b.name));
  const groups = objects.flatMap((object): SearchGroup[] => {
    const info = objectInfo(world, object.name);
    if (!info.ok) return [];
    const found = listRows(world, object, {
      view: "All",
      search: wish.text,
      columns: info.value.listColumns.map(({ field }) => field),
      sort: "",
      descending: false,
      offset: 0,
      limit: wish.limit === 0 ? GROUP_ROWS : wish.limit,
    });
    if (!found.ok || found.value.records.length === 0) return [];
    return [{ info: info.value, ...found.value }];
  });
  return { ok: true, value: groups };
}

/** The newest records when the text is empty, as a lookup shows them once it is entered. */
export function lookupMatches(
  world: World,
  objectName: string,
  text: string,
): PageResult<readonly LookupMatch[]> {
  const described = world.describe(objectName);
  if (!described.ok) return described;
  const object = described.value;
  const nameField = nameFieldOf(object);
  const subtitleField = (LAYOUTS[object.name]?.highlightFields ?? [])
    .map(({ name }) => name)
    .find((name) => object.fields.some((field) => field.name === name));
  const { select, read } = selectionOf(world, object, [nameField, subtitleField ?? nameField]);
  const where =
    text === "" ? "" : ` WHERE ${textCondition(world, object.name, { fields: [nameField], text })}`;
  const order = text === "" ? "LastModifiedDate DESC" : nameField;
  const found = world.org.query(
    `SELECT ${select} FROM ${object.name}${where} ORDER BY ${order} LIMIT ${LOOKUP_MATCHES}`,
  );
  if (!found.ok) return found;
  return {
    ok: true,
    value: found.value.records.map((body) => matchOf(read(body), subtitleField)),
  };
}

function matchOf(record: RecordData, subtitleField: string | undefined): LookupMatch {
  const { value = null, displayValue = null } = record.fields[subtitleField ?? ""] ?? {};
  return {
    id: record.id,
    name: record.name,
    object: record.object,
    icon: iconOf(record.object),
    subtitle: displayValue ?? (typeof value === "string" ? value : ""),
  };
}
