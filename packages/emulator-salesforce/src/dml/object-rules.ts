import { refuse } from "../api-error.ts";
import { type DmlContext, liveRow, type Row } from "./context.ts";
import { priceBookEntryRules, productRules } from "./price-rules.ts";

/** What the platform does for one standard object beyond its fields. */
export interface ObjectRules {
  /** Completes or refuses a row that is about to be stored. `before` is undefined on create. */
  beforeSave?(context: DmlContext, row: Row, before: Row | undefined): Row;
  afterSave?(context: DmlContext, row: Row, before: Row | undefined): void;
  /** Refuses the deletion that a caller asked for; rows that go along are not asked. */
  beforeDelete?(context: DmlContext, row: Row): void;
  /** Follows every deletion, undeletion and loss to a merge of a row, as it was before. */
  afterDelete?(context: DmlContext, row: Row): void;
}

const contactRules: ObjectRules = {
  beforeSave: (_context, row) => {
    const parts = [row["FirstName"], row["LastName"]].filter((part) => typeof part === "string");
    return { ...row, Name: parts.length === 0 ? null : parts.join(" ") };
  },
};

const accountRules: ObjectRules = {
  beforeSave: (context, row) => {
    let ancestor = row["ParentId"];
    for (let depth = 0; typeof ancestor === "string" && depth < ANCESTORS_MAX; depth += 1) {
      if (ancestor === row["Id"]) throw circular();
      ancestor = liveRow(context.store, "Account", ancestor)?.["ParentId"] ?? null;
    }
    return row;
  },
};

/** More levels than any org nests accounts; a longer chain is not followed. */
const ANCESTORS_MAX = 500;

const circular = () =>
  refuse(400, "CIRCULAR_DEPENDENCY", "attempt to violate hierarchy constraints", ["ParentId"]);

const priceBookRules: ObjectRules = {
  beforeDelete: (_context, row) => {
    if (row["IsStandard"] !== true) return;
    throw refuse(400, "DELETE_FAILED", "You cannot delete the standard price book.", []);
  },
};

const NO_RULES: ObjectRules = {};

const RULES: Readonly<Record<string, ObjectRules>> = {
  Account: accountRules,
  Contact: contactRules,
  Pricebook2: priceBookRules,
  PricebookEntry: priceBookEntryRules,
  Product2: productRules,
};

/** The rules of an object; most objects have none. */
export function rulesOf(objectName: string): ObjectRules {
  return RULES[objectName] ?? NO_RULES;
}
