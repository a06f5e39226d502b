import type { EmulatorAnswer } from "../emulator-request.ts";
import { standardAccount } from "../entities/transactions/standard-accounts.ts";
import { numberOf, textOf } from "../json/json-value.ts";
import type { Store } from "../store/store.ts";
import { renderRecord } from "../write/render-record.ts";
import type { FormState } from "./form-fields.ts";
import { formKey } from "./form-key.ts";
import { html } from "./html.ts";
import { itemBody, ITEM_PLACES, typedFromItem } from "./item-body.ts";
import { itemForm, NEW_TYPES } from "./item-form.ts";
import { page, seeOther } from "./layout.ts";
import { facts, head, inactiveTag, notFound, versionFacts } from "./parts.ts";
import { NO_PROBLEMS, problemsOf } from "./problems.ts";
import { saveByHand } from "./save-record.ts";
import type { Typed, Visit } from "./visit.ts";

/** A new item is an active service; the accounts are those that most companies choose. */
function emptyItem({ company: { store }, today }: Visit): Typed {
  return {
    type: "Service",
    active: "true",
    incomeAccount: standardAccount(store, "ServiceFeeIncome"),
    assetAccount: inventoryAccount(store),
    expenseAccount: "",
    startDate: today,
  };
}

function inventoryAccount(store: Store): string {
  return store.indexes.find("subtype:Inventory")[0]?.id ?? "";
}

/** `/app/items/new`, empty or with what was typed and why it was refused. */
export function newItem(visit: Visit, state?: FormState): EmulatorAnswer {
  const current = state ?? { typed: emptyItem(visit), problems: NO_PROBLEMS };
  const form = itemForm({ ...current, action: "/app/items/new", types: NEW_TYPES }, visit);
  return page(visit, {
    title: "New item",
    section: "items",
    content: html`${head("New item")}${form}`,
    status: state === undefined ? 200 : 400,
  });
}

/** On success the address ends with the new id. */
export function createItem(visit: Visit): EmulatorAnswer {
  const { typed } = visit;
  const read = itemBody(visit, undefined);
  if ("problems" in read) return newItem(visit, { typed, problems: read.problems });
  const saved = saveByHand("Item", read.body, visit);
  return "id" in saved
    ? seeOther(`/app/item?itemId=${saved.id}`, "created")
    : newItem(visit, { typed, problems: problemsOf(saved.refused, ITEM_PLACES, typed) });
}

/** `/app/item?itemId=`. */
export function itemDetail(visit: Visit, state?: FormState): EmulatorAnswer {
  const { id, company, formats } = visit;
  const record = company.store.record("Item", id);
  if (record === undefined) return notFound(visit, "items", `There is no item ${id}.`);
  const shown = renderRecord(record, visit.context);
  const current = state ?? { typed: typedFromItem(shown, visit), problems: NO_PROBLEMS };
  const types = [textOf(shown, "Type") ?? ""];
  const form = itemForm({ ...current, action: `/app/item?itemId=${id}`, types }, visit);
  const name = textOf(shown, "Name") ?? "Item";
  const price = numberOf(shown, "UnitPrice");
  const onHand = numberOf(shown, "QtyOnHand");
  const reactivate = html`<form class="message" method="post" action="/app/item/activate?itemId=${id}">
    <p>This item is inactive: it is left out of lists and cannot be chosen on new documents.</p>
    <input type="hidden" name="syncToken" value="${record.syncToken}">${formKey(visit)}<button>Make active again</button></form>`;
  return page(visit, {
    title: name,
    section: "items",
    status: state === undefined ? 200 : 400,
    content: html`${head(name, inactiveTag(shown), html`<a href="/app/items">All products and services</a>`)}
    ${shown["Active"] === false ? reactivate : undefined}
    <div class="columns"><div>${form}</div><aside class="card" aria-label="Summary"><h2>${price === undefined ? "Category" : "Price"}</h2>
      ${price === undefined ? undefined : html`<p class="amount">${formats.money(price)}</p>`}
      ${facts([
        ["Full name", textOf(shown, "FullyQualifiedName")],
        ["On hand", onHand === undefined ? undefined : formats.number(onHand)],
      ])}${versionFacts(id, record.syncToken)}</aside></div>`,
  });
}

/** Back to the same page, or the form again with the refusal. */
export function saveItem(visit: Visit): EmulatorAnswer {
  const { id, typed, company } = visit;
  const record = company.store.record("Item", id);
  if (record === undefined) return notFound(visit, "items", `There is no item ${id}.`);
  const read = itemBody(visit, renderRecord(record, visit.context));
  if ("problems" in read) return itemDetail(visit, { typed, problems: read.problems });
  const saved = saveByHand("Item", read.body, visit);
  return "id" in saved
    ? seeOther(`/app/item?itemId=${id}`, "saved")
    : itemDetail(visit, { typed, problems: problemsOf(saved.refused, ITEM_PLACES, typed) });
}

/** One press for an inactive item. */
export function activateItem(visit: Visit): EmulatorAnswer {
  const { id, typed, company } = visit;
  const record = company.store.record("Item", id);
  if (record === undefined) return notFound(visit, "items", `There is no item ${id}.`);
  const body = { Id: id, SyncToken: typed["syncToken"] ?? "", sparse: true, Active: true };
  const saved = saveByHand("Item", body, visit);
  if ("id" in saved) return seeOther(`/app/item?itemId=${id}`, "reactivated");
  return itemDetail(visit, {
    typed: typedFromItem(renderRecord(record, visit.context), visit),
    problems: problemsOf(saved.refused, ITEM_PLACES, typed),
  });
}
