import type { DmlContext } from "../context.ts";
import type { Row } from "../../store/row.ts";

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
