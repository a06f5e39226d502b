/** The form that creates or edits a record, as the content of a modal. */
import type { ApiErrorItem, DescribedObject } from "../../page-host.ts";
import { html, Html } from "../http/html.ts";
import { type PageField, sectionsOf } from "../layouts.ts";
import { ORIGINAL_INPUT } from "../record/save.ts";

export interface FormState {
  readonly title: string;
  readonly action: string;
  /** Texts shown in the inputs, by field. A check box is on when its text is "true". */
  readonly texts: Readonly<Record<string, string>>;
  /** Texts that the person started from; differs from `texts` once the form comes back with errors. */
  readonly original: Readonly<Record<string, string>>;
  readonly errors: readonly ApiErrorItem[];
}

const attribute = (name: string, isOn: boolean): Html => new Html(isOn ? ` ${name}` : "");

function control(field: PageField, text: string, described: Html): Html {
  const id = `field-${field.name}`;
  const required = attribute("required", field.isRequired);
  const length = field.maxLength > 0 ? html` maxlength="${field.maxLength}"` : "";
  if (field.options.length > 0) {
    const options = field.options.map(
      ({ value, label }) =>
        html`<option value="${value}"${attribute("selected", value === text)}>${label}</option>`,
    );
    return html`<div class="slds-select_container"><select class="slds-select" id="${id}" name="${field.name}"${required}${described}>
      <option value="">--None--</option>${options}</select></div>`;
  }
  if (field.type === "textarea") {
    return html`<textarea class="slds-textarea" id="${id}" name="${field.name}" rows="2"${length}${required}${described}>
${text}</textarea>`;
  }
  return html`<input class="slds-input" id="${id}" name="${field.name}" type="${inputType(field)}" value="${text}" autocomplete="off"${length}${required}${described}>`;
}

function inputType(field: PageField): string {
  if (field.type === "date") return "date";
  return field.type === "phone" ? "tel" : "text";
}

function formElement(field: PageField, text: string, errors: readonly ApiErrorItem[]): Html {
  const own = errors.filter((error) => error.fields?.includes(field.name));
  const hasError = own.length > 0;
  const helpId = `error-${field.name}`;
  const described = hasError
    ? html` aria-invalid="true" aria-describedby="${helpId}"`
    : new Html("");
  const help = hasError
    ? html`<div class="slds-form-element__help" id="${helpId}">${own.map((error) => error.message).join(" ")}</div>`
    : "";
  const state = hasError ? "slds-has-error" : "";
  if (field.type === "boolean") {
    return html`<div class="slds-form-element ${state}"><div class="slds-form-element__control"><div class="slds-checkbox">
      <input type="checkbox" id="field-${field.name}" name="${field.name}" value="true"${attribute("checked", text === "true")}${described}>
      <label class="slds-checkbox__label" for="field-${field.name}"><span class="slds-checkbox_faux"></span>
      <span class="slds-form-element__label">${field.label}</span></label></div></div>${help}</div>`;
  }
  const star = field.isRequired
    ? html`<abbr class="slds-required" title="required" aria-hidden="true">*</abbr>`
    : "";
  return html`<div class="slds-form-element ${state}">
    <label class="slds-form-element__label" for="field-${field.name}">${star}${field.label}</label>
    <div class="slds-form-element__control">${control(field, text, described)}</div>${help}</div>`;
}

/** Errors that no input of this form can show. */
function generalErrors(
  fields: readonly PageField[],
  errors: readonly ApiErrorItem[],
): ApiErrorItem[] {
  const names = new Set(fields.map((field) => field.name));
  return errors.filter((error) => !error.fields?.some((name) => names.has(name)));
}

function errorSummary(
  fields: readonly PageField[],
  errors: readonly ApiErrorItem[],
): Html | string {
  if (errors.length === 0) return "";
  const general = generalErrors(fields, errors);
  const lines =
    general.length > 0
      ? general.map((error) => html`<li>${error.message}</li>`)
      : fields
          .filter((field) => errors.some((error) => error.fields?.includes(field.name)))
          .map((field) => html`<li>${field.label}</li>`);
  const title = general.length > 0 ? "We hit a snag." : "Review the following fields:";
  return html`<div class="form-errors" role="alert"><h3>${title}</h3><ul>${lines}</ul></div>`;
}

export function recordForm(object: DescribedObject, state: FormState): Html {
  const sections = sectionsOf(object)
    .map(({ title, fields }) => ({ title, fields: fields.filter((field) => field.isEditable) }))
    .filter((section) => section.fields.length > 0);
  const fields = sections.flatMap((section) => section.fields);
  const groups = sections.map(
    (section) => html`<fieldset class="form-section"><legend>${section.title}</legend>
      <div class="form-grid">${section.fields.map((field) =>
        formElement(field, state.texts[field.name] ?? "", state.errors),
      )}</div></fieldset>`,
  );
  return html`<form class="record-form" method="post" action="${state.action}" data-record-form novalidate>
    <header class="dialog-header"><h2 id="dialog-title">${state.title}</h2></header>
    <div class="dialog-content">${errorSummary(fields, state.errors)}
      <input type="hidden" name="${ORIGINAL_INPUT}" value="${JSON.stringify(state.original)}">
      <p class="required-note"><abbr class="slds-required" title="required">*</abbr> = Required Information</p>
      ${groups}</div>
    <footer class="dialog-footer">
      <button class="slds-button slds-button_neutral" type="button" data-dialog-close>Cancel</button>
      <button class="slds-button slds-button_brand" type="submit">Save</button>
    </footer></form>`;
}
