import { fault, type FaultError } from "../../../faults/api-fault.ts";
import {
  amountMismatch,
  categoryOnLine,
  invalidEnumeration,
  missingParameter,
} from "../../../faults/fault-texts.ts";
import {
  beforeInventoryStart,
  billableWithoutCustomer,
  invalidLineTaxCode,
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
import { formatWithCommas, multiplyToCents } from "../../../money.ts";
import type { Store } from "../../../store/store.ts";
import type { CompanyProfile } from "../../company-profile.ts";
import type { Draft } from "../../descriptor.ts";
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
const US_CODES: ReadonlySet<string> = new Set(["TAX", "NON"]);

/** The detail of an expense line; undefined for a line of another kind. */
export function expenseDetail(line: JsonObject): JsonObject | undefined {
  return (
    objectOf(line, "AccountBasedExpenseLineDetail") ?? objectOf(line, "ItemBasedExpenseLineDetail")
  );
}

/** Adds the faults of missing and contradicting properties of the lines. */
export function checkExpenseLines(
  draft: Draft,
  errors: FaultError[],
  { country }: CompanyProfile,
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
    const code = referenceOf(detail, "TaxCodeRef");
    if (country === "US" && code !== undefined && !US_CODES.has(code)) {
      errors.push(invalidLineTaxCode(code));
    }
  }
}

/** Only the server turns a cost into a billed one; a read that is sent back unchanged is no harm. */
function wasBilled({ existing }: Draft, line: JsonObject): boolean {
  const before = objectsOf(existing?.fields ?? {}, "Line").find(
    (each) => each["Id"] === line["Id"],
  );
  return textOf(expenseDetail(before ?? {}) ?? {}, "BillableStatus") === "HasBeenBilled";
}

/**
 * Numbers and completes the lines: not billable and, in the US, not taxable unless they say otherwise
 * (observed); quantity and price are never invented.
 */
export function prepareExpenseLines(
  draft: Draft,
  store: Store,
  { country }: CompanyProfile,
): NumberedLines {
  const lines = objectsOf(draft.fields, "Line").map((line) => {
    const kind = textOf(line, "DetailType") ?? "";
    const detail = objectOf(line, kind) ?? {};
    checkItem(line, detail, draft, store);
    const defaults = {
      BillableStatus: "NotBillable",
      ...(country === "US" ? { TaxCodeRef: { value: "NON" } } : {}),
    };
    return { ...line, [kind]: inOrder({ ...defaults, ...detail }, DETAIL_ORDER) };
  });
  return numberLines(draft, lines);
}

/** A category cannot be bought, stock only in a number and not before it was counted (documented). */
function checkItem(line: JsonObject, detail: JsonObject, { fields }: Draft, store: Store): void {
  const item = store.record("Item", referenceOf(detail, "ItemRef") ?? "")?.fields;
  if (item === undefined) return;
  if (textOf(item, "Type") === "Category") throw fault(categoryOnLine());
  const quantity = numberOf(detail, "Qty");
  const price = numberOf(detail, "UnitPrice");
  const amount = numberOf(line, "Amount") ?? 0;
  if (
    price !== undefined &&
    quantity !== undefined &&
    multiplyToCents(price, quantity) !== amount
  ) {
    throw fault(amountMismatch(formatWithCommas(amount)));
  }
  if (textOf(item, "Type") !== "Inventory") return;
  if (quantity === undefined) throw fault(missingQuantity());
  const start = textOf(item, "InvStartDate");
  const date = textOf(fields, "TxnDate");
  if (start !== undefined && date !== undefined && date < start)
    throw fault(beforeInventoryStart());
}
