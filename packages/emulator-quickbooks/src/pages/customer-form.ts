import { choicesOf, currencyChoices, orNone, salesTaxChoices } from "./choices.ts";
import {
  checkField,
  group,
  refusal,
  selectField,
  textField,
  type FormState,
  type TextField,
} from "./form-fields.ts";
import { html, type Html } from "./html.ts";
import { formKey } from "./form-key.ts";
import { suggestionList } from "./suggestions.ts";
import type { Visit } from "./visit.ts";

const NAMES: readonly TextField[] = [
  { name: "displayName", label: "Display name", isWide: true, isRequired: true },
  { name: "givenName", label: "First name" },
  { name: "familyName", label: "Last name" },
  { name: "companyName", label: "Company name" },
];
const CONTACT: readonly TextField[] = [
  { name: "email", label: "Email" },
  { name: "phone", label: "Phone", type: "tel" },
  { name: "mobile", label: "Mobile", type: "tel" },
  { name: "website", label: "Website" },
];
const addressFields = (prefix: string, label: string): readonly TextField[] => [
  { name: `${prefix}Street`, label: `${label} street`, isWide: true },
  { name: `${prefix}Street2`, label: `${label} street, second line`, isWide: true },
  { name: `${prefix}City`, label: `${label} city` },
  { name: `${prefix}State`, label: `${label} state` },
  { name: `${prefix}Zip`, label: `${label} ZIP` },
  { name: `${prefix}Country`, label: `${label} country` },
];

/** Where the form goes and where it may be left. */
export interface CustomerForm extends FormState {
  readonly action: string;
  readonly cancel: string;
  readonly isNew: boolean;
}

/** The same form makes and edits a customer. */
export function customerForm(form: CustomerForm, visit: Visit): Html {
  const { action, cancel, typed } = form;
  const texts = (fields: readonly TextField[]): Html[] =>
    fields.map((field) => textField(field, form));
  return html`<form class="card" method="post" action="${action}" aria-label="Customer" data-once>
    ${refusal(form.problems, action)}
    <input type="hidden" name="syncToken" value="${typed["syncToken"]}">${formKey(visit, typed)}
    ${group("Name", texts(NAMES))} ${group("Contact", texts(CONTACT))}
    ${parentFields(form)}
    <div class="halves">${group("Billing address", texts(addressFields("billing", "Billing")))}
    ${group("Shipping address", texts(addressFields("shipping", "Shipping")))}</div>
    ${paymentFields(form, visit)}
    ${group("Notes", textField({ name: "notes", label: "Notes", type: "textarea", isWide: true }, form))}
    ${checkField(
      {
        name: "active",
        label: "Active",
        hint: "An inactive customer keeps its transactions, is shown as “(deleted)” and cannot be chosen on new forms. Its name is free for others.",
      },
      form,
    )}
    <div class="actions"><button class="primary" type="submit" id="save">Save</button><a class="button" href="${cancel}">Cancel</a></div>
    ${suggestionList("customers", visit)}
  </form>`;
}

function parentFields(form: CustomerForm): Html {
  const fields = [
    textField(
      {
        name: "parent",
        label: "Parent customer",
        suggest: "customers",
        isWide: true,
        hint: "Makes this a job or sub-customer, whose balance counts to its parent too.",
      },
      form,
    ),
    checkField({ name: "billWithParent", label: "Bill with parent" }, form),
  ];
  return group("Sub-customer", fields);
}

function paymentFields(form: CustomerForm, visit: Visit): Html {
  const { store } = visit.company;
  const { typed, isNew } = form;
  const { profile } = visit;
  const currency =
    profile.isMultiCurrency && isNew
      ? selectField(
          {
            name: "currency",
            label: "Currency",
            options: currencyChoices(store, profile.homeCurrency),
          },
          form,
        )
      : undefined;
  const tax = profile.usesSalesTax
    ? [
        checkField({ name: "taxable", label: "Taxable" }, form),
        selectField(
          {
            name: "taxCode",
            label: "Default tax code",
            options: orNone(salesTaxChoices(store, typed["taxCode"])),
          },
          form,
        ),
      ]
    : [];
  return group("Payment and tax", [
    selectField(
      { name: "terms", label: "Terms", options: orNone(choicesOf("Term", store, typed["terms"])) },
      form,
    ),
    selectField(
      {
        name: "paymentMethod",
        label: "Preferred payment method",
        options: orNone(choicesOf("PaymentMethod", store, typed["paymentMethod"])),
      },
      form,
    ),
    currency,
    ...tax,
  ]);
}
