import { createHash } from "node:crypto";
import { methodNotAllowed, notFound } from "../api-error.ts";
import {
  isSeen,
  MASTER_RECORD_TYPE,
  type RecordTypeInfo,
  recordTypesOf,
} from "../access/describe.ts";
import type { ObjectEntry } from "../schema/registry.ts";
import type { FieldSchema, FieldType } from "../schema/types.ts";
import { type EmulatorAnswer, json } from "../wire.ts";
import type { Call } from "./call.ts";
import { visibleChildren, visibleFields, visibleObject } from "./visible.ts";

/**
 * `GET /ui-api/object-info/{X}` and its picklist values (D, ui-api guide: ObjectInfo, PicklistValues):
 * what `lightning/uiObjectInfoApi` reads.
 */

const DATA_TYPES: Readonly<Partial<Record<FieldType, string>>> = {
  id: "Reference",
  reference: "Reference",
  textarea: "TextArea",
  datetime: "DateTime",
  multipicklist: "MultiPicklist",
};

/** The name of a type in the UI API: that of describe with a capital, mostly. */
const dataTypeOf = (type: FieldType): string =>
  DATA_TYPES[type] ?? type.charAt(0).toUpperCase() + type.slice(1);

/** All addresses below `object-info`. */
export function objectInfo(call: Call): EmulatorAnswer {
  const { method } = call.request;
  if (method !== "GET") throw methodNotAllowed(method, ["GET", "HEAD"]);
  const [, , objectName, resource, recordTypeId, fieldName, ...rest] = call.path;
  if (objectName === undefined) return json(200, objectList(call));
  const object = visibleObject(call, objectName);
  if (resource === undefined) return json(200, infoOf(call, object));
  if (resource !== "picklist-values" || recordTypeId === undefined || rest.length > 0) {
    throw notFound();
  }
  if (fieldName === undefined) {
    const fields = visibleFields(call, object).filter((field) => field.picklist.length > 0);
    const url = `${call.base}/ui-api/object-info/${object.name}/picklist-values/${recordTypeId}`;
    const values = fields.map((field) => [field.name, picklistOf(field, `${url}/${field.name}`)]);
    const picklistFieldValues: unknown = Object.fromEntries(values);
    return json(200, { eTag: tagOf(picklistFieldValues), picklistFieldValues });
  }
  const field = visibleFields(call, object).find(
    (each) => each.name.toLowerCase() === fieldName.toLowerCase(),
  );
  if (field === undefined || field.picklist.length === 0) throw notFound();
  const url = `${call.base}/${call.path.join("/")}`;
  return json(200, picklistOf(field, url));
}

const tagOf = (value: unknown): string =>
  createHash("md5").update(JSON.stringify(value)).digest("hex");

/** Every object that the user may read. */
function objectList(call: Call) {
  const objects = call.org.schema.objects
    .filter((object) => call.dml.access.object(object.name).read)
    .map((object) => {
      const { name, label, labelPlural, keyPrefix } = object;
      return [
        name,
        {
          apiName: name,
          keyPrefix,
          label,
          labelPlural,
          nameFields: nameFieldsOf(object),
          objectInfoUrl: `${call.base}/ui-api/object-info/${name}`,
        },
      ] as const;
    });
  const byName = Object.fromEntries(objects);
  return { eTag: tagOf(byName), objects: byName };
}

const nameFieldsOf = (object: ObjectEntry): readonly string[] =>
  object.fields.filter((field) => field.nameField).map((field) => field.name);

/** Everything about one object. */
function infoOf(call: Call, object: ObjectEntry) {
  const may = call.dml.access.object(object.name);
  const fields = visibleFields(call, object).map(
    (field) => [field.name, fieldInfo(call, object, field)] as const,
  );
  const types = recordTypesOf(object);
  const info = {
    apiName: object.name,
    associateEntityType: null,
    associateParentField: null,
    childRelationships: visibleChildren(call, object).map((child) => ({
      childObjectApiName: child.childObject,
      fieldName: child.field,
      junctionIdListNames: [],
      junctionReferenceTo: [],
      relationshipName: child.relationshipName,
    })),
    compactLayoutable: true,
    createable: object.writable && may.create,
    custom: object.custom,
    defaultRecordTypeId:
      types.find((each) => each.defaultRecordTypeMapping)?.recordTypeId ?? MASTER_RECORD_TYPE,
    deletable: object.writable && may.delete,
    dependentFields: {},
    feedEnabled: false,
    fields: Object.fromEntries(fields),
    keyPrefix: object.keyPrefix,
    label: object.label,
    labelPlural: object.labelPlural,
    layoutable: true,
    mruEnabled: true,
    nameFields: nameFieldsOf(object),
    queryable: true,
    recordTypeInfos: Object.fromEntries(
      types.map((each) => [each.recordTypeId, recordTypeShape(each)]),
    ),
    searchable: object.writable,
    searchLayoutable: true,
    themeInfo: null,
    updateable: object.writable && may.edit,
  };
  return { eTag: tagOf(info), ...info };
}

/** A record type in the UI API's own form, shorter than that of describe. */
export function recordTypeShape(type: RecordTypeInfo) {
  const { available, defaultRecordTypeMapping, master, name, recordTypeId } = type;
  return { available, defaultRecordTypeMapping, master, name, recordTypeId };
}

/** Everything about one field. */
function fieldInfo(call: Call, object: ObjectEntry, field: FieldSchema) {
  const isEditable = call.dml.access.canEditField(object.name, field);
  return {
    apiName: field.name,
    calculated: field.formula !== null || field.rollup !== null,
    compound: field.type === "address",
    compoundComponentName: null,
    compoundFieldName: field.compound,
    controllerName: field.controllingField,
    controllingFields: field.controllingField === null ? [] : [field.controllingField],
    createable: field.createable && isEditable,
    custom: field.custom,
    dataType: dataTypeOf(field.type),
    defaultValue: field.defaultValue ?? null,
    defaultedOnCreate: field.defaultValue !== undefined,
    digits: field.type === "int" ? field.precision : 0,
    externalId: field.externalId,
    extraTypeInfo: field.extraTypeInfo,
    filterable: field.type !== "address",
    filteredLookupInfo: null,
    highScaleNumber: false,
    htmlFormatted: field.html,
    inlineHelpText: field.helpText,
    label: field.label,
    length: field.length,
    maskType: field.maskType,
    nameField: field.nameField,
    polymorphicForeignKey: field.referenceTo.length > 1,
    precision: field.precision,
    reference: field.type === "reference",
    referenceTargetField: null,
    referenceToInfos: field.referenceTo.flatMap((name) => {
      const target = call.org.schema.object(name);
      const isUnseen = target === undefined || !isSeen(target, call.dml.access);
      return isUnseen ? [] : [{ apiName: name, nameFields: nameFieldsOf(target) }];
    }),
    relationshipName: field.relationshipName,
    required: !field.nillable && field.createable && field.type !== "boolean",
    scale: field.scale,
    searchPrefilterable: false,
    sortable: field.type !== "address",
    unique: field.unique,
    updateable: field.updateable && isEditable,
  };
}

/** The active values of a picklist; values of all record types are the same here. */
function picklistOf(field: FieldSchema, url: string) {
  const active = field.picklist.filter((each) => each.active);
  const shown = active.map(({ label, value }) => ({
    attributes: null,
    label,
    validFor: [],
    value,
  }));
  const first = active.findIndex((each) => each.isDefault || each.value === field.defaultValue);
  const body = { controllerValues: {}, defaultValue: shown[first] ?? null, url, values: shown };
  return { eTag: tagOf(body), ...body };
}
