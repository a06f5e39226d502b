import { STANDARD_OBJECTS } from "../standard/all.ts";
import type { FieldSchema, OrgMetadata } from "../types.ts";
import { MetadataError } from "./xml.ts";

/**
 * What a deployment refuses although each file by itself is right: names of things that are not there, and
 * relationships that cannot be. Only the project's own names are judged: standard objects and fields that
 * this emulator lacks, and parts of other packages, may well exist in an org.
 */

interface Known {
  readonly field: (object: string, name: string) => FieldSchema | undefined;
  /** Whether the emulator has all there is of this object. */
  readonly isObject: (name: string) => boolean;
}

/** @throws MetadataError naming the file, the name in it that is missing, and where it belongs */
export function checkReferences(metadata: OrgMetadata): void {
  const known = namesOf(metadata);
  for (const [object, fields] of metadata.fields) {
    for (const field of fields) checkField(metadata, known, object, field);
    checkChildNames(object, metadata);
  }
  checkMasters(metadata);
  for (const [kind, sets] of [
    ["permissionsets", metadata.permissionSets],
    ["profiles", metadata.profiles],
  ] as const) {
    for (const set of sets) {
      const file = `${kind}/${set.name}.${kind.slice(0, -1)}-meta.xml`;
      for (const object of set.objects.keys()) mustBeObject(metadata, known, object, file);
      for (const field of set.fields.keys()) mustBeField(metadata, known, field, file);
    }
  }
  for (const [object, rules] of metadata.validationRules) {
    for (const { name, errorField } of rules) {
      if (errorField === null) continue;
      const file = `objects/${object}/validationRules/${name}.validationRule-meta.xml`;
      mustBeField(metadata, known, `${object}.${errorField}`, file);
    }
  }
  checkDuplicateRules(metadata, known);
}

function namesOf(metadata: OrgMetadata): Known {
  const fields = new Map<string, FieldSchema>();
  const objects = new Set<string>();
  const add = (object: string, field: FieldSchema) =>
    fields.set(`${object}.${field.name}`.toLowerCase(), field);
  for (const object of [...STANDARD_OBJECTS, ...metadata.objects]) {
    objects.add(object.name.toLowerCase());
    for (const field of object.fields) add(object.name, field);
  }
  for (const [object, own] of metadata.fields) for (const field of own) add(object, field);
  return {
    field: (object, name) => fields.get(`${object}.${name}`.toLowerCase()),
    isObject: (name) => objects.has(name.toLowerCase()),
  };
}

/** Whether a name can only be the project's: `Level__c` without a namespace, or with the project's. */
function isOwn({ namespace }: OrgMetadata, name: string): boolean {
  const parts = name.split("__");
  if (parts.at(-1) !== "c") return false;
  return parts.length === 2 || (parts.length === 3 && parts[0] === namespace);
}

function mustBeObject(metadata: OrgMetadata, known: Known, name: string, file: string): void {
  if (known.isObject(name) || !isOwn(metadata, name)) return;
  throw new MetadataError(file, `no CustomObject named ${name} found: ${ADVICE}`);
}

/** @param path `Account.Level__c` */
function mustBeField(metadata: OrgMetadata, known: Known, path: string, file: string): void {
  const [object = "", field = ""] = path.split(".");
  mustBeObject(metadata, known, object, file);
  const isJudged = known.isObject(object) && isOwn(metadata, field);
  if (!isJudged || known.field(object, field) !== undefined) return;
  throw new MetadataError(file, `no CustomField named ${path} found: ${ADVICE}`);
}

const ADVICE = "correct the name, or add it to the project";

const fileOf = (object: string, field: FieldSchema): string =>
  `objects/${object}/fields/${field.name}.field-meta.xml`;

function checkField(metadata: OrgMetadata, known: Known, object: string, field: FieldSchema): void {
  const file = fileOf(object, field);
  for (const target of field.referenceTo) mustBeObject(metadata, known, target, file);
  for (const { field: path } of field.lookupFilter?.criteria ?? []) {
    if (path.split(".").length === 2 && !path.startsWith("$")) {
      mustBeField(metadata, known, path, file);
    }
  }
  const { rollup } = field;
  if (rollup === null) return;
  const link = known.field(rollup.childObject, rollup.foreignKey);
  if (link?.custom === true && link.masterDetailOrder === null) {
    throw new MetadataError(
      file,
      `a roll-up follows master-detail relationships only, and ${rollup.childObject}.${rollup.foreignKey} is a lookup`,
    );
  }
  const source = known.field(rollup.childObject, rollup.summarizedField ?? "");
  const summable = rollup.operation === "sum" ? NUMBERS : [...NUMBERS, "date", "datetime"];
  if (rollup.operation === "count" || source === undefined || summable.includes(source.type))
    return;
  throw new MetadataError(
    file,
    `the operation ${rollup.operation} cannot be used on ${rollup.childObject}.${source.name}, whose type is ${source.type}`,
  );
}

const NUMBERS: readonly string[] = ["int", "double", "currency", "percent"];

/** Two lookups to one object need two names for their lists. */
function checkChildNames(object: string, metadata: OrgMetadata): void {
  const taken = new Set<string>();
  for (const field of metadata.fields.get(object) ?? []) {
    const name = field.childRelationshipName;
    if (field.type !== "reference" || name === null) continue;
    for (const target of field.referenceTo) {
      const key = `${target}.${name}`.toLowerCase();
      if (taken.has(key)) {
        const reason = `there is already a Child Relationship named ${name.replace(/__r$/, "")} on ${target}: give <relationshipName> another`;
        throw new MetadataError(fileOf(object, field), reason);
      }
      taken.add(key);
    }
  }
}

/** Levels of details below a master, and masters of one detail (D help: "Relationship Considerations"). */
const LEVELS_MAX = 3;
const MASTERS_MAX = 2;

function checkMasters(metadata: OrgMetadata): void {
  const mastersOf = (object: string): readonly FieldSchema[] =>
    (metadata.fields.get(object) ?? []).filter((field) => field.masterDetailOrder !== null);
  const walk = (object: string, field: FieldSchema, path: readonly string[]): void => {
    const [master = ""] = field.referenceTo;
    const file = fileOf(object, field);
    if (path.includes(master)) {
      const circle = [...path, master].join(" → ");
      throw new MetadataError(file, `a record cannot be its own master: ${circle}`);
    }
    if (path.length > LEVELS_MAX) {
      const reason = `details can be ${LEVELS_MAX} levels deep: ${[...path, master].join(" → ")}`;
      throw new MetadataError(file, reason);
    }
    for (const next of mastersOf(master)) walk(master, next, [...path, master]);
  };
  for (const object of metadata.fields.keys()) {
    const masters = mastersOf(object);
    const [first] = masters;
    if (first === undefined) continue;
    if (STANDARD_OBJECTS.some((each) => each.name === object)) {
      const reason = "a standard object cannot be the detail of a master: make it a lookup";
      throw new MetadataError(fileOf(object, first), reason);
    }
    if (masters.length > MASTERS_MAX) {
      const reason = `an object has at most ${MASTERS_MAX} masters`;
      throw new MetadataError(fileOf(object, masters.at(-1) ?? first), reason);
    }
    for (const field of masters) walk(object, field, [object]);
  }
}

function checkDuplicateRules(metadata: OrgMetadata, known: Known): void {
  for (const { object, name, matchingRules } of metadata.duplicateRules) {
    const missing = matchingRules.find(
      (rule) =>
        !rule.startsWith("Standard_") && !metadata.matchingRules.some((each) => each.name === rule),
    );
    if (missing === undefined) continue;
    const file = `duplicateRules/${object}.${name}.duplicateRule-meta.xml`;
    throw new MetadataError(file, `no MatchingRule named ${missing} found: ${ADVICE}`);
  }
  for (const { object, name, items } of metadata.matchingRules) {
    const file = `matchingRules/${object}.matchingRule-meta.xml (${name})`;
    for (const { field } of items) mustBeField(metadata, known, `${object}.${field}`, file);
  }
}
