import { Html, html } from "./html.ts";

/** One input of a form: its label is exact text that people (and tests) look for. */
export interface TextField {
  readonly name: string;
  readonly label: string;
  readonly type?: "text" | "email" | "tel";
  readonly isWide?: boolean;
  readonly isRequired?: boolean;
}

/** The id is the name, so that label, input and test agree. */
export function textField(field: TextField, value: string): Html {
  const { name, label, type = "text", isWide = false, isRequired = false } = field;
  return html`<div${isWide ? new Html(' class="wide"') : undefined}>
    <label for="${name}">${label}</label>
    <input id="${name}" name="${name}" type="${type}" value="${value}" autocomplete="off"${isRequired ? new Html(" required") : undefined}>
  </div>`;
}

/** Options are shown in the given order. */
export interface SelectField {
  readonly name: string;
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

export function selectField({ name, label, options }: SelectField, value: string): Html {
  const choices = options.map(
    (option) =>
      html`<option value="${option.value}"${option.value === value ? new Html(" selected") : undefined}>${option.label}</option>`,
  );
  return html`<div><label for="${name}">${label}</label><select id="${name}" name="${name}">${choices}</select></div>`;
}

export function checkField(name: string, label: string, isChecked: boolean): Html {
  return html`<div class="check">
    <input id="${name}" name="${name}" type="checkbox" value="true"${isChecked ? new Html(" checked") : undefined}>
    <label for="${name}">${label}</label>
  </div>`;
}

/** The vendor's refusal, above the form that it refuses. */
export function refusal(message: string | undefined): Html | undefined {
  return message === undefined
    ? undefined
    : html`<div class="message" role="alert">${message}</div>`;
}
