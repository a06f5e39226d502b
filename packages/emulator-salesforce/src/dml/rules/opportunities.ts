import { refuse } from "../../api-error.ts";
import { SALES_ERRORS } from "../../not-evidenced.ts";
import { STAGES } from "../../schema/standard/opportunity.ts";
import type { Scalar } from "../../store/document-store.ts";
import type { DmlContext } from "../context.ts";
import { liveRow, type Row } from "../../store/row.ts";
import { saveBySystem } from "../rollups.ts";
import {
  documentKind,
  followLines,
  lineAtSave,
  linesAtSave,
  linesOf,
  numberIn,
  percentOf,
  sumOf,
  totalOf,
  unitPriceOf,
} from "./lines.ts";
import type { ObjectRules } from "./rule.ts";

/**
 * Opportunities and their products (D: object reference, Opportunity and OpportunityLineItem). The stage
 * decides about the flags, the default probability and the forecast; lines decide about the amount, and
 * an amount that a caller sends while there are lines is ignored.
 */

const KIND = documentKind("Opportunity", "OpportunityLineItem");

export const opportunityRules: ObjectRules = {
  beforeSave: (context, row, before) => {
    const lines = linesAtSave(context, KIND, row, before);
    const kept = lines.length > 0 ? { ...row, Amount: before?.["Amount"] ?? null } : row;
    return expected(byDate(byStage(kept, before)));
  },
  afterSave: (context, row, before) => syncQuote(context, row, before),
};

/** Flags and defaults of the stage. A probability or forecast given with the stage stands. */
function byStage(row: Row, before: Row | undefined): Row {
  const name = String(row["StageName"] ?? "").toLowerCase();
  const stage = STAGES.find((each) => each.name.toLowerCase() === name);
  const isMoved = row["StageName"] !== before?.["StageName"];
  const isGiven = (field: string): boolean =>
    (row[field] ?? null) !== null && row[field] !== before?.[field];
  const values: Record<string, Scalar> = {
    IsClosed: stage?.closed ?? false,
    IsWon: stage?.won ?? false,
  };
  if (isMoved && !isGiven("Probability")) values["Probability"] = stage?.probability ?? 0;
  const given = isGiven("ForecastCategoryName") ? row["ForecastCategoryName"] : undefined;
  const forecast =
    given ?? (isMoved ? (stage?.forecastCategory ?? "Pipeline") : row["ForecastCategoryName"]);
  values["ForecastCategoryName"] = forecast ?? null;
  values["ForecastCategory"] = forecast ?? null;
  return { ...row, ...values };
}

/** The fiscal period of the close date; the org's year is the calendar's. */
function byDate(row: Row): Row {
  const day = row["CloseDate"];
  if (typeof day !== "string") return row;
  const year = Number(day.slice(0, 4));
  const quarter = Math.ceil(Number(day.slice(5, 7)) / 3);
  return { ...row, FiscalYear: year, FiscalQuarter: quarter, Fiscal: `${year} ${quarter}` };
}

/** The amount weighed with the probability. */
function expected(row: Row): Row {
  const { Amount: amount, Probability: probability } = row;
  if (typeof amount !== "number") return { ...row, ExpectedRevenue: null };
  return { ...row, ExpectedRevenue: percentOf(amount, Number(probability ?? 0)) };
}

/** One quote at a time is the opportunity's own; it must be one of its quotes. */
function syncQuote(context: DmlContext, row: Row, before: Row | undefined): void {
  const now = row["SyncedQuoteId"] ?? null;
  const was = before?.["SyncedQuoteId"] ?? null;
  const quote = context.schema.object("Quote");
  if (now === was || quote === undefined) return;
  if (typeof now === "string") {
    if (liveRow(context.store, "Quote", now)?.["OpportunityId"] !== row["Id"]) {
      const message = SALES_ERRORS.foreignQuote;
      throw refuse(400, "FIELD_INTEGRITY_EXCEPTION", message, ["SyncedQuoteId"]);
    }
    saveBySystem(context, quote, now, () => ({ IsSyncing: true }));
  }
  if (typeof was === "string") saveBySystem(context, quote, was, () => ({ IsSyncing: false }));
}

export const opportunityLineRules: ObjectRules = {
  beforeSave: (context, row, before) => {
    const { parent, entry, line } = lineAtSave(context, KIND, row, before);
    const product = liveRow(context.store, "Product2", String(entry["Product2Id"]));
    const name = `${String(parent?.["Name"] ?? "")} ${String(product?.["Name"] ?? "")}`.trim();
    const siblings = before === undefined ? linesOf(context, KIND, row["OpportunityId"]) : [];
    const order = before === undefined ? { SortOrder: siblings.length + 1 } : {};
    return priced({ ...line, ...order, Name: name }, before);
  },
  afterSave: (context, row) => followLines(context, KIND, row, totalsOf),
  afterDelete: (context, row) => followLines(context, KIND, row, totalsOf),
};

/** The total follows the price, unless a caller gave the total: then the price follows it. */
function priced(row: Row, before: Row | undefined): Row {
  const isTotalGiven =
    (row["TotalPrice"] ?? null) !== null && row["TotalPrice"] !== before?.["TotalPrice"];
  const isPriceGiven =
    (row["UnitPrice"] ?? null) !== null && row["UnitPrice"] !== before?.["UnitPrice"];
  if (isTotalGiven && isPriceGiven) {
    throw refuse(400, "INVALID_INPUT", SALES_ERRORS.priceAndTotal, ["TotalPrice"]);
  }
  if (!isTotalGiven && (row["UnitPrice"] ?? null) === null) {
    throw refuse(400, "REQUIRED_FIELD_MISSING", "Required fields are missing: [UnitPrice]", [
      "UnitPrice",
    ]);
  }
  if (!isTotalGiven) return { ...row, TotalPrice: totalOf(row) };
  return { ...row, UnitPrice: unitPriceOf(row) };
}

/** Amount, quantity and the flag. The last line gone, the amount stays and can be written again. */
function totalsOf(opportunity: Row, lines: readonly Row[]): Row {
  if (lines.length === 0) return { HasOpportunityLineItem: false };
  const sum = (field: string): number => sumOf(lines.map((each) => numberIn(each, field)));
  const amount = sum("TotalPrice");
  return {
    HasOpportunityLineItem: true,
    Amount: amount,
    TotalOpportunityQuantity: sum("Quantity"),
    ExpectedRevenue: percentOf(amount, numberIn(opportunity, "Probability")),
  };
}
