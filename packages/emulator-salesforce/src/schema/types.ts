/** What the org knows of its objects: the same for standard objects and for those of an SFDX project. */

/** Types by the names that describe uses. */
export type FieldType =
  | "id"
  | "string"
  | "textarea"
  | "email"
  | "phone"
  | "url"
  | "boolean"
  | "int"
  | "double"
  | "currency"
  | "percent"
  | "date"
  | "datetime"
  | "time"
  | "picklist"
  | "multipicklist"
  | "reference"
  | "address"
  | "location"
  | "encryptedstring";

/** One value of a picklist; `label` is what people see. */
export interface PicklistValue {
  readonly value: string;
  readonly label: string;
  readonly active: boolean;
  readonly isDefault: boolean;
  /** The controlling values under which people may choose it; absent: the field is independent. */
  readonly controlledBy?: readonly string[];
}

/** A roll-up summary: an aggregate of child rows, kept on the parent of a master-detail field. */
export interface Rollup {
  readonly operation: "count" | "sum" | "min" | "max";
  readonly childObject: string;
  /** The master-detail field of the child. */
  readonly foreignKey: string;
  /** The child's field; null for a count. */
  readonly summarizedField: string | null;
  readonly filters: readonly RuleCriterion[];
}

/** One line of a filter in metadata: `field`, operation such as `equals`, value as text. */
export interface RuleCriterion {
  readonly field: string;
  readonly operation: string;
  readonly value: string;
}

/** Which parents a lookup accepts. Criteria compare with a literal or with a field (`valueField`). */
export interface LookupFilter {
  readonly criteria: readonly (RuleCriterion & { readonly valueField: string | null })[];
  /** `1 AND (2 OR 3)`; null joins all by AND. */
  readonly logic: string | null;
  /** An optional filter guides people only; a required one is enforced. */
  readonly required: boolean;
  readonly message: string;
}

export interface FieldSchema {
  readonly name: string;
  readonly label: string;
  readonly type: FieldType;
  /** Characters; 0 for types without a length. */
  readonly length: number;
  /** Digits in all and after the point, for numbers; 0 otherwise. */
  readonly precision: number;
  readonly scale: number;
  readonly nillable: boolean;
  readonly createable: boolean;
  readonly updateable: boolean;
  /** The value of a new record that does not give one. `undefined`: null. */
  readonly defaultValue?: string | number | boolean;
  readonly externalId: boolean;
  readonly unique: boolean;
  readonly caseSensitive: boolean;
  readonly picklist: readonly PicklistValue[];
  readonly restrictedPicklist: boolean;
  readonly referenceTo: readonly string[];
  /** The name of the parent in SOQL and in bodies, for example `Owner`. */
  readonly relationshipName: string | null;
  /** The name of the list of children on the parent, for example `Contacts`. */
  readonly childRelationshipName: string | null;
  readonly cascadeDelete: boolean;
  /** Whether a parent cannot be deleted while this lookup points to it. */
  readonly restrictedDelete: boolean;
  /** For a master-detail field its rank among the object's (0 or 1); null for other fields. */
  readonly masterDetailOrder: number | null;
  /** Whether a master-detail child may change its parent. Lookups always may. */
  readonly reparentable: boolean;
  /** Whether reading the master is enough to change the detail. */
  readonly writeRequiresMasterRead: boolean;
  readonly lookupFilter: LookupFilter | null;
  /** The picklist or checkbox on which the offered values depend. The API does not enforce it. */
  readonly controllingField: string | null;
  /** The compound field this one is a part of, for example `BillingAddress`. */
  readonly compound: string | null;
  readonly nameField: boolean;
  readonly custom: boolean;
  /** The display format of an auto number, for example `INV-{00000}`; null for other fields. */
  readonly autoNumber: string | null;
  /** The formula that computes it at each read; null for stored fields. */
  readonly formula: string | null;
  /** Whether an empty number counts as 0 in the formula. */
  readonly formulaBlanksAsZero: boolean;
  /** The formula that gives a new record's value; `defaultValue` is the literal kind. */
  readonly defaultFormula: string | null;
  readonly rollup: Rollup | null;
  /** Text with markup: `describe` calls it `htmlFormatted`. */
  readonly html: boolean;
  readonly helpText: string | null;
  /** `plaintextarea`, `richtextarea`, `personname` and the like, as describe names them. */
  readonly extraTypeInfo: string | null;
  /** How an encrypted text is shown to those who may not decrypt it: `all`, `lastFour`, … */
  readonly maskType: string | null;
  /** Whether upsert takes it as a key although it is no external id, as Contact's and Lead's e-mail. */
  readonly idLookup: boolean;
  /** Whether field-level security can hide it: not names, ids, system and required fields. */
  readonly permissionable: boolean;
  /** Whether change events carry it: not formulas, `Id`, `IsDeleted`, `SystemModstamp` (S2.1). */
  readonly inChangeEvents: boolean;
}

/** What an object is: a table, or one of the platform's other things with fields. */
export type ObjectKind = "record" | "event" | "customMetadata" | "customSetting";

/** A kind of record of one object, with an id of its own in `RecordTypeId`. */
export interface RecordType {
  readonly developerName: string;
  readonly label: string;
  readonly description: string | null;
  readonly active: boolean;
}

export interface ObjectSchema {
  readonly name: string;
  readonly label: string;
  readonly labelPlural: string;
  readonly keyPrefix: string;
  readonly custom: boolean;
  /** Whether the API may create, update and delete rows. */
  readonly writable: boolean;
  /** Whether the org can capture its changes (S2.1). */
  readonly changeEvents: boolean;
  /** Set for platform events (`X__e`): their rows are published, never stored. */
  readonly platformEvent?: PlatformEventSchema;
  readonly fields: readonly FieldSchema[];
  /** Absent: `record`. */
  readonly kind?: ObjectKind;
  /** Refines `writable` where an object may be changed in some ways only. */
  readonly operations?: Partial<ObjectOperations>;
  /** Whether its records can be merged; of the platform's four such objects this org has two. */
  readonly mergeable?: boolean;
  readonly recordTypes?: readonly RecordType[];
  /** The object whose permissions count for this one, as Opportunity does for its line items. */
  readonly permissionsFrom?: string;
  /** `ControlledByParent`, `Private`, `Read`, `ReadWrite`; null where metadata says nothing. */
  readonly sharingModel?: string | null;
}

/** A stage of opportunities, with what it makes of their probability and forecast. */
export interface OpportunityStage {
  readonly name: string;
  readonly label: string;
  readonly active: boolean;
  /** Percent, 0 to 100. */
  readonly probability: number;
  /** `Omitted`, `Pipeline`, `Best Case`, `Commit` or `Closed`. */
  readonly forecastCategory: string;
  readonly closed: boolean;
  readonly won: boolean;
}

export interface ObjectOperations {
  readonly create: boolean;
  readonly update: boolean;
  readonly delete: boolean;
  readonly undelete: boolean;
  readonly query: boolean;
  readonly search: boolean;
  /** Whether `updated` and `deleted` can be asked. */
  readonly replicate: boolean;
}

/** A lookup seen from the parent. */
export interface ChildRelationship {
  readonly childObject: string;
  readonly field: string;
  /** The field of that name. */
  readonly lookup: FieldSchema;
  readonly relationshipName: string | null;
  readonly cascadeDelete: boolean;
  readonly restrictedDelete: boolean;
}

/** How a platform event goes on the bus: with the commit, or at once whatever becomes of the rest. */
export interface PlatformEventSchema {
  readonly publishBehavior: "PublishAfterCommit" | "PublishImmediately";
}

/** A channel, default (`ChangeEvents`) or custom (`X__chn`), with what is selected on it. */
export type Channel = {
  readonly name: string;
  /** `data` carries change events, `event` platform events. */
  readonly channelType: "data" | "event";
  readonly members: readonly ChannelMember[];
};

/** One selection on a channel (`PlatformEventChannelMember`). */
export interface ChannelMember {
  /** `Account`; on channels of platform events `Accord_Request__e`. */
  readonly entity: string;
  /** Fields that updates and deletes carry even when they did not change; at most 10. */
  readonly enrichedFields: readonly string[];
  /** A condition in a part of SOQL; null: every event. */
  readonly filterExpression: string | null;
}

/** A rule that refuses a save when its formula is true. */
export interface ValidationRule {
  readonly name: string;
  readonly active: boolean;
  readonly formula: string;
  readonly message: string;
  /** The field at which the message stands; null: the top of the page. */
  readonly errorField: string | null;
}

/** How two records are compared. */
export interface MatchingRule {
  readonly object: string;
  readonly name: string;
  readonly items: readonly MatchingItem[];
  /** `1 AND (2 OR 3)` over the items; null: all must match. */
  readonly logic: string | null;
}

export interface MatchingItem {
  readonly field: string;
  /** `Exact` or one of the fuzzy methods, as in metadata. */
  readonly method: string;
  /** Whether two empty values match (`MatchBlanks`). */
  readonly matchBlanks: boolean;
}

/** What happens when a record looks like another. */
export interface DuplicateRule {
  readonly object: string;
  readonly name: string;
  readonly label: string;
  readonly active: boolean;
  readonly onInsert: "Allow" | "Block";
  readonly onUpdate: "Allow" | "Block";
  /** Whether an allowed action warns first. */
  readonly alertsOnInsert: boolean;
  readonly alertsOnUpdate: boolean;
  readonly alertText: string;
  readonly matchingRules: readonly string[];
}

/** What a permission set or profile grants; what it does not name, it does not grant. */
export interface PermissionSetSchema {
  readonly name: string;
  readonly label: string;
  readonly description: string | null;
  readonly objects: ReadonlyMap<string, ObjectPermission>;
  /** By `Object.Field`, as in metadata. */
  readonly fields: ReadonlyMap<string, FieldPermission>;
  /** Apex classes that may be called. */
  readonly classes: ReadonlySet<string>;
  readonly tabs: ReadonlySet<string>;
  /** Such as `ApiEnabled`, `ModifyAllData`, `ViewAllData`, `ViewEncryptedData`. */
  readonly userPermissions: ReadonlySet<string>;
  readonly customPermissions: ReadonlySet<string>;
  readonly recordTypes: ReadonlySet<string>;
}

export interface ObjectPermission {
  readonly create: boolean;
  readonly read: boolean;
  readonly edit: boolean;
  readonly delete: boolean;
  readonly viewAll: boolean;
  readonly modifyAll: boolean;
}

export interface FieldPermission {
  readonly read: boolean;
  readonly edit: boolean;
}

/** A custom metadata record, or another row that comes with the metadata. */
export interface MetadataRow {
  readonly object: string;
  readonly values: Readonly<Record<string, string | number | boolean | null>>;
}

/** What a project changes of a standard object or field. */
export interface StandardChanges {
  /** By `Object.Field`. */
  readonly fields: ReadonlyMap<string, Partial<FieldSchema>>;
  /** Values of standard picklists by the name of the value set, for example `Industry`. */
  readonly valueSets: ReadonlyMap<string, readonly PicklistValue[]>;
  /** The project's own stages of opportunities; null: those of a new org. */
  readonly stages: readonly OpportunityStage[] | null;
}

/** What an SFDX project adds to the standard org. */
export interface OrgMetadata {
  /** Apex classes with an invocable method. */
  readonly invocables: readonly InvocableClass[];
  readonly objects: readonly Omit<ObjectSchema, "keyPrefix">[];
  /** Custom fields by the object they extend. */
  readonly fields: ReadonlyMap<string, readonly FieldSchema[]>;
  readonly channels: readonly Channel[];
  /** By object. */
  readonly validationRules: ReadonlyMap<string, readonly ValidationRule[]>;
  readonly matchingRules: readonly MatchingRule[];
  readonly duplicateRules: readonly DuplicateRule[];
  readonly permissionSets: readonly PermissionSetSchema[];
  readonly profiles: readonly PermissionSetSchema[];
  /** Record types by object. */
  readonly recordTypes: ReadonlyMap<string, readonly RecordType[]>;
  readonly rows: readonly MetadataRow[];
  readonly standard: StandardChanges;
  /** The project's namespace, empty without one. */
  readonly namespace: string;
  /** What the project has and this emulator does not act on, one sentence each, with the file's path. */
  readonly warnings: readonly string[];
}

/** What an Apex class lets flows and clients call. */
export interface InvocableClass {
  readonly name: string;
  readonly label: string;
  readonly description: string | null;
  readonly inputs: readonly InvocableVariable[];
  readonly outputs: readonly InvocableVariable[];
}

/** A variable that an invocable method takes or gives. */
export interface InvocableVariable {
  readonly name: string;
  readonly label: string;
  readonly description: string | null;
  /** `STRING`, `BOOLEAN`, `ID`, `SOBJECT`, … */
  readonly type: string;
  /** The object of a variable of type `SOBJECT`. */
  readonly sobjectType: string | null;
  readonly isList: boolean;
  readonly required: boolean;
}

/** The project of an org that nobody has customised. */
export const NO_METADATA: OrgMetadata = {
  invocables: [],
  objects: [],
  fields: new Map(),
  channels: [],
  validationRules: new Map(),
  matchingRules: [],
  duplicateRules: [],
  permissionSets: [],
  profiles: [],
  recordTypes: new Map(),
  rows: [],
  standard: { fields: new Map(), valueSets: new Map(), stages: null },
  namespace: "",
  warnings: [],
};
