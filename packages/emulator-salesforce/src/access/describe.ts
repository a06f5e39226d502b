import type { Access } from "./access.ts";
import { setupId } from "./setup-ids.ts";
import type { DescribedField } from "../page-host.ts";
import { describeField } from "../schema/describe-field.ts";
import type { ObjectEntry, SchemaRegistry } from "../schema/registry.ts";

/**
 * Answers of the describe calls, in the shape that jsforce types (S1.6), as one user sees the org: what a
 * user may not read is not there, what a user may not change is neither createable nor updateable.
 */

/** What the API can do with an object's records, the user's rights applied. */
function operationsOf(object: ObjectEntry, access: Access) {
  const { operations, writable } = object;
  const rights = access.object(object.name);
  const isStored = object.fields.some((each) => each.name === "IsDeleted");
  return {
    createable: (operations?.create ?? writable) && rights.create,
    updateable: (operations?.update ?? writable) && rights.edit,
    deletable: (operations?.delete ?? writable) && rights.delete,
    undeletable: (operations?.undelete ?? (writable && isStored)) && rights.delete,
    queryable: operations?.query ?? true,
    replicateable: operations?.replicate ?? true,
    searchable: operations?.search ?? (writable && isStored),
  };
}

/** One object as the global describe lists it. */
function describeSummary(object: ObjectEntry, base: string, access: Access) {
  const url = `${base}/sobjects/${object.name}`;
  const isRecord = object.writable && (object.kind ?? "record") === "record";
  const can = operationsOf(object, access);
  return {
    activateable: false,
    associateEntityType: null,
    associateParentEntity: null,
    createable: can.createable,
    custom: object.custom,
    customSetting: object.kind === "customSetting",
    deepCloneable: false,
    deletable: can.deletable,
    deprecatedAndHidden: false,
    feedEnabled: false,
    hasSubtypes: false,
    isInterface: false,
    isSubtype: false,
    keyPrefix: object.keyPrefix,
    label: object.label,
    labelPlural: object.labelPlural,
    layoutable: isRecord,
    mergeable: (object.mergeable ?? false) && can.updateable,
    mruEnabled: isRecord,
    name: object.name,
    queryable: can.queryable,
    replicateable: can.replicateable,
    retrieveable: can.queryable,
    searchable: can.searchable,
    triggerable: object.writable,
    undeletable: can.undeletable,
    updateable: can.updateable,
    urls: urlsOf(object, url, isRecord),
  };
}

/** Addresses of what else can be asked of the object. */
function urlsOf(object: ObjectEntry, url: string, isRecord: boolean): Record<string, string> {
  return {
    sobject: url,
    describe: `${url}/describe`,
    rowTemplate: `${url}/{ID}`,
    ...(object.kind === "event" ? { eventSchema: `${url}/eventSchema` } : {}),
    ...(isRecord ? { layouts: `${url}/describe/layouts` } : {}),
  };
}

/** `GET /sobjects`: the objects that the user may read. `base` is `/services/data/vNN.N`. */
export function describeGlobal(schema: SchemaRegistry, base: string, access: Access) {
  return {
    encoding: "UTF-8",
    maxBatchSize: 200,
    sobjects: schema.objects
      .filter((object) => isSeen(object, access))
      .map((object) => describeSummary(object, base, access)),
  };
}

/** Events are seen by those who may publish them, all else by those who may read it. */
export function isSeen(object: ObjectEntry, access: Access): boolean {
  const rights = access.object(object.name);
  return rights.read || (object.kind === "event" && rights.create);
}

/** `GET /sobjects/X`: what the object is. Which rows the user saw last is for the caller to say. */
export function describeBasic(object: ObjectEntry, base: string, access: Access) {
  return { objectDescribe: describeSummary(object, base, access) };
}

/** `GET /sobjects/X/describe`. */
export function describeObject(object: ObjectEntry, base: string, access: Access) {
  const summary = describeSummary(object, base, access);
  const { labelPlural } = object;
  return {
    ...summary,
    actionOverrides: [],
    childRelationships: childrenSeen(object, access),
    compactLayoutable: summary.layoutable,
    defaultImplementation: null,
    extendedBy: null,
    extendsInterfaces: null,
    fields: object.fields
      .filter((field) => access.canReadField(object.name, field))
      .map((field): DescribedField & Record<string, unknown> => {
        const mayEdit = access.canEditField(object.name, field);
        return {
          ...describeField(field, object),
          createable: field.createable && mayEdit && access.object(object.name).create,
          updateable: field.updateable && mayEdit && access.object(object.name).edit,
        };
      }),
    implementedBy: null,
    implementsInterfaces: null,
    listviewable: null,
    lookupLayoutable: null,
    namedLayoutInfos: [],
    networkScopeFieldName: null,
    recordTypeInfos: recordTypesOf(object).map((each) => ({
      ...each,
      urls: { layout: `${summary.urls["sobject"] ?? ""}/describe/layouts/${each.recordTypeId}` },
    })),
    searchLayoutable: summary.layoutable,
    sobjectDescribeOption: "FULL",
    supportedScopes: [
      { label: `All ${labelPlural.toLowerCase()}`, name: "everything" },
      ...(object.fields.some((each) => each.name === "OwnerId")
        ? [{ label: `My ${labelPlural.toLowerCase()}`, name: "mine" }]
        : []),
    ],
  };
}

/** The children whose object and lookup the user may read. */
function childrenSeen(object: ObjectEntry, access: Access) {
  return object.children
    .filter(
      ({ childObject, lookup }) =>
        access.object(childObject).read && access.canReadField(childObject, lookup),
    )
    .map((child) => ({
      cascadeDelete: child.cascadeDelete,
      childSObject: child.childObject,
      deprecatedAndHidden: false,
      field: child.field,
      junctionIdListNames: [],
      junctionReferenceTo: [],
      relationshipName: child.relationshipName,
      restrictedDelete: child.restrictedDelete,
    }));
}

/** The id of the master record type, the same in every org (D: object reference, RecordType). */
export const MASTER_RECORD_TYPE = "012000000000000AAA";

/** A record type as describe and the UI API tell of it. */
export interface RecordTypeInfo {
  readonly active: boolean;
  /** Whether users may give it to records. */
  readonly available: boolean;
  /** Whether new records have it that name none. */
  readonly defaultRecordTypeMapping: boolean;
  readonly developerName: string;
  readonly master: boolean;
  readonly name: string;
  readonly recordTypeId: string;
}

/** The record types of an object; every record-like object has the master one, which comes last. */
export function recordTypesOf(object: ObjectEntry): readonly RecordTypeInfo[] {
  if (!object.writable || (object.kind ?? "record") !== "record") return [];
  const own = object.recordTypes ?? [];
  const first = own.find((each) => each.active)?.developerName;
  return [
    ...own.map(({ developerName, label, active }) => ({
      active,
      available: active,
      defaultRecordTypeMapping: developerName === first,
      developerName,
      master: false,
      name: label,
      recordTypeId: setupId("012", `${object.name}.${developerName}`),
    })),
    {
      active: true,
      available: true,
      defaultRecordTypeMapping: first === undefined,
      developerName: "Master",
      master: true,
      name: "Master",
      recordTypeId: MASTER_RECORD_TYPE,
    },
  ];
}
