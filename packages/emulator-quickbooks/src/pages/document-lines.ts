import {
  isObject,
  numberOf,
  objectOf,
  objectsOf,
  textOf,
  type JsonObject,
} from "../json/json-value.ts";
import { html, type Html } from "./html.ts";
import { typeLabel } from "./known-types.ts";
import { currencyOf } from "./sale-facts.ts";
import type { Visit } from "./visit.ts";

/** The lines of any document: what, why, how many, at what price, how much; and what they come to. */
export function linesTable(
  shown: JsonObject,
  visit: Visit,
  sums: readonly (readonly [label: string, amount: number])[] = [],
): Html | undefined {
  const currency = currencyOf(shown);
  const rows = objectsOf(shown, "Line")
    .filter((line) => textOf(line, "DetailType") !== undefined)
    .flatMap((line) => [line, ...objectsOf(objectOf(line, "GroupLineDetail") ?? {}, "Line")])
    .map((line) => lineRow(line, visit, currency));
  const feet = sums.map(
    ([label, amount]) =>
      html`<div class="total"><span>${label}</span><span>${visit.formats.money(amount, currency)}</span></div>`,
  );
  // A transfer, for example, has no lines.
  if (rows.length === 0 && feet.length === 0) return undefined;
  return html`<div class="card flush" tabindex="0" role="region" aria-label="Lines"><table><thead><tr><th scope="col">Item or account</th><th scope="col" class="minor">Description</th>
    <th scope="col" class="number">Qty</th><th scope="col" class="number minor">Rate</th><th scope="col" class="number">Amount</th></tr></thead><tbody>${rows}</tbody></table>
    ${feet.length === 0 ? undefined : html`<div class="sums">${feet}</div>`}</div>`;
}

/** Discounts are taken off; the server's own subtotal has no item, and is named for what it is. */
function lineRow(line: JsonObject, { formats }: Visit, currency?: string): Html {
  const kind = textOf(line, "DetailType") ?? "";
  const detail = objectOf(line, kind) ?? {};
  const amount = numberOf(line, "Amount");
  const isDiscount = kind === "DiscountLineDetail";
  const shownAmount =
    amount === undefined
      ? undefined
      : formats.money(isDiscount && amount !== 0 ? -amount : amount, currency);
  return html`<tr><td>${lineName(kind, detail, formats.number(numberOf(detail, "DiscountPercent")))}</td><td class="minor">${textOf(line, "Description")}</td>
    <td class="number">${formats.number(numberOf(detail, "Qty") ?? numberOf(detail, "Quantity"))}</td>
    <td class="number minor">${formats.number(numberOf(detail, "UnitPrice"))}</td><td class="number">${shownAmount}</td></tr>`;
}

function lineName(kind: string, detail: JsonObject, percent: string): string {
  if (kind === "SubTotalLineDetail") return "Subtotal";
  if (kind === "DiscountLineDetail") return percent === "" ? "Discount" : `Discount ${percent} %`;
  const posting = textOf(detail, "PostingType");
  const names = ["ItemRef", "GroupItemRef", "AccountRef", "ItemAccountRef"]
    .map((reference) => textOf(objectOf(detail, reference) ?? {}, "name"))
    .find((name) => name !== undefined);
  const isShipping = textOf(objectOf(detail, "ItemRef") ?? {}, "value") === "SHIPPING_ITEM_ID";
  const name = isShipping
    ? "Shipping"
    : (names ?? (kind === "DescriptionOnly" ? "" : typeLabel(kind.replace("LineDetail", ""))));
  return posting === undefined ? name : `${name} (${posting.toLowerCase()})`;
}

/** An address as one text, line by line. */
export function addressText(shown: JsonObject, property: string): string | undefined {
  const address = shown[property];
  if (!isObject(address)) return undefined;
  const part = (name: string): string => textOf(address, name) ?? "";
  const place = [
    part("City"),
    [part("CountrySubDivisionCode"), part("PostalCode")].filter(Boolean).join(" "),
  ]
    .filter(Boolean)
    .join(", ");
  const lines = [
    ...["Line1", "Line2", "Line3", "Line4", "Line5"].map(part),
    place,
    part("Country"),
  ];
  return lines.filter(Boolean).join("\n");
}
