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
import { typeLabel } from "./known-types.ts";
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
  const types = form.types.map((type) => ({ value: type, label: typeLabel(type) }));
  const categories = choicesOf(
    "Item",
    store,
    typed["category"],
    (fields) => textOf(fields, "Type") === "Category",
  );
  const stock = (name: string, label: string, type: "amount" | "date"): Html =>
    textField({ name, label, type }, form);
  return html`<form class="card item-form" method="post" action="${action}" aria-label="Item" data-once>
    ${refusal(form.problems)}
    <input type="hidden" name="syncToken" value="${typed["syncToken"]}">${formKey(visit, typed)}
    ${group("Product or service", [
      textField({ name: "name", label: "Name", isWide: true, isRequired: true }, form),
      selectField({ name: "type", label: "Type", options: types }, form),
      selectField({ name: "category", label: "Category", options: orNone(categories) }, form),
    ])}
    ${group(
      "Sale",
      [
        textField({ name: "sku", label: "SKU" }, form),
        textField({ name: "price", label: "Price", type: "amount" }, form),
        textField({ name: "description", label: "Description", isWide: true }, form),
        account(
          "incomeAccount",
          "Income account",
          accountChoices(store, INCOME, typed["incomeAccount"]),
          form,
        ),
        checkField({ name: "taxable", label: "Taxable" }, form),
      ],
      only("sold"),
    )}
    ${group(
      "Purchase",
      [
        textField(
          { name: "purchaseDescription", label: "Purchase description", isWide: true },
          form,
        ),
        textField({ name: "cost", label: "Cost", type: "amount" }, form),
        account(
          "expenseAccount",
          "Expense account",
          accountChoices(store, EXPENSE, typed["expenseAccount"]),
          form,
        ),
      ],
      only("sold"),
    )}
    ${group(
      "Inventory",
      [
        stock("quantity", "Quantity on hand", "amount"),
        stock("startDate", "As of date", "date"),
        stock("reorderPoint", "Reorder point", "amount"),
        account(
          "assetAccount",
          "Inventory asset account",
          accountChoices(store, ["Other Current Asset"], typed["assetAccount"]),
          form,
        ),
      ],
      only("stock"),
    )}
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
