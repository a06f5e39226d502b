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
  | "picklist"
  | "reference"
  | "address";

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
  readonly picklist: readonly string[];
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
  readonly fields: readonly FieldSchema[];
}

/** A lookup seen from the parent. */
export interface ChildRelationship {
  readonly childObject: string;
  readonly field: string;
  readonly relationshipName: string | null;
  readonly cascadeDelete: boolean;
}

/** A change data capture channel, default or custom, with the objects selected on it. */
export interface Channel {
  readonly name: string;
  readonly selectedObjects: readonly string[];
}

/** What an SFDX project adds to the standard org. */
export interface OrgMetadata {
  readonly objects: readonly Omit<ObjectSchema, "keyPrefix">[];
  /** Custom fields by the object they extend. */
  readonly fields: ReadonlyMap<string, readonly FieldSchema[]>;
  readonly channels: readonly Channel[];
}

/** The project of an org that nobody has customised. */
export const NO_METADATA: OrgMetadata = { objects: [], fields: new Map(), channels: [] };
