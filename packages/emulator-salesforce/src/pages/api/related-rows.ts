/** A page of a record's children. */
import type { PageResult } from "../../page-host.ts";
import { layoutOf } from "../layout/object-layout.ts";
import { queryPage } from "./list-rows.ts";
import { relatedLists } from "./object-info.ts";
import { failed, objectOfId, quoted, type World } from "./request-world.ts";
import type { RelatedPage } from "./shapes.ts";

export interface RelatedWish {
  readonly relationship: string;
  readonly sort: string;
  readonly descending: boolean;
  readonly offset: number;
  readonly limit: number;
}

export function relatedRows(world: World, id: string, wish: RelatedWish): PageResult<RelatedPage> {
  const parent = objectOfId(world, id);
  if (!parent.ok) return parent;
  const list = relatedLists(world, parent.value).find(
    ({ relationship }) => relationship.toLowerCase() === wish.relationship.toLowerCase(),
  );
  if (list === undefined) {
    const text = `${parent.value.label} has no related list ${wish.relationship}.`;
    return failed(404, "NOT_FOUND", text);
  }
  const child = world.describe(list.object);
  if (!child.ok) return child;
  const layout = layoutOf(child.value, world.app.layout(list.object));
  const columns = layout.listColumns.filter(({ field }) => field !== list.field);
  const page = queryPage(world, child.value, {
    ...wish,
    columns: columns.map(({ field }) => field),
    where: [`${list.field} = ${quoted(id)}`],
  });
  if (!page.ok) return page;
  return { ok: true, value: { ...page.value, list, columns } };
}
