/** An object as pages need it: its fields, its layout, its lists of children. */
import type { DescribedObject, PageResult } from "../../page-host.ts";
import { fieldInfo } from "../layout/field-info.ts";
import { iconOf } from "../layout/icons.ts";
import { LAYOUTS, LIST_PRICE, LIST_PRICE_LABEL } from "../layout/descriptors.ts";
import { columnsOfView } from "../layout/list-view.ts";
import type { PlacedList } from "../layout/layout-metadata.ts";
import { layoutOf } from "../layout/object-layout.ts";
import { nameFieldOf, type World } from "./request-world.ts";
import { LINE_OBJECTS, SELLING_OBJECTS } from "./add-products.ts";
import type { FieldInfo, ListViewInfo, ObjectInfo, RelatedList } from "./shapes.ts";

/** What Lightning Experience calls a related list where it is not the plural of the object. */
const LIST_LABELS: Readonly<Record<string, string>> = {
  OpportunityLineItem: "Products",
  OrderItem: "Order Products",
  QuoteLineItem: "Quote Line Items",
};

/** Lists that hang on nearly every record and say little: who made it, who owns it. */
const UNRELATED_FIELDS = new Set(["CreatedById", "LastModifiedById", "OwnerId"]);

const LIST_PRICE_FIELD: FieldInfo = {
  name: LIST_PRICE,
  label: LIST_PRICE_LABEL,
  type: "currency",
  length: 0,
  precision: 18,
  scale: 2,
  required: false,
  createable: true,
  updateable: true,
  sortable: false,
  isName: false,
  helpText: null,
  options: [],
  defaultValue: null,
  referenceTo: [],
  address: null,
};

export function objectInfo(world: World, objectName: string): PageResult<ObjectInfo> {
  const described = world.describe(objectName);
  if (!described.ok) return described;
  const object = described.value;
  const fields = object.fields.map((field) => [field.name, fieldInfo(object, field)] as const);
  if (object.name === "Product2") fields.push([LIST_PRICE, LIST_PRICE_FIELD]);
  return {
    ok: true,
    value: {
      name: object.name,
      label: object.label,
      labelPlural: object.labelPlural,
      icon: iconOf(object.name),
      nameField: nameFieldOf(object),
      canCreate: object.createable,
      offersNew: object.createable && world.app.offersNew(object.name),
      canEdit: object.updateable,
      canDelete: object.deletable,
      canMerge: object.mergeable,
      fields: Object.fromEntries(fields),
      ...layoutOf(object, world.app.layout(object.name)),
      listViews: [...listViewsOf(object), ...ownViews(world, object)],
      related: relatedLists(world, object),
    },
  };
}

/** The views that a new org has; their ids are the `filterName` of an address. */
export function listViewsOf({ name, labelPlural }: DescribedObject): ListViewInfo[] {
  const plural = name.endsWith("__c") ? "" : `${name}s`;
  return [
    { id: `All${plural}`, label: `All ${labelPlural}` },
    { id: `My${plural}`, label: `My ${labelPlural}` },
    { id: `NewThisWeek${plural}`, label: "New This Week" },
    { id: "__Recent", label: "Recently Viewed" },
  ];
}

/** The project's own views, after those of every org. */
function ownViews({ app }: World, object: DescribedObject): ListViewInfo[] {
  return app.listViews(object.name).map((view) => ({
    id: view.id,
    label: view.label ?? view.id,
    columns: columnsOfView(object, view),
  }));
}

/** Lists of children: standard objects in the order of their layouts, then custom ones. */
export function relatedLists(world: World, object: DescribedObject): RelatedList[] {
  const known = Object.keys(LAYOUTS);
  const rank = (list: RelatedList): number => {
    if (list.object === object.name) return known.length;
    const place = known.indexOf(list.object);
    return place < 0 ? known.length + 1 : place;
  };
  const lists = childLists(world, object);
  const placed = world.app.relatedLists(object.name);
  // A layout that places lists places all that it wants to show.
  if (placed.length > 0) return placed.flatMap((place) => placedList(lists, place) ?? []);
  // A list that no layout places has no buttons of its own: it offers what lists of the object do.
  return lists
    .map((list) => offering(list, world.app.offersNew(list.object)))
    .sort((a, b) => rank(a) - rank(b));
}

function placedList(lists: readonly RelatedList[], place: PlacedList): RelatedList | undefined {
  const found = lists.find(
    ({ object, field }) =>
      object === place.object && (place.field === null || field === place.field),
  );
  return found === undefined ? undefined : offering(found, place.offersNew);
}

const offering = (list: RelatedList, offersNew: boolean): RelatedList => ({
  ...list,
  canCreate: list.canCreate && offersNew,
});

function childLists(world: World, object: DescribedObject): RelatedList[] {
  return object.childRelationships.flatMap((child): RelatedList[] => {
    const { relationshipName, childSObject, field } = child;
    if (relationshipName === null || UNRELATED_FIELDS.has(field)) return [];
    const described = world.describe(childSObject);
    if (!described.ok || !described.value.queryable || !described.value.layoutable) return [];
    const lookup = described.value.fields.find((each) => each.name === field);
    if (lookup === undefined) return [];
    const isItself = childSObject === object.name;
    return [
      {
        relationship: relationshipName,
        label: isItself
          ? `Child ${described.value.labelPlural}`
          : (LIST_LABELS[childSObject] ?? described.value.labelPlural),
        object: childSObject,
        field,
        icon: iconOf(childSObject),
        objectLabel: described.value.label,
        canCreate: described.value.createable && lookup.createable,
        isOfProducts: LINE_OBJECTS.has(childSObject) && SELLING_OBJECTS.has(object.name),
      },
    ];
  });
}
