import type { FieldValue, Image } from "../records/image.ts";
import type { SystemName } from "../records/record-ref.ts";

/**
 * Decides the canonical form in which two systems' values are compared. `number` is a decimal that may be
 * missing; `reference` the id of another mapped record (`references.ts`); `rows` a list of rows (`rows.ts`).
 */
export type ValueKind =
  | "text"
  | "multiline"
  | "email"
  | "phone"
  | "url"
  | "boolean"
  | "money"
  | "number"
  | "reference"
  | "rows";

export type Direction = "both" | "toSalesforce" | "toQuickbooks";

/**
 * Who wins when both systems changed a field differently. `ask` parks the field for a person; `newest` is
 * the system whose record was edited later (`merge/newest.ts`), and asks where that cannot be told.
 */
export const CONFLICT_POLICIES = ["ask", "salesforce", "quickbooks", "newest"] as const;

export type ConflictPolicy = (typeof CONFLICT_POLICIES)[number];

/** What a sentence calls each policy. */
export const POLICY_LABEL: Readonly<Record<ConflictPolicy, string>> = {
  ask: "ask",
  salesforce: "Salesforce wins",
  quickbooks: "QuickBooks wins",
  newest: "newest wins",
};

/** One mapped field: a place in each system, and the rule between them. */
export interface FieldRule {
  /** Stable name, used in the ledger and the API: `phone`. */
  readonly name: string;
  /** What screens call it: `Phone`. */
  readonly label: string;
  /** Paths in each system; a member's path starts with its role: `standardPrice.UnitPrice`. */
  readonly salesforce: string;
  readonly quickbooks: string;
  readonly kind: ValueKind;
  readonly direction: Direction;
  readonly policy: ConflictPolicy;
  /** `create`: set when a record is made, never merged afterwards. */
  readonly when: "always" | "create";
  /** Of a field of kind `reference`, and of no other. */
  readonly reference?: ReferenceRule;
  /** Of a field of kind `rows`, and of no other. */
  readonly rows?: RowsRule;
}

/** What a reference points to, and what becomes of one whose record is not linked. */
export interface ReferenceRule {
  /** The id of the mapping that the record belongs to. */
  readonly mapping: string;
  /**
   * `make`: the record is made first, by the way of a Send, so that a possible match is held for a person.
   * `wait`: the record is waited for. `skip`: the value is left out, or `otherwise` stands in for it.
   */
  readonly unlinked: "make" | "wait" | "skip";
  /** With `skip`: the id that stands in, by the system that is written. Default: none. */
  readonly otherwise?: Readonly<Partial<Record<SystemName, string>>>;
  /** Paths at which each system gives the record's name along with its id, for what people read. */
  readonly names?: Readonly<Partial<Record<SystemName, string>>>;
}

/** The rows of a transaction. Their paths are those of one row. */
export interface RowsRule {
  readonly columns: readonly FieldRule[];
  /** What each of these rows holds in QuickBooks besides; a row without it is none of them. */
  readonly quickbooksMarks: Readonly<Record<string, string>>;
  /** The order in which Salesforce is asked for them, for example `SortOrder, Id`. */
  readonly salesforceOrder: string;
}

/** A record of its own that belongs to the root: here, the standard price entry of a product. */
export interface MemberRule {
  readonly role: string;
  readonly system: SystemName;
  readonly type: string;
}

/** A value that a new QuickBooks record needs and no mapped field gives. */
export type CreateValue =
  | { readonly path: string; readonly constant: FieldValue }
  /** The value of a Salesforce field when it is one of `allowed`, else `otherwise`. */
  | {
      readonly path: string;
      readonly salesforce: string;
      readonly allowed: readonly string[];
      readonly otherwise: string;
    }
  /** A setting of the QuickBooks connection. */
  | { readonly path: string; readonly setting: "incomeAccountId" };

/** How one QuickBooks object and one Salesforce object are kept in agreement. */
export interface Mapping {
  readonly id: string;
  readonly quickbooksType: string;
  readonly salesforceType: string;
  readonly fields: readonly FieldRule[];
  readonly members: readonly MemberRule[];
  /** The field by which unlinked records are matched. */
  readonly matchField: string;
  /** The field that says whether the record is in use; null where the object has none. */
  readonly activeField: string | null;
  readonly createValues: readonly CreateValue[];
  /** The systems in which records are made. Default: both. */
  readonly createsIn?: readonly SystemName[];
}

/** True when records of the mapping may be made in `system`. */
export function makesIn({ createsIn }: Mapping, system: SystemName): boolean {
  return createsIn === undefined || createsIn.includes(system);
}

export function pathIn(rule: FieldRule, system: SystemName): string {
  return system === "salesforce" ? rule.salesforce : rule.quickbooks;
}

/** True when a policy can be set for the field: it is merged, and both systems may change it. */
export function hasPolicy({ direction, when }: FieldRule): boolean {
  return direction === "both" && when === "always";
}

/** The mapping with the policies that were set for some of its fields, by field name. */
export function withPolicies(
  mapping: Mapping,
  policies: Readonly<Record<string, ConflictPolicy>>,
): Mapping {
  if (Object.keys(policies).length === 0) return mapping;
  const fields = mapping.fields.map((rule) => {
    const policy = policies[rule.name];
    return policy === undefined || !hasPolicy(rule) ? rule : { ...rule, policy };
  });
  return { ...mapping, fields };
}

/** True when `rule` carries values into `system`. */
export function flowsTo(rule: FieldRule, system: SystemName): boolean {
  if (rule.direction === "both") return true;
  return rule.direction === (system === "salesforce" ? "toSalesforce" : "toQuickbooks");
}

export function typeIn(mapping: Mapping, system: SystemName): string {
  return system === "salesforce" ? mapping.salesforceType : mapping.quickbooksType;
}

/** All paths of the mapping in `system`, those that only a create sets included. */
export function pathsIn(mapping: Mapping, system: SystemName): readonly string[] {
  return mapping.fields.map((rule) => pathIn(rule, system));
}

/** Only the mapping's paths of `image`, each present. */
export function project(mapping: Mapping, system: SystemName, image: Image): Image {
  return Object.fromEntries(pathsIn(mapping, system).map((path) => [path, image[path] ?? null]));
}
