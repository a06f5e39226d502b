import {
  compact,
  isObject,
  numberOf,
  objectOf,
  objectsOf,
  referenceOf,
  textOf,
  type JsonObject,
  type JsonValue,
} from "../json/json-value.ts";
import { renderRecord } from "../write/render-record.ts";
import { editableLines, readLine, rowCount, typedFromLines } from "./invoice-lines.ts";
import { readCharges, typedFromCharges } from "./invoice-charges.ts";
import { customerLabel, findCustomer } from "./named-records.ts";
import { problemsAt, type Places, type Problems } from "./problems.ts";
import type { Typed, Visit } from "./visit.ts";

/** Which input each fault about an invoice speaks of; `rows` are those of the form. */
export function invoicePlaces(rows: number): Places {
  const all = (part: string): string[] =>
    Array.from({ length: rows }, (_, row) => `${part}-${row + 1}`);
  return {
    CustomerRef: "customer",
    DocNumber: "docNumber",
    TxnDate: "date",
    DueDate: "dueDate",
    SalesTermRef: "terms",
    BillEmail: "email",
    Address: "email",
    "Customer Memo": "memo",
    PrivateNote: "note",
    Line: "item-1",
    Description: all("description"),
    Deposit: "deposit",
    "6090": "discount",
    "6140": "docNumber",
    "6210": "date",
  };
}

/** The form's inputs for an invoice as the API shows it. */
export function typedFromInvoice(shown: JsonObject, visit: Visit): Typed {
  const { formats, company } = visit;
  const customer = company.store.record("Customer", referenceOf(shown, "CustomerRef") ?? "");
  const custom = objectsOf(shown, "CustomField").map((field) => [
    `custom-${textOf(field, "DefinitionId")}`,
    textOf(field, "StringValue") ?? "",
  ]);
  return {
    customer: customer === undefined ? "" : customerLabel(customer),
    filledCustomer: customer === undefined ? "" : customerLabel(customer),
    email: textOf(objectOf(shown, "BillEmail") ?? {}, "Address") ?? "",
    terms: referenceOf(shown, "SalesTermRef") ?? "",
    date: textOf(shown, "TxnDate") ?? "",
    dueDate: textOf(shown, "DueDate") ?? "",
    docNumber: textOf(shown, "DocNumber") ?? "",
    ...typedFromCharges(shown, visit),
    taxCode: referenceOf(objectOf(shown, "TxnTaxDetail") ?? {}, "TxnTaxCodeRef") ?? "",
    taxCalculation: textOf(shown, "GlobalTaxCalculation") ?? "",
    exchangeRate: formats.input(numberOf(shown, "ExchangeRate")),
    memo: textOf(objectOf(shown, "CustomerMemo") ?? {}, "value") ?? "",
    note: textOf(shown, "PrivateNote") ?? "",
    syncToken: textOf(shown, "SyncToken") ?? "",
    ...Object.fromEntries(custom),
    ...typedFromLines(shown, visit),
  };
}

export type ReadForm = { readonly body: JsonObject } | { readonly problems: Problems };

/** The form as a request: a sparse update of `existing`, or a new invoice. */
export function invoiceBody(visit: Visit, existing: JsonObject | undefined): ReadForm {
  const { typed, company } = visit;
  const problems: Record<string, string | undefined> = {};
  const name = (typed["customer"] ?? "").trim();
  const customer = findCustomer(company.store, name, referenceOf(existing ?? {}, "CustomerRef"));
  if (name === "") problems["customer"] = "Choose a customer.";
  else if (customer === undefined) problems["customer"] = `There is no customer “${name}”.`;
  const lines = readLines(visit, existing, problems);
  const charges = readCharges(visit, existing, problems);
  const rate = visit.formats.read(typed["exchangeRate"] ?? "");
  if (rate === "unreadable") problems["exchangeRate"] = `“${typed["exchangeRate"]}” is not a rate.`;
  if (lines.length === 0 && Object.keys(problems).length === 0) {
    problems["item-1"] = "An invoice needs at least one line.";
  }
  const found = problemsAt(problems);
  if (Object.keys(found.fields).length > 0 || customer === undefined) return { problems: found };
  const currency = referenceOf(renderRecord(customer, visit.context), "CurrencyRef");
  return {
    body: compact({
      ...(existing === undefined
        ? {}
        : { Id: textOf(existing, "Id"), SyncToken: typed["syncToken"], sparse: true }),
      ...unlessSame("CustomerRef", customer.id, existing),
      ...(visit.profile.isMultiCurrency && currency !== undefined
        ? { CurrencyRef: { value: currency } }
        : {}),
      ExchangeRate: typeof rate === "number" ? rate : undefined,
      ...header(visit, existing),
      ...taxes(visit, existing),
      CustomField: customFields(visit),
      ...charges.fields,
      Line: [...lines, ...charges.lines],
    }),
  };
}

function readLines(
  visit: Visit,
  existing: JsonObject | undefined,
  problems: Record<string, string | undefined>,
): readonly JsonObject[] {
  const before = new Map(
    editableLines(existing ?? {}).map((line) => [textOf(line, "Id") ?? "", line]),
  );
  const lines: JsonObject[] = [];
  for (let row = 1; row <= rowCount(visit.typed); row += 1) {
    const read = readLine(row, before.get(visit.typed[`line-${row}`] ?? ""), visit);
    if (read === undefined) continue;
    if ("line" in read) lines.push(read.line);
    else Object.assign(problems, read.problems);
  }
  return lines;
}

/**
 * Dates, terms, number and texts, as far as they are not as before. A due date that followed from the terms
 * follows the new ones, unless it was changed by hand.
 */
function header(
  { typed }: Visit,
  existing: JsonObject | undefined,
): Record<string, JsonValue | undefined> {
  const before = existing ?? {};
  const text = (input: string): string => (typed[input] ?? "").trim();
  const changed = (input: string, property: string): JsonObject =>
    typed[input] === undefined || text(input) === (textOf(before, property) ?? "")
      ? {}
      : { [property]: text(input) };
  const part = (input: string, property: string, name: string): JsonObject =>
    typed[input] === undefined ||
    text(input) === (textOf(objectOf(before, property) ?? {}, name) ?? "")
      ? {}
      : { [property]: { [name]: text(input) } };
  const date = changed("date", "TxnDate");
  const terms = part("terms", "SalesTermRef", "value");
  const isMoved = Object.keys({ ...date, ...terms }).length > 0;
  const due = changed("dueDate", "DueDate");
  return {
    ...date,
    ...terms,
    ...(isMoved && due["DueDate"] === undefined && existing !== undefined ? { DueDate: "" } : due),
    ...(text("docNumber") === "" ? {} : changed("docNumber", "DocNumber")),
    ...part("email", "BillEmail", "Address"),
    ...part("memo", "CustomerMemo", "value"),
    ...changed("note", "PrivateNote"),
  };
}

/** The company's own fields; undefined when the form did not have them. */
function customFields({ typed, profile }: Visit): JsonValue | undefined {
  const fields = profile.customFields.filter(({ id }) => typed[`custom-${id}`] !== undefined);
  if (fields.length === 0) return undefined;
  return fields.map(({ id }) =>
    compact({ DefinitionId: id, Type: "StringType", StringValue: typed[`custom-${id}`] }),
  );
}

/** The code of the whole sale in a US company; how amounts hold tax elsewhere. */
function taxes(
  { typed, profile }: Visit,
  existing: JsonObject | undefined,
): Record<string, JsonValue | undefined> {
  if (!profile.usesSalesTax) return {};
  if (profile.country !== "US") {
    const calculation = typed["taxCalculation"] ?? "";
    return calculation === "" ? {} : { GlobalTaxCalculation: calculation };
  }
  const code = typed["taxCode"] ?? "";
  const before = referenceOf(objectOf(existing ?? {}, "TxnTaxDetail") ?? {}, "TxnTaxCodeRef");
  if (typed["taxCode"] === undefined || (code === "" && before === undefined)) return {};
  return { TxnTaxDetail: code === "" ? {} : { TxnTaxCodeRef: { value: code } } };
}

function unlessSame(
  property: string,
  id: string,
  existing: JsonObject | undefined,
): Record<string, JsonValue> {
  const before = existing?.[property];
  return isObject(before) && before["value"] === id ? {} : { [property]: { value: id } };
}
