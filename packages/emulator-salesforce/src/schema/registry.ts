import { STANDARD_OBJECTS } from "./standard/all.ts";
import { RECORD_TYPE_FIELD } from "./metadata/object.ts";
import type {
  ChildRelationship,
  DuplicateRule,
  FieldSchema,
  MatchingRule,
  ObjectSchema,
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
  const schemas = [...STANDARD_OBJECTS, ...custom].map((each) => extended(each, metadata));
  const objects = schemas.map((schema) => entryOf(schema, schemas, metadata));
  const byName = new Map(objects.map((each) => [each.name.toLowerCase(), each]));
  const byPrefix = new Map(objects.map((each) => [each.keyPrefix, each]));
  return {
    objects,
    object: (name) => byName.get(name.toLowerCase()),
    objectOfId: (recordId) => byPrefix.get(recordId.slice(0, 3)),
  };
}

/** An object with what the project adds to it and changes of it. */
function extended(schema: ObjectSchema, metadata: OrgMetadata): ObjectSchema {
  const added = metadata.fields.get(schema.name) ?? [];
  const recordTypes = metadata.recordTypes.get(schema.name) ?? [];
  return {
    ...schema,
    recordTypes,
    fields: [
      ...schema.fields.map((each) => changedField(schema, each, metadata)),
      ...(recordTypes.length === 0 || schema.fields.some((each) => each.name === "RecordTypeId")
        ? []
        : [RECORD_TYPE_FIELD]),
      ...added,
    ],
  };
}

/** A standard field with the project's own values, help text or demand for a value. */
function changedField(
  schema: ObjectSchema,
  field: FieldSchema,
  metadata: OrgMetadata,
): FieldSchema {
  const { fields, valueSets } = metadata.standard;
  if (fields.size === 0 && valueSets.size === 0) return field;
  const own = fields.get(`${schema.name}.${field.name}`);
  const picklist = valueSets.get(VALUE_SETS[`${schema.name}.${field.name}`] ?? "");
  const first = picklist?.find((each) => each.isDefault && each.active)?.value;
  return {
    ...field,
    ...(picklist === undefined ? {} : { picklist }),
    ...(first === undefined ? {} : { defaultValue: first }),
    ...own,
  };
}

/** The value sets of standard picklists (D: Metadata API, "StandardValueSet Names and Standard Picklist Fields"). */
const VALUE_SETS: Readonly<Record<string, string>> = {
  "Account.AccountSource": "LeadSource",
  "Account.Industry": "Industry",
  "Account.Ownership": "AccountOwnership",
  "Account.Rating": "AccountRating",
  "Account.Type": "AccountType",
  "Case.Origin": "CaseOrigin",
  "Case.Priority": "CasePriority",
  "Case.Reason": "CaseReason",
  "Case.Status": "CaseStatus",
  "Case.Type": "CaseType",
  "Contact.LeadSource": "LeadSource",
  "Contact.Salutation": "Salutation",
  "Lead.Industry": "Industry",
  "Lead.LeadSource": "LeadSource",
  "Lead.Rating": "AccountRating",
  "Lead.Salutation": "Salutation",
  "Lead.Status": "LeadStatus",
  "Opportunity.LeadSource": "LeadSource",
  "Opportunity.StageName": "OpportunityStage",
  "Opportunity.Type": "OpportunityType",
  "Order.Status": "OrderStatus",
  "Order.Type": "OrderType",
  "Product2.Family": "Product2Family",
  "Product2.QuantityUnitOfMeasure": "QuantityUnitOfMeasure",
  "Quote.Status": "QuoteStatus",
  "Task.Priority": "TaskPriority",
  "Task.Status": "TaskStatus",
};

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
      restrictedDelete: each.restrictedDelete,
    }));
}
