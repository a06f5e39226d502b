import type { FaultError } from "../../../faults/api-fault.ts";
import { invalidEnumeration, missingParameter } from "../../../faults/fault-texts.ts";
import {
  discountNotPossible,
  featureOff,
  invalidPercent,
  negativeAmount,
} from "../../../faults/sales-faults.ts";
import {
  numberOf,
  objectOf,
  objectsOf,
  referenceOf,
  textOf,
  type JsonObject,
} from "../../../json/json-value.ts";
import type { CompanyProfile } from "../../company-profile.ts";
import type { Draft } from "../../descriptor.ts";
import { checkCurrency } from "../transaction-currency.ts";
import { checkLineCount } from "../lines.ts";
import { isDiscount, isGroup, isShipping, isSubtotal, SALE_DETAILS } from "./lines/line-kinds.ts";
import { checkSaleTax } from "./sale-tax-checks.ts";

/** The collected faults of a sale: what must be there, and each line. */
export function checkSale(
  required: readonly string[],
  draft: Draft,
  errors: FaultError[],
  profile: CompanyProfile,
): void {
  for (const name of required) {
    if (referenceOf(draft.fields, name) === undefined) errors.push(missingParameter(name));
  }
  checkCurrency(draft, errors, profile);
  checkSaleLines(draft.fields, errors, profile);
  checkSaleTax(draft, errors, profile);
  checkMailing(draft.fields, errors);
}

/** A sale needs lines, each of a kind that a sale can have. */
function checkSaleLines(fields: JsonObject, errors: FaultError[], profile: CompanyProfile): void {
  const lines = objectsOf(fields, "Line");
  // The server's own subtotal takes no room: a sale of that many lines can be sent back as it was read.
  checkLineCount(
    lines.filter((line) => !isSubtotal(line)),
    errors,
  );
  for (const line of lines) checkLine(line, errors, profile);
}

function checkLine(line: JsonObject, errors: FaultError[], profile: CompanyProfile): void {
  const kind = textOf(line, "DetailType");
  if (kind === undefined) errors.push(missingParameter("DetailType"));
  else if (!SALE_DETAILS.has(kind)) errors.push(invalidEnumeration(kind));
  else if (kind === "SalesItemLineDetail" && numberOf(line, "Amount") === undefined) {
    errors.push(missingParameter("Amount"));
  }
  if (isShipping(line) && !profile.allowsShipping) errors.push(featureOff("AllowShipping"));
  if (isGroup(line)) checkGroup(objectOf(line, "GroupLineDetail") ?? {}, errors, profile);
  if (isDiscount(line)) checkDiscount(line, errors, profile);
}

/** A group names its bundle; its lines, if it sends any, are item lines. */
function checkGroup(group: JsonObject, errors: FaultError[], profile: CompanyProfile): void {
  if (referenceOf(group, "GroupItemRef") === undefined)
    errors.push(missingParameter("GroupItemRef"));
  for (const line of objectsOf(group, "Line")) {
    const kind = textOf(line, "DetailType");
    if (kind !== "SalesItemLineDetail") errors.push(invalidEnumeration(kind ?? ""));
    else checkLine(line, errors, profile);
  }
}

function checkDiscount(line: JsonObject, errors: FaultError[], profile: CompanyProfile): void {
  const detail = objectOf(line, "DiscountLineDetail") ?? {};
  const isPercent = detail["PercentBased"] === true;
  const percent = numberOf(detail, "DiscountPercent");
  const given = isPercent ? percent : numberOf(line, "Amount");
  if (!profile.allowsDiscount || given === undefined) errors.push(discountNotPossible());
  else if (!isPercent && given < 0) errors.push(negativeAmount());
  else if (isPercent && (given < 0 || given > 100)) errors.push(invalidPercent(String(given)));
}

/** D: a mail that is to be sent needs an address. */
function checkMailing(fields: JsonObject, errors: FaultError[]): void {
  const isToBeSent = textOf(fields, "EmailStatus") === "NeedToSend";
  const to = textOf(objectOf(fields, "BillEmail") ?? {}, "Address");
  if (isToBeSent && to === undefined) errors.push(missingParameter("BillEmail"));
}
