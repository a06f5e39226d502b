import { extended, withRecordTypeField } from "./extend.ts";
import { withFeatures } from "./features.ts";
import { NO_FEATURES, type OrgFeatures } from "./options.ts";
import { CURRENCY_OBJECTS, STANDARD_OBJECTS } from "./standard/all.ts";
import { STAGES } from "./standard/opportunity.ts";
import type {
  ChildRelationship,
  DuplicateRule,
  FieldSchema,
  MatchingRule,
  ObjectSchema,
  OpportunityStage,
  OrgMetadata,
  ValidationRule,
} from "./types.ts";

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
  readonly features: OrgFeatures;
  readonly opportunityStages: readonly OpportunityStage[];
}

/**
 * The standard objects, extended by the metadata of an SFDX project and the org's features. Registries are
 * immutable; the same project, prefixes and features give the same one, so that many orgs are cheap.
 * @param keyPrefixOf gives a custom object its key prefix (`a00` …), the same one for ever.
 */
export function buildRegistry(
  metadata: OrgMetadata,
  keyPrefixOf: (objectName: string) => string,
  features: OrgFeatures = NO_FEATURES,
): SchemaRegistry {
  const prefixes = metadata.objects.map((each) => keyPrefixOf(each.name));
  const known = BUILT.get(metadata) ?? new Map<string, SchemaRegistry>();
  BUILT.set(metadata, known);
  const key = JSON.stringify([prefixes, features]);
  const built = known.get(key) ?? build(metadata, prefixes, features);
  known.set(key, built);
  return built;
}

/** What was built, for as long as anybody holds the metadata. */
const BUILT = new WeakMap<OrgMetadata, Map<string, SchemaRegistry>>();

function build(
  metadata: OrgMetadata,
  prefixes: readonly string[],
  features: OrgFeatures,
): SchemaRegistry {
  const currencyObjects = features.multiCurrency === null ? [] : CURRENCY_OBJECTS;
  const standard = [...STANDARD_OBJECTS, ...currencyObjects];
  const custom = metadata.objects.map((each, index) => ({
    ...each,
    keyPrefix: prefixes[index] ?? "",
  }));
  const contactFields = metadata.fields.get("Contact") ?? [];
  const schemas = [...standard, ...custom]
    .map((each) => extended(each, metadata))
    .map((each) => withRecordTypeField(withFeatures(each, features, contactFields)))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const childrenByParent = childrenOf(schemas);
  const objects = schemas.map((schema) => entryOf(schema, childrenByParent, metadata));
  const byName = new Map(
    objects.flatMap((each) => [
      [each.name, each] as const,
      [each.name.toLowerCase(), each] as const,
    ]),
  );
  const byPrefix = new Map(objects.map((each) => [each.keyPrefix, each]));
  return {
    objects,
    features,
    opportunityStages: metadata.standard.stages ?? STAGES,
    object: (name) => byName.get(name) ?? byName.get(name.toLowerCase()),
    objectOfId: (recordId) => byPrefix.get(recordId.slice(0, 3)),
  };
}

/** An object with its lookups prepared. */
function entryOf(
  schema: ObjectSchema,
  childrenByParent: ReadonlyMap<string, readonly ChildRelationship[]>,
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
    children: childrenByParent.get(schema.name) ?? [],
    validationRules: metadata.validationRules.get(schema.name) ?? [],
    duplicateRules: metadata.duplicateRules.filter((each) => each.object === schema.name),
    matchingRules: new Map(
      metadata.matchingRules
        .filter((each) => each.object === schema.name)
        .map((each) => [each.name, each]),
    ),
  };
}

/** All lookups, by the object they point to. */
function childrenOf(
  schemas: readonly ObjectSchema[],
): ReadonlyMap<string, readonly ChildRelationship[]> {
  const children = new Map<string, ChildRelationship[]>();
  for (const child of schemas) {
    for (const field of child.fields) {
      for (const parent of field.referenceTo) {
        const known = children.get(parent) ?? [];
        children.set(parent, known);
        known.push({
          childObject: child.name,
          field: field.name,
          lookup: field,
          relationshipName: field.childRelationshipName,
          cascadeDelete: field.cascadeDelete,
          restrictedDelete: field.restrictedDelete,
        });
      }
    }
  }
  return children;
}
