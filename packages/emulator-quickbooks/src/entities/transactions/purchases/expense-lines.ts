import { fault, type FaultError } from "../../../faults/api-fault.ts";
import {
  categoryOnLine,
  invalidEnumeration,
  missingParameter,
} from "../../../faults/fault-texts.ts";
import {
  beforeInventoryStart,
  billableWithoutCustomer,
  missingQuantity,
} from "../../../faults/transaction-faults.ts";
import {
  inOrder,
  numberOf,
  objectOf,
  objectsOf,
  referenceOf,
  textOf,
  type JsonObject,
} from "../../../json/json-value.ts";
import type { Store } from "../../../store/store.ts";
import type { CompanyProfile } from "../../company-profile.ts";
import type { Draft } from "../../descriptor.ts";
import { expenseDetail } from "./expense-detail.ts";
import { checkPurchaseTax, isTaxInside, nettedLine } from "./purchase-tax.ts";
import { priceTimesQuantity, refuseMismatches, type PricedLine } from "../line-amounts.ts";
import { checkLines, numberLines, type NumberedLines } from "../lines.ts";

/** What was bought: by account or by item (documented for bills, credits, orders and expenses). */
const KINDS = new Set(["AccountBasedExpenseLineDetail", "ItemBasedExpenseLineDetail"]);
/** Key order of the details, as observed. */
const DETAIL_ORDER = [
  "CustomerRef",
  "ClassRef",
  "AccountRef",
  "BillableStatus",
  "MarkupInfo",
  "ItemRef",
  "UnitPrice",
  "Qty",
  "TaxAmount",
  "TaxCodeRef",
  "TaxInclusiveAmt",
];

/** Adds the faults of missing and contradicting properties of the lines. */
export function checkExpenseLines(
  draft: Draft,
  errors: FaultError[],
  profile: CompanyProfile,
): void {
  checkLines(draft, KINDS, errors);
  for (const line of objectsOf(draft.fields, "Line")) {
    const kind = textOf(line, "DetailType") ?? "";
    if (!KINDS.has(kind)) continue;
    const needed = kind === "ItemBasedExpenseLineDetail" ? "ItemRef" : "AccountRef";
    const detail = objectOf(line, kind) ?? {};
    if (referenceOf(detail, needed) === undefined) errors.push(missingParameter(needed));
    const status = textOf(detail, "BillableStatus");
    if (status === "HasBeenBilled" && !wasBilled(draft, line)) {
      errors.push(invalidEnumeration("HAS_BEEN_BILLED"));
    }
    if (status === "Billable" && referenceOf(detail, "CustomerRef") === undefined) {
      errors.push(billableWithoutCustomer());
    }
  }
  checkPurchaseTax(draft, errors, profile);
}

/** Only the server turns a cost into a billed one; a read that is sent back unchanged is no harm. */
function wasBilled({ existing }: Draft, line: JsonObject): boolean {
  const before = objectsOf(existing?.fields ?? {}, "Line").find(
    (each) => each["Id"] === line["Id"],
  );
  return textOf(expenseDetail(before ?? {}) ?? {}, "BillableStatus") === "HasBeenBilled";
}

/** What lines of one purchase go by. */
export interface ExpenseRules {
  readonly store: Store;
  readonly profile: CompanyProfile;
  /** UnitPrice × Qty replaces an Amount that differs, instead of fault 6070. */
  readonly priceWins: boolean;
}

/**
 * Numbers and completes the lines: not billable and, in the US, not taxable unless they say otherwise
 * (observed); quantity and price are never invented.
 */
export function prepareExpenseLines(draft: Draft, rules: ExpenseRules): NumberedLines {
  const { store, profile } = rules;
  if (!rules.priceWins) refuseMismatches(pricedLines(draft));
  const lines = objectsOf(draft.fields, "Line").map((line) => {
    const kind = textOf(line, "DetailType") ?? "";
    const detail = objectOf(line, kind) ?? {};
    checkItem(detail, draft, store);
    const defaults = {
      BillableStatus: "NotBillable",
      ...(profile.country === "US" ? { TaxCodeRef: { value: "NON" } } : {}),
    };
    const Amount = amountOf(line, detail);
    const whole = { ...line, Amount, [kind]: { ...defaults, ...detail } };
    const done = isTaxInside(draft.fields, profile) ? nettedLine(whole, store) : whole;
    return { ...done, [kind]: inOrder(objectOf(done, kind) ?? {}, DETAIL_ORDER) };
  });
  return numberLines(draft, lines);
}

/** A line that states what it was with its tax is taken as it is. */
function isStated(detail: JsonObject): boolean {
  return numberOf(detail, "TaxInclusiveAmt") !== undefined;
}

function pricedLines({ fields }: Draft): PricedLine[] {
  return objectsOf(fields, "Line").flatMap((line): PricedLine[] => {
    const detail = objectOf(line, textOf(line, "DetailType") ?? "") ?? {};
    return isStated(detail) ? [] : [[line, detail]];
  });
}

/** Where the price does not win, an amount that differs was refused before (6070). */
function amountOf(line: JsonObject, detail: JsonObject): number {
  const product = isStated(detail) ? undefined : priceTimesQuantity(detail);
  return product ?? numberOf(line, "Amount") ?? 0;
}

/** A category cannot be bought, stock only in a number and not before it was counted (documented). */
function checkItem(detail: JsonObject, { fields }: Draft, store: Store): void {
  const item = store.record("Item", referenceOf(detail, "ItemRef") ?? "")?.fields;
  if (item === undefined) return;
  if (textOf(item, "Type") === "Category") throw fault(categoryOnLine());
  if (textOf(item, "Type") !== "Inventory") return;
  if (numberOf(detail, "Qty") === undefined) throw fault(missingQuantity());
  const start = textOf(item, "InvStartDate");
  const date = textOf(fields, "TxnDate");
  if (start !== undefined && date !== undefined && date < start)
    throw fault(beforeInventoryStart());
}
