import { attribute, html, type Html, type HtmlValue } from "./html.ts";
import type { Problems } from "./problems.ts";
import type { Typed } from "./visit.ts";

/** What stands in a form, and what is wrong with it. */
export interface FormState {
  readonly typed: Typed;
  readonly problems: Problems;
}

/** One input of a form: its label is exact text that people (and tests) look for. */
export interface Field {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly isWide?: boolean;
  readonly isRequired?: boolean;
}

export interface TextField extends Field {
  readonly type?: "text" | "email" | "tel" | "date" | "textarea" | "amount";
  /** Where suggestions come from while one types: `customers` or `items`. */
  readonly suggest?: "customers" | "items";
}

/** The id is the name, so that label, input and test agree. */
export function textField(field: TextField, form: FormState): Html {
  return labelled(field, form, textInput(field, form));
}

/** The bare input, for a cell of a table; it is then labelled by `label` itself. */
export function textInput(field: TextField, form: FormState, isBare = false): Html {
  const { name, label, type = "text", suggest } = field;
  const value = form.typed[name] ?? "";
  const shared = html`id="${name}" name="${name}"${isBare ? attribute("aria-label", label) : undefined}${states(field, form)}`;
  if (type === "textarea") return html`<textarea ${shared} rows="3">${value}</textarea>`;
  const isAmount = type === "amount";
  return html`<input ${shared} type="${isAmount ? "text" : type}"${isAmount ? attribute("inputmode", "decimal") : undefined}${isAmount ? attribute("class", "number") : undefined} value="${value}" autocomplete="off"${suggest === undefined ? undefined : html`${attribute("list", `${suggest}-list`)}${attribute("data-suggest", suggest)}`}>`;
}

/** Options are shown in the given order. */
export interface SelectField extends Field {
  readonly options: readonly Option[];
}

export interface Option {
  readonly value: string;
  readonly label: string;
}

export function selectField(field: SelectField, form: FormState): Html {
  return labelled(field, form, selectInput(field, form));
}

/** The bare select, for a cell of a table. */
export function selectInput(field: SelectField, form: FormState, isBare = false): Html {
  const { name, label, options } = field;
  const value = form.typed[name] ?? "";
  const choices = options.map(
    (option) =>
      html`<option value="${option.value}"${option.value === value ? attribute("selected") : undefined}>${option.label}</option>`,
  );
  return html`<select id="${name}" name="${name}"${isBare ? attribute("aria-label", label) : undefined}${states(field, form)}>${choices}</select>`;
}

export function checkField(field: Field, form: FormState): Html {
  const { name, label, hint, isWide = false } = field;
  return html`<div${attribute("class", isWide ? "check wide" : "check")}>
    <input id="${name}" name="${name}" type="checkbox" value="true"${form.typed[name] === "true" ? attribute("checked") : undefined}${states(field, form)}>
    <label for="${name}">${label}</label>${hintOf(name, hint)}${errorOf(name, form)}
  </div>`;
}

/** A group of inputs under a heading. `more` is put on the fieldset as it is. */
export function group(legend: string, fields: HtmlValue, more?: Html): Html {
  return html`<fieldset${more}><legend>${legend}</legend><div class="fields">${fields}</div></fieldset>`;
}

/**
 * Why the form was refused, announced before anything else; each reason leads to its input. `address` is that of
 * the page as it is now, for a form that is out of date.
 */
export function refusal({ fields, general, isStale }: Problems, address: string): Html | undefined {
  const reasons = [
    ...general.map((text) => html`<li>${text}</li>`),
    ...Object.entries(fields).map(([name, text]) => html`<li><a href="#${name}">${text}</a></li>`),
  ];
  if (reasons.length === 0) return undefined;
  const current =
    isStale === true
      ? html`<p><a href="${address}" target="_blank" rel="noopener">Open the current version</a> (in a new tab)</p>`
      : undefined;
  return html`<div class="message" role="alert"><strong>This was not saved.</strong><ul>${reasons}</ul>${current}</div>`;
}

function labelled(field: Field, form: FormState, input: Html): Html {
  const { name, label, hint, isWide = false } = field;
  return html`<div${isWide ? attribute("class", "wide") : undefined}>
    <label for="${name}">${label}</label>
    ${input}${hintOf(name, hint)}${errorOf(name, form)}
  </div>`;
}

function hintOf(name: string, hint: string | undefined): Html | undefined {
  return hint === undefined ? undefined : html`<p class="hint" id="${name}-hint">${hint}</p>`;
}

/** For an input in a cell of a table, which has no place for its own. */
export function errorOf(name: string, { problems }: FormState): Html | undefined {
  const text = problems.fields[name];
  return text === undefined ? undefined : html`<p class="error" id="${name}-error">${text}</p>`;
}

/** Required, wrong, described by its hint and its error; the first wrong input has the cursor. */
function states({ name, hint, isRequired = false }: Field, { problems }: FormState): Html {
  const isWrong = problems.fields[name] !== undefined;
  const described = [
    ...(hint === undefined ? [] : [`${name}-hint`]),
    ...(isWrong ? [`${name}-error`] : []),
  ];
  return html`${isRequired ? attribute("required") : undefined}${isWrong ? attribute("aria-invalid", "true") : undefined}${
    described.length === 0 ? undefined : attribute("aria-describedby", described.join(" "))
  }${isWrong && Object.keys(problems.fields)[0] === name ? attribute("autofocus") : undefined}`;
}
