/** From a record to what its document says. */

import {
  numberOf,
  objectOf,
  objectsOf,
  referenceOf,
  textOf,
  type JsonObject,
} from "../../json/json-value.ts";
import { formatWithCommas, subtract } from "../../money.ts";
import type { DocumentContent, LabelledText, ShownDocument, Total } from "./document-content.ts";
import { documentRows, money, nameOf } from "./document-rows.ts";

const ADDRESS_LINES = ["Line1", "Line2", "Line3", "Line4", "Line5"] as const;

/** Pure: the same record gives the same content. */
export function buildContent(document: ShownDocument): DocumentContent {
  const { shown, kind, companyInfo } = document;
  const address =
    objectOf(companyInfo, "CustomerCommunicationAddr") ?? objectOf(companyInfo, "CompanyAddr");
  const email =
    objectOf(companyInfo, "Email") ?? objectOf(companyInfo, "CustomerCommunicationEmailAddr");
  const companyLines = [
    ...addressLines(address),
    textOf(email ?? {}, "Address"),
    textOf(objectOf(companyInfo, "PrimaryPhone") ?? {}, "FreeFormNumber"),
  ];
  const message = kind.party === "Vendor" ? textOf(shown, "Memo") : undefined;
  return {
    title: kind.title,
    companyName: textOf(companyInfo, "CompanyName") ?? "",
    companyLines: companyLines.filter((line) => line !== undefined),
    parties: partiesOf(document),
    facts: factsOf(document),
    rows: documentRows(shown, document.lookUp),
    totals: totalsOf(document),
    memo: message ?? textOf(objectOf(shown, "CustomerMemo") ?? {}, "value") ?? "",
  };
}

/** Bill to (or vendor) and ship to; an address without the name gets it. */
function partiesOf({ shown, kind }: ShownDocument): DocumentContent["parties"] {
  const name = nameOf(shown, `${kind.party}Ref`) ?? "";
  const isVendor = kind.party === "Vendor";
  const main = addressLines(objectOf(shown, isVendor ? "VendorAddr" : "BillAddr"));
  const shipping = addressLines(objectOf(shown, "ShipAddr"));
  const named = (lines: readonly string[]): readonly string[] =>
    name === "" || lines.includes(name) ? lines : [name, ...lines];
  return [
    { label: isVendor ? "Vendor" : "Bill to", lines: named(main) },
    ...(shipping.length === 0 ? [] : [{ label: "Ship to", lines: named(shipping) }]),
  ];
}

/** As an envelope has them: `San Pablo, CA 87999`. */
function addressLines(address: JsonObject | undefined): string[] {
  if (address === undefined) return [];
  const part = (property: string): string => textOf(address, property) ?? "";
  const region = [part("CountrySubDivisionCode"), part("PostalCode")]
    .filter((text) => text !== "")
    .join(" ");
  const town = [part("City"), region].filter((text) => text !== "").join(", ");
  return [...ADDRESS_LINES.map(part), town, part("Country")].filter((line) => line !== "");
}

function factsOf({ shown, kind, type, country, lookUp }: ShownDocument): LabelledText[] {
  const date = (property: string): string => shownDate(textOf(shown, property), country);
  const customFields = objectsOf(shown, "CustomField").map((field) => ({
    label: textOf(field, "Name") ?? "",
    text: textOf(field, "StringValue") ?? "",
  }));
  const facts = [
    {
      label: kind.number,
      text: textOf(shown, type === "Payment" ? "PaymentRefNum" : "DocNumber") ?? "",
    },
    { label: "Date", text: date("TxnDate") },
    {
      label: "Terms",
      text: lookUp("Term", referenceOf(shown, "SalesTermRef") ?? "", "Name") ?? "",
    },
    { label: "Due date", text: date("DueDate") },
    { label: "Expires", text: date("ExpirationDate") },
    { label: "Ship date", text: date("ShipDate") },
    { label: "Ship via", text: nameOf(shown, "ShipMethodRef") ?? "" },
    { label: "Tracking no.", text: textOf(shown, "TrackingNum") ?? "" },
    { label: "Payment method", text: nameOf(shown, "PaymentMethodRef") ?? "" },
    ...customFields,
  ];
  return facts.filter(({ text }) => text !== "");
}

/** `09/19/2014` in the United States, `19/09/2014` elsewhere. */
function shownDate(date: string | undefined, country: string): string {
  const [year, month, day] = (date ?? "").split("-");
  if (year === undefined || month === undefined || day === undefined) return date ?? "";
  return country === "US" ? `${month}/${day}/${year}` : `${day}/${month}/${year}`;
}

/** Subtotal, discount and tax in the order in which they were worked out, then the sums. */
function totalsOf(document: ShownDocument): Total[] {
  const { shown, type } = document;
  const total = numberOf(shown, "TotalAmt") ?? 0;
  const currency = textOf(objectOf(shown, "CurrencyRef") ?? {}, "value") ?? "";
  if (type === "Payment") {
    const unapplied = numberOf(shown, "UnappliedAmt") ?? 0;
    return [
      { label: "Amount received", text: `${currency} ${money(total)}`.trim(), isStrong: true },
      ...(unapplied === 0 ? [] : [{ label: "Not applied", text: money(unapplied) }]),
    ];
  }
  const [discounts, taxes] = [discountsOf(shown), taxesOf(shown)];
  const isDiscountFirst = shown["ApplyTaxAfterDiscount"] === true;
  return [
    ...subtotalOf(shown),
    ...(isDiscountFirst ? [...discounts, ...taxes] : [...taxes, ...discounts]),
    { label: "Total", text: `${currency} ${money(total)}`.trim(), isStrong: type !== "Invoice" },
    ...balanceOf(document, total, currency),
  ];
}

function subtotalOf(shown: JsonObject): Total[] {
  const line = objectsOf(shown, "Line").find(
    (each) => textOf(each, "DetailType") === "SubTotalLineDetail",
  );
  return line === undefined
    ? []
    : [{ label: "Subtotal", text: money(numberOf(line, "Amount") ?? 0) }];
}

/** Discounts are positive in the record and subtract. */
function discountsOf(shown: JsonObject): Total[] {
  return objectsOf(shown, "Line")
    .filter((line) => textOf(line, "DetailType") === "DiscountLineDetail")
    .map((line) => {
      const percent = numberOf(objectOf(line, "DiscountLineDetail") ?? {}, "DiscountPercent");
      const label = percent === undefined ? "Discount" : `Discount ${percent}%`;
      return { label, text: formatWithCommas(subtract(0, numberOf(line, "Amount") ?? 0)) };
    });
}

/** One row for each rate; the whole tax in one row when no rates are told. */
function taxesOf(shown: JsonObject): Total[] {
  const tax = objectOf(shown, "TxnTaxDetail") ?? {};
  const isIncluded = textOf(shown, "GlobalTaxCalculation") === "TaxInclusive";
  const word = isIncluded ? "Includes tax" : "Tax";
  const lines = objectsOf(tax, "TaxLine").map((line) => {
    const percent = numberOf(objectOf(line, "TaxLineDetail") ?? {}, "TaxPercent");
    const label = percent === undefined ? word : `${word} (${percent}%)`;
    return { label, text: money(numberOf(line, "Amount") ?? 0) };
  });
  const whole = numberOf(tax, "TotalTax") ?? 0;
  return lines.length > 0 || whole === 0 ? lines : [{ label: word, text: money(whole) }];
}

/** What an invoice still asks for, and what has gone from it. */
function balanceOf({ shown, type }: ShownDocument, total: number, currency: string): Total[] {
  if (type === "CreditMemo") {
    const rest = numberOf(shown, "RemainingCredit") ?? numberOf(shown, "Balance") ?? total;
    return [{ label: "Remaining credit", text: money(rest) }];
  }
  if (type !== "Invoice") return [];
  const balance = numberOf(shown, "Balance") ?? total;
  const deposit = numberOf(shown, "Deposit") ?? 0;
  const paid = subtract(total, balance, deposit);
  return [
    ...(deposit === 0 ? [] : [{ label: "Deposit", text: formatWithCommas(subtract(0, deposit)) }]),
    ...(paid === 0 ? [] : [{ label: "Payment", text: formatWithCommas(subtract(0, paid)) }]),
    { label: "Balance due", text: `${currency} ${money(balance)}`.trim(), isStrong: true },
  ];
}
