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
  | "address";

/** One value of a picklist; `label` is what people see. */
export interface PicklistValue {
  readonly value: string;
  readonly label: string;
  readonly active: boolean;
  readonly isDefault: boolean;
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
  /** Whether change events carry it: not formulas, `Id`, `IsDeleted`, `SystemModstamp` (S2.1). */
  readonly inChangeEvents: boolean;
}

export interface ObjectSchema {
  readonly name: string;
  readonly label: string;
  readonly labelPlural: string;
  readonly keyPrefix: string;
  readonly custom: boolean;
  /** Whether the API may create, update and delete rows. */
  readonly writable: boolean;
  /** Whether the org can capture its changes; PricebookEntry cannot (S-PBE). */
  readonly changeEvents: boolean;
  /** Set for platform events (`X__e`): their rows are published, never stored. */
  readonly platformEvent?: PlatformEventSchema;
  readonly fields: readonly FieldSchema[];
}

/** A lookup seen from the parent. */
export interface ChildRelationship {
  readonly childObject: string;
  readonly field: string;
  readonly relationshipName: string | null;
  readonly cascadeDelete: boolean;
}

/** How a platform event goes on the bus: with the commit, or at once whatever becomes of the rest. */
export interface PlatformEventSchema {
  readonly publishBehavior: "PublishAfterCommit" | "PublishImmediately";
}

/** A channel, default (`ChangeEvents`) or custom (`X__chn`), with what is selected on it. */
export interface Channel {
  readonly name: string;
  /** `data` carries change events, `event` platform events. */
  readonly channelType: "data" | "event";
  readonly members: readonly ChannelMember[];
}

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

/** How two records are compared: all items must match. */
export interface MatchingRule {
  readonly object: string;
  readonly name: string;
  readonly items: readonly MatchingItem[];
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
  readonly objects: ReadonlyMap<string, ObjectPermission>;
  /** By `Object.Field`, as in metadata. */
  readonly fields: ReadonlyMap<string, FieldPermission>;
  /** Apex classes that may be called. */
  readonly classes: ReadonlySet<string>;
  readonly tabs: ReadonlySet<string>;
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

/** What an SFDX project adds to the standard org. */
export interface OrgMetadata {
  readonly objects: readonly Omit<ObjectSchema, "keyPrefix">[];
  /** Custom fields by the object they extend. */
  readonly fields: ReadonlyMap<string, readonly FieldSchema[]>;
  readonly channels: readonly Channel[];
  /** By object. */
  readonly validationRules: ReadonlyMap<string, readonly ValidationRule[]>;
  readonly matchingRules: readonly MatchingRule[];
  readonly duplicateRules: readonly DuplicateRule[];
  readonly permissionSets: readonly PermissionSetSchema[];
}

/** The project of an org that nobody has customised. */
export const NO_METADATA: OrgMetadata = {
  objects: [],
  fields: new Map(),
  channels: [],
  validationRules: new Map(),
  matchingRules: [],
  duplicateRules: [],
  permissionSets: [],
};
