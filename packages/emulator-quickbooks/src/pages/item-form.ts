import { textOf } from "../json/json-value.ts";
import { accountChoices, choicesOf, orNone } from "./choices.ts";
import {
  checkField,
  group,
  refusal,
  selectField,
  textField,
  type FormState,
  type Option,
} from "./form-fields.ts";
import { formKey } from "./form-key.ts";
import { attribute, html, type Html } from "./html.ts";
import { itemTypeLabel } from "./known-types.ts";
import type { Store } from "../store/store.ts";
import type { Visit } from "./visit.ts";

/** Kinds that a person makes by hand; bundles are made elsewhere and only shown. */
export const NEW_TYPES = ["Service", "NonInventory", "Inventory", "Category"] as const;

const INCOME = ["Income", "Other Income"];
const EXPENSE = ["Expense", "Other Expense", "Cost of Goods Sold"];

/** `types`: a type is chosen for a new item only. */
export interface ItemForm extends FormState {
  readonly action: string;
  readonly types: readonly string[];
}

/** The same form makes and edits an item. The style sheet hides what the chosen type does not have. */
export function itemForm(form: ItemForm, visit: Visit): Html {
  const { action, typed } = form;
  const { store } = visit.company;
  const types = form.types.map((type) => ({ value: type, label: itemTypeLabel(type) }));
  const categories = choicesOf(
    "Item",
    store,
    typed["category"],
    (fields) => textOf(fields, "Type") === "Category",
  );
  return html`<form class="card item-form" method="post" action="${action}" aria-label="Item" data-once>
    ${refusal(form.problems, action)}
    <input type="hidden" name="syncToken" value="${typed["syncToken"]}">${formKey(visit, typed)}
    ${group("Product or service", [
      textField({ name: "name", label: "Name", isWide: true, isRequired: true }, form),
      selectField({ name: "type", label: "Type", options: types }, form),
      selectField({ name: "category", label: "Category", options: orNone(categories) }, form),
    ])}
    ${saleGroup(form, store)}${purchaseGroup(form, store)}${stockGroup(form, store)}
    ${checkField(
      {
        name: "active",
        label: "Active",
        hint: "An inactive item stays on the documents that have it and cannot be chosen on new ones.",
      },
      form,
    )}
    <div class="actions"><button class="primary" type="submit" id="save">Save</button><a class="button" href="/app/items">Cancel</a></div>
  </form>`;
}

/** Marks a group that only some types have; see the style sheet. */
function only(kind: "sold" | "stock"): Html {
  return attribute("class", `only-${kind}`);
}

function account(name: string, label: string, options: readonly Option[], form: FormState): Html {
  return selectField({ name, label, options: orNone(options) }, form);
}

function saleGroup(form: ItemForm, store: Store): Html {
  const accounts = accountChoices(store, INCOME, form.typed["incomeAccount"]);
  const fields = [
    textField({ name: "sku", label: "SKU" }, form),
    textField({ name: "price", label: "Price", type: "amount" }, form),
    textField({ name: "description", label: "Description", isWide: true }, form),
    account("incomeAccount", "Income account", accounts, form),
    checkField({ name: "taxable", label: "Taxable" }, form),
  ];
  return group("Sale", fields, only("sold"));
}

function purchaseGroup(form: ItemForm, store: Store): Html {
  const accounts = accountChoices(store, EXPENSE, form.typed["expenseAccount"]);
  const fields = [
    textField({ name: "purchaseDescription", label: "Purchase description", isWide: true }, form),
    textField({ name: "cost", label: "Cost", type: "amount" }, form),
    account("expenseAccount", "Expense account", accounts, form),
  ];
  return group("Purchase", fields, only("sold"));
}

function stockGroup(form: ItemForm, store: Store): Html {
  const accounts = accountChoices(store, ["Other Current Asset"], form.typed["assetAccount"]);
  const fields = [
    textField({ name: "quantity", label: "Quantity on hand", type: "amount" }, form),
    textField({ name: "startDate", label: "As of date", type: "date" }, form),
    textField({ name: "reorderPoint", label: "Reorder point", type: "amount" }, form),
    account("assetAccount", "Inventory asset account", accounts, form),
  ];
  return group("Inventory", fields, only("stock"));
}
