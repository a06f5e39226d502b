import { methodNotAllowed, notFound } from "../api-error.ts";
import type { ObjectEntry } from "../schema/registry.ts";
import { type EmulatorAnswer, json } from "../wire.ts";
import type { Call } from "./call.ts";
import { visibleChildren, visibleObject } from "./visible.ts";

/**
 * What clients ask to draw a screen: `/tabs`, `/theme`, `/quickActions` and the layouts of objects, in the
 * shapes that jsforce types. The org has one layout for each object, in the order of its fields, no quick
 * actions and no colours of its own.
 */

/** Objects that people work with. */
function workingObjects({ org, dml }: Call): readonly ObjectEntry[] {
  return org.schema.objects.filter(
    (object) =>
      object.writable && object.platformEvent === undefined && dml.access.object(object.name).read,
  );
}

/** `GET /tabs`: one for each object that the user may read. */
export function tabs(call: Call): EmulatorAnswer {
  onlyGet(call);
  if (call.path.length > 1) throw notFound();
  const { instanceUrl } = call.org.settings;
  const list = workingObjects(call).map((object) => ({
    colors: [],
    custom: object.custom,
    iconUrl: null,
    icons: [],
    label: object.labelPlural,
    miniIconUrl: null,
    name: object.custom ? object.name : `standard-${object.name}`,
    sobjectName: object.name,
    url: `${instanceUrl}/lightning/o/${object.name}/list`,
  }));
  return json(200, list);
}

/** `GET /theme`: colours and icons that an org has chosen; null for objects that keep the standard ones. */
export function theme(call: Call): EmulatorAnswer {
  onlyGet(call);
  if (call.path.length > 1) throw notFound();
  const themeItems = workingObjects(call).map(({ name }) => ({ name, colors: null, icons: null }));
  return json(200, { themeItems });
}

/** `GET /quickActions`, and of one object: the org has none. */
export function quickActions(call: Call): EmulatorAnswer {
  onlyGet(call);
  if (call.path[0] === "quickActions" && call.path.length > 1) throw notFound();
  return json(200, []);
}

const LAYOUT_RESOURCES: ReadonlySet<string> = new Set([
  "approvalLayouts",
  "compactLayouts",
  "layouts",
  "quickActions",
]);

/** `/sobjects/X/describe/layouts`, `/compactLayouts` and `/approvalLayouts`; undefined: none of these. */
export function layoutAnswer(call: Call, object: ObjectEntry): EmulatorAnswer | undefined {
  const [, , first, second] = call.path;
  const resource: string = (first === "describe" ? second : first) ?? "";
  if (!LAYOUT_RESOURCES.has(resource)) return undefined;
  visibleObject(call, object.name);
  switch (resource) {
    case "approvalLayouts":
      onlyGet(call);
      return json(200, { approvalLayouts: [] });
    case "compactLayouts":
      onlyGet(call);
      return json(200, compactLayouts(object));
    case "layouts":
      onlyGet(call);
      return json(200, layouts(call, object));
    default:
      return quickActions(call);
  }
}

function onlyGet({ request }: Call): void {
  if (request.method !== "GET") throw methodNotAllowed(request.method, ["GET", "HEAD"]);
}

/** The one compact layout: the name of the record. */
function compactLayouts(object: ObjectEntry) {
  const named = object.fields.filter((field) => field.nameField);
  const fieldItems = named.map((field) => layoutItem(field.name, field.label, false));
  const layout = {
    actions: [],
    fieldItems,
    id: null,
    imageItems: [],
    label: "System Default",
    name: "SYSTEM",
    objectType: object.name,
  };
  return {
    compactLayouts: [layout],
    defaultCompactLayoutId: null,
    recordTypeCompactLayoutMappings: [],
    urls: {},
  };
}

const COLUMNS = 2;

/** The one page layout: every field in order, and a related list for each kind of children. */
function layouts(call: Call, object: ObjectEntry) {
  const { access } = call.dml;
  const fields = object.fields.filter(
    (field) => field.type !== "id" && access.canReadField(object.name, field),
  );
  const rows = Array.from({ length: Math.ceil(fields.length / COLUMNS) }, (_, row) => {
    const cells = fields.slice(row * COLUMNS, (row + 1) * COLUMNS);
    const layoutItems = cells.map((field) =>
      layoutItem(
        field.name,
        field.label,
        field.updateable && access.canEditField(object.name, field),
      ),
    );
    return { layoutItems, numItems: layoutItems.length };
  });
  const section = {
    collapsed: false,
    columns: COLUMNS,
    heading: `${object.label} Detail`,
    layoutRows: rows,
    layoutSectionId: null,
    rows: rows.length,
    tabOrder: "TopToBottom",
    useCollapsibleSection: false,
    useHeading: true,
  };
  const layout = {
    buttonLayoutSection: { detailButtons: [] },
    detailLayoutSections: [section],
    editLayoutSections: [section],
    feedView: null,
    highlightsPanelLayoutSection: null,
    id: null,
    multirowEditLayoutSections: [],
    offlineLinks: [],
    quickActionList: { quickActionListItems: [] },
    relatedContent: null,
    relatedLists: visibleChildren(call, object).flatMap(relatedList),
    saveOptions: [],
  };
  return { layouts: [layout], recordTypeMappings: [], recordTypeSelectorRequired: [false] };
}

/** One field's place. */
function layoutItem(name: string, label: string, isEditable: boolean) {
  const component = { displayLines: 1, tabOrder: 0, type: "Field", value: name };
  return {
    editableForNew: isEditable,
    editableForUpdate: isEditable,
    label,
    layoutComponents: [component],
    placeholder: false,
    required: false,
  };
}

/** A related list, for children that have a name on their parent. */
function relatedList(child: ObjectEntry["children"][number]) {
  if (child.relationshipName === null) return [];
  return [
    {
      accessLevelRequiredForCreate: null,
      buttons: [],
      columns: [],
      custom: false,
      field: child.field,
      label: child.relationshipName,
      limitRows: 0,
      name: child.relationshipName,
      sobject: child.childObject,
      sort: [],
    },
  ];
}
