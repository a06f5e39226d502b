/** A page of a list: filtered, searched and sorted by the org, never by the browser. */
import type { DescribedField, DescribedObject, PageResult, QueryBody } from "../../page-host.ts";
import { conditionOfView } from "../layout/list-view.ts";
import { selectionOf } from "./record-data.ts";
import { failed, nameFieldOf, quoted, textCondition, type World } from "./request-world.ts";
import type { ListPage } from "./shapes.ts";

export interface ListWish {
  /** `AllAccounts`, `MyAccounts`, `NewThisWeekAccounts`. */
  readonly view: string;
  readonly search: string;
  readonly columns: readonly string[];
  /** A field's name; the object's name field by default. */
  readonly sort: string;
  readonly descending: boolean;
  readonly offset: number;
  readonly limit: number;
}

/** A list shows at most this many rows, as Lightning Experience does; SOQL's OFFSET ends there too. */
export const LIST_ROWS_MAX = 2000;
export const LIST_PAGE_MAX = 200;
/** As Lightning Experience names it in an address. */
export const RECENT_VIEW = "__Recent";

const SEARCHED_TYPES = new Set(["string", "phone", "email", "url", "picklist", "combobox"]);

export function listRows(
  world: World,
  object: DescribedObject,
  wish: ListWish,
): PageResult<ListPage> {
  if (wish.view === RECENT_VIEW) return recentRows(world, object, wish);
  const where = [
    viewCondition(world, object, wish.view),
    searchCondition(world, object, wish),
  ].filter((condition) => condition !== null);
  return queryPage(world, object, { ...wish, where });
}

/** In the order in which the person opened them; a list that is neither sorted nor paged. */
function recentRows(world: World, object: DescribedObject, wish: ListWish): PageResult<ListPage> {
  const ids = world.org.recentlyViewed().filter((id) => id.startsWith(object.keyPrefix ?? "-"));
  if (ids.length === 0) return { ok: true, value: { records: [], hasMore: false } };
  const search = searchCondition(world, object, wish);
  const where = [`Id IN (${ids.map(quoted).join(", ")})`, ...(search === null ? [] : [search])];
  const found = queryPage(world, object, { ...wish, where, offset: 0, limit: LIST_PAGE_MAX });
  if (!found.ok || wish.sort !== "") return found;
  const place = new Map(ids.map((id, index) => [id, index]));
  const records = found.value.records.toSorted(
    (a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0),
  );
  return { ok: true, value: { records, hasMore: false } };
}

export interface PageWish {
  readonly columns: readonly string[];
  readonly where: readonly string[];
  readonly sort: string;
  readonly descending: boolean;
  readonly offset: number;
  readonly limit: number;
}

/** One row more than asked is read, to know whether more follow; nothing is counted. */
export function queryPage(
  world: World,
  object: DescribedObject,
  wish: PageWish,
): PageResult<ListPage> {
  const selection = selectionOf(world, object, wish.columns);
  const order = orderBy(world, object, wish);
  if (order === null) return failed(400, "INVALID_FIELD", `Cannot sort by '${wish.sort}'`);
  const limit = Math.max(1, Math.min(wish.limit, LIST_PAGE_MAX));
  const offset = Math.max(0, Math.min(wish.offset, LIST_ROWS_MAX));
  const where = wish.where.length === 0 ? "" : ` WHERE ${wish.where.join(" AND ")}`;
  const found: PageResult<QueryBody> = world.org.query(
    `SELECT ${selection.select} FROM ${object.name}${where}${order} LIMIT ${limit + 1} OFFSET ${offset}`,
  );
  if (!found.ok) return found;
  const records = found.value.records.slice(0, limit).map(selection.read);
  return { ok: true, value: { records, hasMore: found.value.records.length > limit } };
}

function orderBy(world: World, object: DescribedObject, wish: PageWish): string | null {
  const name = wish.sort === "" ? nameFieldOf(object) : wish.sort;
  const field = object.fields.find((each) => each.name === name);
  if (field === undefined) return null;
  const direction = wish.descending ? "DESC NULLS LAST" : "ASC NULLS FIRST";
  return ` ORDER BY ${sortPath(world, field)} ${direction}, Id`;
}

/** A lookup is sorted by the name that people see. */
function sortPath(world: World, field: DescribedField): string {
  const target = world.describe(field.referenceTo[0] ?? "");
  if (field.relationshipName === null || !target.ok) return field.name;
  return `${field.relationshipName}.${nameFieldOf(target.value)}`;
}

function viewCondition(world: World, object: DescribedObject, view: string): string | null {
  const own = world.app.listViews(object.name).find(({ id }) => id === view);
  if (own !== undefined) return conditionOfView(object, own, world.host.user.id);
  const has = (name: string): boolean => object.fields.some((field) => field.name === name);
  if (view.startsWith("My") && has("OwnerId")) return `OwnerId = ${quoted(world.host.user.id)}`;
  if (view.startsWith("My")) return `CreatedById = ${quoted(world.host.user.id)}`;
  if (view.startsWith("NewThisWeek") && has("CreatedDate")) return "CreatedDate = THIS_WEEK";
  return null;
}

function searchCondition(
  world: World,
  object: DescribedObject,
  { search, columns }: ListWish,
): string | null {
  if (search === "") return null;
  const searched = object.fields.filter(
    (field) => SEARCHED_TYPES.has(field.type) && (field.nameField || columns.includes(field.name)),
  );
  if (searched.length === 0) return null;
  return textCondition(world, object.name, {
    fields: searched.map(({ name }) => name),
    text: search,
  });
}
