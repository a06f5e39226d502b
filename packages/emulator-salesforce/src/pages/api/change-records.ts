/** Creating, changing and deleting records from pages, by the org's own rules. */
import type { DescribedObject, PageResult, SaveOptions } from "../../page-host.ts";
import { LIST_PRICE } from "../layout/descriptors.ts";
import { writeListPrice } from "../record/list-price.ts";
import type { World } from "./request-world.ts";

export type Values = Readonly<Record<string, unknown>>;

/** The values of the row, and the price that stands in another one. */
interface Split {
  readonly row: Values;
  /** Undefined when the price stays as it is. */
  readonly price: number | null | undefined;
}

function splitPrice(object: DescribedObject, values: Values): Split {
  if (object.name !== "Product2" || !(LIST_PRICE in values)) {
    return { row: values, price: undefined };
  }
  const { [LIST_PRICE]: price, ...row } = values;
  return { row, price: typeof price === "number" ? price : null };
}

/** An error about the price row belongs to the price's place on the page. */
function savePrice(world: World, id: string, price: number | null): PageResult<null> {
  const saved = writeListPrice(world.org, id, price);
  if (saved.ok) return saved;
  const errors = saved.errors.map((error) => ({ ...error, fields: [LIST_PRICE] }));
  return { ...saved, errors };
}

export function createRecord(
  world: World,
  object: DescribedObject,
  values: Values,
  options: SaveOptions,
): PageResult<{ readonly id: string }> {
  const { row, price } = splitPrice(object, values);
  return world.org.together(() => {
    const made = world.org.create(object.name, row, options);
    if (!made.ok || typeof price !== "number") return made;
    const priced = savePrice(world, made.value.id, price);
    return priced.ok ? made : priced;
  });
}

export function updateRecord(
  world: World,
  { object, id }: { readonly object: DescribedObject; readonly id: string },
  values: Values,
  options: SaveOptions,
): PageResult<null> {
  const { row, price } = splitPrice(object, values);
  return world.org.together(() => {
    const isRowTouched = Object.keys(row).length > 0;
    const saved: PageResult<null> = isRowTouched
      ? world.org.update(object.name, id, row, options)
      : { ok: true, value: null };
    if (!saved.ok || price === undefined) return saved;
    return savePrice(world, id, price);
  });
}
