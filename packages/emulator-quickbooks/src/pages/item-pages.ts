import type { Company } from "../company.ts";
import type { EmulatorAnswer } from "../emulator-request.ts";
import { compact, numberOf, referenceOf, textOf, type JsonObject } from "../json/json-value.ts";
import { renderRecord } from "../write/render-record.ts";
import { checkField, refusal, selectField, textField } from "./form-fields.ts";
import { html, type Html } from "./html.ts";
import { page, seeOther } from "./layout.ts";
import { dollars, inactiveTag, matches, notFound, searchForm } from "./parts.ts";
import { saveByHand, type Typed } from "./save-record.ts";

/** Kinds that a person can choose for a new product; inventory needs more than this form asks. */
const NEW_TYPES = ["Service", "NonInventory"];
/** A new item is an active service without a price. */
const EMPTY: Typed = { type: "Service", active: "true", price: "" };

/** `/app/items?search=`. */
export function itemList(company: Company, search: string): EmulatorAnswer {
  const context = company.readContext();
  const rows = [...company.store.records("Item")]
    .map((record) => renderRecord(record, context))
    .filter((item) => matches(item, search, ["FullyQualifiedName", "Sku", "Description"]))
    .sort((a, b) =>
      (textOf(a, "FullyQualifiedName") ?? "") < (textOf(b, "FullyQualifiedName") ?? "") ? -1 : 1,
    )
    .map(
      (
        item,
      ) => html`<tr><td><a href="/app/item?itemId=${textOf(item, "Id")}">${textOf(item, "Name")}</a> ${inactiveTag(item)}</td>
        <td>${textOf(item, "Sku")}</td><td>${textOf(item, "Type")}</td><td>${textOf(item, "Description")}</td>
        <td class="number">${dollars(numberOf(item, "UnitPrice") ?? 0)}</td></tr>`,
    );
  return page(
    "Products and services",
    "items",
    html`<div class="head"><h1>Products and services</h1>${searchForm("/app/items", search, "Find a product or service")}
      <a class="button primary" id="new-item" href="/app/items/new">New item</a></div>
    <div class="card flush"><table><thead><tr><th>Name</th><th>SKU</th><th>Type</th><th>Description</th><th class="number">Price</th></tr></thead>
    <tbody>${rows}</tbody></table></div>`,
  );
}

/** `/app/items/new`, empty or with what was typed and why it was refused. */
export function newItem(company: Company, typed: Typed = EMPTY, message?: string): EmulatorAnswer {
  const form = itemForm(company, { action: "/app/items/new", typed, message, types: NEW_TYPES });
  return page(
    "New item",
    "items",
    html`<div class="head"><h1>New item</h1></div>${form}`,
    message === undefined ? 200 : 400,
  );
}

/** On success the address ends with the new id. */
export function createItem(company: Company, typed: Typed, now: number): EmulatorAnswer {
  const body = itemBody(typed, undefined);
  const saved =
    typeof body === "string" ? { refusal: body } : saveByHand("Item", body, company, now);
  return "id" in saved
    ? seeOther(`/app/item?itemId=${saved.id}`)
    : newItem(company, typed, saved.refusal);
}

/** `/app/item?itemId=`. */
export function itemDetail(
  company: Company,
  id: string,
  typed?: Typed,
  message?: string,
): EmulatorAnswer {
  const record = company.store.record("Item", id);
  if (record === undefined) return notFound("items", `There is no item ${id}.`);
  const shown = renderRecord(record, company.readContext());
  const types = [textOf(shown, "Type") ?? "Service"];
  const form = itemForm(company, {
    action: `/app/item?itemId=${id}`,
    typed: typed ?? typedFromItem(shown),
    message,
    types,
  });
  return page(
    textOf(shown, "Name") ?? "Item",
    "items",
    html`<div class="head"><h1>${textOf(shown, "Name")}</h1><a href="/app/items">All products and services</a></div>
    <div class="columns"><div>${form}</div><aside class="card" aria-label="Summary"><h2>Price</h2>
      <p class="amount">${dollars(numberOf(shown, "UnitPrice") ?? 0)}</p>
      <dl><dt>Id</dt><dd id="record-id">${id}</dd><dt>SyncToken</dt><dd id="sync-token">${record.syncToken}</dd></dl></aside></div>`,
    message === undefined ? 200 : 400,
  );
}

/** Back to the same page, or the form again with the refusal. */
export function saveItem(company: Company, id: string, typed: Typed, now: number): EmulatorAnswer {
  const record = company.store.record("Item", id);
  if (record === undefined) return notFound("items", `There is no item ${id}.`);
  const body = itemBody(typed, renderRecord(record, company.readContext()));
  const saved =
    typeof body === "string" ? { refusal: body } : saveByHand("Item", body, company, now);
  return "id" in saved
    ? seeOther(`/app/item?itemId=${id}`)
    : itemDetail(company, id, typed, saved.refusal);
}

function typedFromItem(shown: JsonObject): Typed {
  return {
    name: textOf(shown, "Name") ?? "",
    sku: textOf(shown, "Sku") ?? "",
    type: textOf(shown, "Type") ?? "",
    description: textOf(shown, "Description") ?? "",
    price: String(numberOf(shown, "UnitPrice") ?? ""),
    incomeAccount: referenceOf(shown, "IncomeAccountRef") ?? "",
    active: shown["Active"] === false ? "" : "true",
    syncToken: textOf(shown, "SyncToken") ?? "",
  };
}

/** The form as a request; a sentence when the price is no number. */
function itemBody(typed: Typed, existing: JsonObject | undefined): JsonObject | string {
  const price = (typed["price"] ?? "").replace(/[$,\s]/g, "");
  if (price !== "" && !/^-?\d+(\.\d+)?$/.test(price)) return `"${typed["price"]}" is not a price.`;
  const account = typed["incomeAccount"] ?? "";
  return compact({
    ...(existing === undefined
      ? {}
      : { Id: textOf(existing, "Id"), SyncToken: typed["syncToken"], sparse: true }),
    Name: typed["name"] ?? "",
    Sku: typed["sku"] ?? "",
    Type: existing === undefined ? typed["type"] : undefined,
    Description: typed["description"] ?? "",
    UnitPrice: Number(price),
    IncomeAccountRef: account === "" ? undefined : { value: account },
    Active: typed["active"] === "true",
  });
}

interface ItemFormState {
  readonly action: string;
  readonly typed: Typed;
  readonly message: string | undefined;
  readonly types: readonly string[];
}

/** A type is chosen for a new item only; income accounts are those of the revenue class. */
function itemForm(company: Company, { action, typed, message, types }: ItemFormState): Html {
  const context = company.readContext();
  const accounts = [...company.store.records("Account")]
    .filter((account) => textOf(account.fields, "Classification") === "Revenue")
    .map((account) => ({
      value: account.id,
      label: textOf(renderRecord(account, context), "FullyQualifiedName") ?? "",
    }));
  const value = (name: string): string => typed[name] ?? "";
  return html`<form class="card" method="post" action="${action}" aria-label="Item">
    ${refusal(message)}
    <input type="hidden" name="syncToken" value="${value("syncToken")}">
    <fieldset><legend>Product or service</legend><div class="fields">
      ${textField({ name: "name", label: "Name", isWide: true, isRequired: true }, value("name"))}
      ${textField({ name: "sku", label: "SKU" }, value("sku"))}
      ${selectField({ name: "type", label: "Type", options: types.map((type) => ({ value: type, label: type })) }, value("type"))}
      ${textField({ name: "description", label: "Description", isWide: true }, value("description"))}
      ${textField({ name: "price", label: "Price" }, value("price"))}
      ${selectField({ name: "incomeAccount", label: "Income account", options: accounts }, value("incomeAccount"))}
    </div></fieldset>
    ${checkField("active", "Active", typed["active"] === "true")}
    <div class="actions"><button class="primary" type="submit" id="save">Save</button><a class="button" href="/app/items">Cancel</a></div>
  </form>`;
}
