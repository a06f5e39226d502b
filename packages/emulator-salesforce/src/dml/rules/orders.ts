import { refuse } from "../../api-error.ts";
import { SALES_ERRORS } from "../../not-evidenced.ts";
import { toApiTime } from "../../times.ts";
import type { Row } from "../../store/row.ts";
import {
  documentOf,
  documentKind,
  followLines,
  lineAtSave,
  linesAtSave,
  numberIn,
  sumOf,
  totalOf,
} from "./lines.ts";
import type { ObjectRules } from "./rule.ts";

/**
 * Orders (D: object reference, Order): a draft is filled, then activated; an activated order keeps its
 * products until it is a draft again.
 *
 *   (new) ──► Draft ──activate: at least one product──► Activated ──► Draft
 */

const KIND = documentKind("Order", "OrderItem");

const isActivated = (row: Row | undefined): boolean => row?.["Status"] === "Activated";

export const orderRules: ObjectRules = {
  beforeSave: (context, row, before) => {
    const lines = linesAtSave(context, KIND, row, before);
    if (typeof row["EndDate"] === "string" && row["EndDate"] < String(row["EffectiveDate"])) {
      throw refuse(400, "FIELD_INTEGRITY_EXCEPTION", SALES_ERRORS.orderDates, ["EndDate"]);
    }
    const status = isActivated(row) ? "Activated" : "Draft";
    const settled = { ...row, StatusCode: status };
    if (!isActivated(row)) return { ...settled, ActivatedDate: null, ActivatedById: null };
    if (isActivated(before)) return settled;
    checkActivation(row, before, lines.length);
    const at = toApiTime(context.now);
    return { ...settled, ActivatedDate: at, ActivatedById: context.actor.userId };
  },
  beforeDelete: (_context, row) => {
    if (!isActivated(row)) return;
    throw refuse(400, "DELETE_FAILED", SALES_ERRORS.activatedOrder, []);
  },
};

/** An order begins as a draft, and is activated with an account and products only. */
function checkActivation(row: Row, before: Row | undefined, lineCount: number): void {
  if (before === undefined) {
    throw refuse(400, "FAILED_ACTIVATION", SALES_ERRORS.newOrderIsDraft, ["Status"]);
  }
  if (lineCount === 0) {
    throw refuse(400, "FAILED_ACTIVATION", SALES_ERRORS.orderWithoutProducts, ["Status"]);
  }
  if ((row["AccountId"] ?? null) === null) {
    throw refuse(400, "FAILED_ACTIVATION", SALES_ERRORS.orderWithoutAccount, ["AccountId"]);
  }
}

export const orderItemRules: ObjectRules = {
  beforeSave: (context, row, before) => {
    checkDraft(documentOf(context, KIND, row), isAmountChange(row, before));
    const { entry, line } = lineAtSave(context, KIND, row, before);
    const price = row["UnitPrice"] ?? entry["UnitPrice"] ?? null;
    const settled = { ...line, UnitPrice: price };
    return { ...settled, TotalPrice: totalOf(settled), AvailableQuantity: row["Quantity"] ?? null };
  },
  afterSave: (context, row) => followLines(context, KIND, row, totalsOf),
  beforeDelete: (context, row) => checkDraft(documentOf(context, KIND, row), true),
  afterDelete: (context, row) => followLines(context, KIND, row, totalsOf),
};

/** Whether a change touches what the order costs. */
function isAmountChange(row: Row, before: Row | undefined): boolean {
  if (before === undefined) return true;
  return ["Quantity", "UnitPrice"].some((name) => row[name] !== before[name]);
}

function checkDraft(order: Row | undefined, changesAmount: boolean): void {
  if (!changesAmount || !isActivated(order)) return;
  throw refuse(400, "FIELD_INTEGRITY_EXCEPTION", SALES_ERRORS.activatedOrder, []);
}

/** What an order adds up to. */
const totalsOf = (_order: Row, lines: readonly Row[]): Row => ({
  TotalAmount: sumOf(lines.map((line) => numberIn(line, "TotalPrice"))),
});
