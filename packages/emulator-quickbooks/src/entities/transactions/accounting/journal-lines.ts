import { fault, type FaultError } from "../../../faults/api-fault.ts";
import { invalidEnumeration, missingParameter } from "../../../faults/fault-texts.ts";
import { negativeAmount } from "../../../faults/sales-faults.ts";
import {
  missingLines,
  missingPostingType,
  missingTaxAmount,
  missingTaxApplicableOn,
  tooFewLines,
  unbalanced,
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
import { add } from "../../../money.ts";
import type { Store } from "../../../store/store.ts";
import type { CompanyProfile } from "../../company-profile.ts";
import type { Draft } from "../../descriptor.ts";
import { checkLineLimit, numberLines, type NumberedLines } from "../lines.ts";
import { nameRecord, requireName, shownNameReference } from "../name-references.ts";

/** The lines of a journal entry: debits, credits and remarks. */

const KINDS = new Set(["JournalEntryLineDetail", "DescriptionOnly"]);
/** Key order of the schema; no recording shows all of it. */
const DETAIL_ORDER = [
  "PostingType",
  "Entity",
  "AccountRef",
  "ClassRef",
  "DepartmentRef",
  "TaxCodeRef",
  "TaxApplicableOn",
  "TaxAmount",
  "TaxInclusiveAmt",
  "BillableStatus",
];

/** Adds the faults of missing, negative and contradicting properties. */
export function checkJournalLines(
  { fields }: Draft,
  errors: FaultError[],
  profile: CompanyProfile,
): void {
  const lines = objectsOf(fields, "Line");
  if (lines.length === 0) errors.push(missingLines());
  checkLineLimit(lines, errors);
  for (const line of lines) {
    const kind = textOf(line, "DetailType");
    if (kind === undefined) errors.push(missingParameter("DetailType"));
    else if (!KINDS.has(kind)) errors.push(invalidEnumeration(kind));
    else if (kind === "JournalEntryLineDetail") checkEntry(line, errors, profile);
  }
}

function checkEntry(line: JsonObject, errors: FaultError[], { country }: CompanyProfile): void {
  const detail = journalDetail(line) ?? {};
  const amount = numberOf(line, "Amount");
  if (amount === undefined) errors.push(missingParameter("Amount"));
  else if (amount < 0) errors.push(negativeAmount());
  if (textOf(detail, "PostingType") === undefined) errors.push(missingPostingType());
  if (referenceOf(detail, "AccountRef") === undefined) errors.push(missingParameter("AccountRef"));
  if (country === "US" || referenceOf(detail, "TaxCodeRef") === undefined) return;
  if (textOf(detail, "TaxApplicableOn") === undefined) errors.push(missingTaxApplicableOn());
  if (numberOf(detail, "TaxAmount") === undefined) errors.push(missingTaxAmount());
}

/** Undefined for a line that is only a remark. */
export function journalDetail(line: JsonObject): JsonObject | undefined {
  return objectOf(line, "JournalEntryLineDetail");
}

/** Numbers the lines from 0 (recorded), tells the type of each name, and refuses what does not balance. */
export function prepareJournalLines(
  draft: Draft,
  store: Store,
  profile: CompanyProfile,
): NumberedLines {
  const lines = objectsOf(draft.fields, "Line").map((line) => {
    const detail = journalDetail(line);
    if (detail === undefined) return line;
    if (draft.sent["Line"] !== undefined) requireEntity(detail, store);
    const named = { ...detail, ...entityOf(detail, store) };
    return { ...line, JournalEntryLineDetail: inOrder(named, DETAIL_ORDER) };
  });
  if (lines.filter((line) => journalDetail(line) !== undefined).length < 2) {
    throw fault(tooFewLines());
  }
  if (add(...lines.map((line) => signedTotal(line, profile))) !== 0) throw fault(unbalanced());
  return numberLines(draft, lines, 0);
}

/** Debits above 0, credits below; outside the US with the tax that the line states. */
function signedTotal(line: JsonObject, profile: CompanyProfile): number {
  return add(signedAmount(line), signedTax(line, profile));
}

export function signedAmount(line: JsonObject): number {
  const detail = journalDetail(line);
  if (detail === undefined) return 0;
  return signOf(detail) * (numberOf(line, "Amount") ?? 0);
}

/** Tax stands on the side of its line. */
export function signedTax(line: JsonObject, { country }: CompanyProfile): number {
  const detail = journalDetail(line);
  if (detail === undefined || country === "US") return 0;
  return signOf(detail) * (numberOf(detail, "TaxAmount") ?? 0);
}

function signOf(detail: JsonObject): 1 | -1 {
  return textOf(detail, "PostingType") === "Credit" ? -1 : 1;
}

/** The name of a line may be a customer, a vendor or an employee; `Type` must not contradict the id. */
function requireEntity(detail: JsonObject, store: Store): void {
  const entity = objectOf(detail, "Entity");
  const reference = objectOf(entity ?? {}, "EntityRef");
  if (reference === undefined) return;
  const type = textOf(entity ?? {}, "Type");
  requireName(store, type === undefined ? reference : { ...reference, type: nameType(type) });
}

/** A job is a customer. */
function nameType(type: string): string {
  return type === "Job" ? "Customer" : type;
}

function entityOf(detail: JsonObject, store: Store): JsonObject {
  const entity = objectOf(detail, "Entity");
  const id = referenceOf(entity ?? {}, "EntityRef");
  const type = nameRecord(store, id)?.type;
  if (id === undefined || type === undefined) return {};
  return { Entity: { Type: type, EntityRef: { value: id } } };
}

/** The lines as a read shows them: each name beside its id. */
export function shownJournalLines(fields: JsonObject, store: Store): readonly JsonObject[] {
  return objectsOf(fields, "Line").map((line) => {
    const detail = journalDetail(line);
    const entity = objectOf(detail ?? {}, "Entity");
    const shown = entity === undefined ? undefined : shownNameReference(entity, "EntityRef", store);
    if (detail === undefined || entity === undefined || shown === undefined) return line;
    const { type: _type, ...reference } = shown;
    const named = { ...detail, Entity: { ...entity, EntityRef: reference } };
    return { ...line, JournalEntryLineDetail: named };
  });
}
