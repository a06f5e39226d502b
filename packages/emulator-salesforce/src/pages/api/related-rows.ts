/** A page of a record's children. */
import type { DescribedObject, PageResult } from "../../page-host.ts";
import { fieldOfColumn } from "../layout/column-names.ts";
import { layoutOf, type ObjectLayout } from "../layout/object-layout.ts";
import { queryPage } from "./list-rows.ts";
import { relatedLists } from "./object-info.ts";
import { failed, objectOfId, quoted, type World } from "./request-world.ts";
import type { LayoutItem, RelatedList, RelatedPage } from "./shapes.ts";

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
  const columns = columnsOf(world, { parent: parent.value, child: child.value, list }, layout);
  const page = queryPage(world, child.value, {
    ...wish,
    columns: columns.map(({ field }) => field),
    where: [`${list.field} = ${quoted(id)}`],
  });
  if (!page.ok) return page;
  return { ok: true, value: { ...page.value, list, columns } };
}

/** The columns of the parent's layout where it names some, else those of the child's lists. */
function columnsOf(
  world: World,
  objects: {
    readonly parent: DescribedObject;
    readonly child: DescribedObject;
    readonly list: RelatedList;
  },
  layout: ObjectLayout,
): readonly LayoutItem[] {
  const { parent, child, list } = objects;
  const placed = world.app
    .relatedLists(parent.name)
    .find(({ object, field }) => object === list.object && (field ?? list.field) === list.field);
  const all = [...layout.listColumns, ...layout.otherColumns];
  const named = (placed?.columns ?? []).flatMap((column) => {
    const field = fieldOfColumn(child, column);
    return all.find((item) => item.field === field) ?? [];
  });
  return named.length > 0 ? named : layout.listColumns.filter(({ field }) => field !== list.field);
}
