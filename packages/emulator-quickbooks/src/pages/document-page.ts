import type { EmulatorAnswer } from "../emulator-request.ts";
import { isObject, textOf, type JsonObject, type JsonValue } from "../json/json-value.ts";
import type { EntityType, StoredRecord } from "../store/stored-record.ts";
import { renderRecord } from "../write/render-record.ts";
import { addressOf } from "./addresses.ts";
import { addressText, linesTable } from "./document-lines.ts";
import { html, type HtmlValue } from "./html.ts";
import { documentTypes, typeLabel } from "./known-types.ts";
import { page, seeOther } from "./layout.ts";
import { linkedCard } from "./linked-documents.ts";
import { facts, head, notFound, versionFacts } from "./parts.ts";
import { currencyOf, isVoided, numberOfTransaction } from "./sale-facts.ts";
import type { Visit } from "./visit.ts";

/** What every record has, and what has a place of its own on the page. */
const ELSEWHERE: ReadonlySet<string> = new Set(
  "Id SyncToken MetaData domain sparse Line LinkedTxn CustomField CurrencyRef".split(" "),
);

/**
 * `/app/transaction?type=Bill&txnId=` shows one document of whatever type. Without a type the id alone finds
 * it, for all documents share one sequence. Types with a page of their own are led there.
 */
export function documentPage(visit: Visit): EmulatorAnswer {
  const record = documentOf(visit);
  if (record === undefined) {
    return notFound(visit, "transactions", `There is no transaction ${visit.id}.`);
  }
  const address = addressOf(record.type, record.id);
  if (address !== undefined && !address.startsWith("/app/transaction?")) return seeOther(address);
  const shown = renderRecord(record, visit.context);
  const currency = currencyOf(shown);
  const title = `${typeLabel(record.type)} ${numberOfTransaction(record)}`;
  const entries = Object.entries(shown)
    .filter(([name]) => !ELSEWHERE.has(name))
    .map(([name, value]) => [labelOf(name), valueOf(name, value, shown, visit)] as const);
  return page(visit, {
    title,
    section: "transactions",
    content: html`${head(title, isVoided(record) ? html`<span class="tag voided">Voided</span>` : undefined)}
    <div class="columns"><div>${linesTable(shown, visit)}</div>
    <div><aside class="card" aria-label="Summary">${facts(entries)}${versionFacts(record.id, record.syncToken)}</aside>
    ${linkedCard(record, visit, currency)}</div></div>`,
  });
}

function documentOf({ company, query, id }: Visit): StoredRecord | undefined {
  const asked = query.get("type");
  for (const type of documentTypes()) {
    if (asked !== null && asked !== type) continue;
    const record = company.store.record(type, id);
    if (record !== undefined) return record;
  }
  return undefined;
}

const LABELS: Readonly<Record<string, string>> = {
  BillAddr: "Billing address",
  ShipAddr: "Shipping address",
  DocNumber: "Number",
  PrivateNote: "Private note",
};

/** `Deposit to account` for `DepositToAccountRef`. */
function labelOf(property: string): string {
  return LABELS[property] ?? typeLabel(property.replace(/(Ref|Amt)$/, "").replace(/^Txn/, ""));
}

/** Undefined for what says nothing to a person, such as an empty list or a switch that is off. */
function valueOf(
  property: string,
  value: JsonValue,
  shown: JsonObject,
  { formats }: Visit,
): HtmlValue {
  if (typeof value === "string") {
    if (property.endsWith("Date")) return formats.date(value);
    return /(Status|Type)$/.test(property) ? typeLabel(value) : value;
  }
  if (typeof value === "number") {
    return /(Amt|Balance|Amount|Credit|Deposit)$/.test(property)
      ? formats.money(value, currencyOf(shown))
      : formats.number(value);
  }
  if (typeof value === "boolean") return value ? "Yes" : undefined;
  if (!isObject(value)) return undefined;
  if (property.endsWith("Addr"))
    return html`<span class="lines-of-text">${addressText(shown, property)}</span>`;
  const name = textOf(value, "name") ?? textOf(value, "Address") ?? textOf(value, "value");
  const target = property === "CustomerRef" ? ("Customer" satisfies EntityType) : undefined;
  const id = textOf(value, "value") ?? "";
  return target === undefined ? name : html`<a href="${addressOf(target, id)}">${name}</a>`;
}
