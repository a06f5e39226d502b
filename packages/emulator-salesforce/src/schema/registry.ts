import { account, contact } from "./standard/account.ts";
import { opportunity, organization, user } from "./standard/org.ts";
import { pricebook2, pricebookEntry, product2 } from "./standard/product.ts";
import type {
  ChildRelationship,
  DuplicateRule,
  FieldSchema,
  MatchingRule,
  ObjectSchema,
  OrgMetadata,
  ValidationRule,
} from "./types.ts";

/** What every org has. */
export const STANDARD_OBJECTS: readonly ObjectSchema[] = [
  account,
  contact,
  opportunity,
  organization,
  pricebook2,
  pricebookEntry,
  product2,
  user,
];

/** An object with its lookups by name. API names are not case-sensitive in Salesforce. */
export interface ObjectEntry extends ObjectSchema {
  field(name: string): FieldSchema | undefined;
  /** The lookup field whose parent has this name, for example `Owner` → `OwnerId`. */
  parent(relationshipName: string): FieldSchema | undefined;
  readonly children: readonly ChildRelationship[];
  readonly validationRules: readonly ValidationRule[];
  readonly duplicateRules: readonly DuplicateRule[];
  /** By name. */
  readonly matchingRules: ReadonlyMap<string, MatchingRule>;
}

/** All objects of the org. Names are found whatever their case. */
export interface SchemaRegistry {
  readonly objects: readonly ObjectEntry[];
  object(name: string): ObjectEntry | undefined;
  objectOfId(recordId: string): ObjectEntry | undefined;
}

/**
 * The standard objects, extended by the metadata of an SFDX project.
 * @param keyPrefixOf gives a custom object its key prefix (`a00` …), the same one for ever.
 */
export function buildRegistry(
  metadata: OrgMetadata,
  keyPrefixOf: (objectName: string) => string,
): SchemaRegistry {
  const custom = metadata.objects.map((each) => ({ ...each, keyPrefix: keyPrefixOf(each.name) }));
  const schemas = [...STANDARD_OBJECTS, ...custom].map((each) => ({
    ...each,
    fields: [...each.fields, ...(metadata.fields.get(each.name) ?? [])],
  }));
  const objects = schemas.map((schema) => entryOf(schema, schemas, metadata));
  const byName = new Map(objects.map((each) => [each.name.toLowerCase(), each]));
  const byPrefix = new Map(objects.map((each) => [each.keyPrefix, each]));
  return {
    objects,
    object: (name) => byName.get(name.toLowerCase()),
    objectOfId: (recordId) => byPrefix.get(recordId.slice(0, 3)),
  };
}

/** An object with its lookups prepared; `all` is searched for its children. */
function entryOf(
  schema: ObjectSchema,
  all: readonly ObjectSchema[],
  metadata: OrgMetadata,
): ObjectEntry {
  const byName = new Map(schema.fields.map((each) => [each.name.toLowerCase(), each]));
  const parents = new Map(
    schema.fields.flatMap((each) =>
      each.relationshipName === null ? [] : [[each.relationshipName.toLowerCase(), each] as const],
    ),
  );
  return {
    ...schema,
    field: (name) => byName.get(name.toLowerCase()),
    parent: (name) => parents.get(name.toLowerCase()),
    children: all.flatMap((child) => childrenOf(child, schema.name)),
    validationRules: metadata.validationRules.get(schema.name) ?? [],
    duplicateRules: metadata.duplicateRules.filter((each) => each.object === schema.name),
    matchingRules: new Map(
      metadata.matchingRules
        .filter((each) => each.object === schema.name)
        .map((each) => [each.name, each]),
    ),
  };
}

/** The lookups by which one object points to another. */
function childrenOf(child: ObjectSchema, parentName: string): readonly ChildRelationship[] {
  return child.fields
    .filter((each) => each.referenceTo.includes(parentName))
    .map((each) => ({
      childObject: child.name,
      field: each.name,
      relationshipName: each.childRelationshipName,
      cascadeDelete: each.cascadeDelete,
    }));
}
