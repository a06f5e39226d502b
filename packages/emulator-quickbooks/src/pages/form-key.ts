import { html, type Html } from "./html.ts";
import type { Typed, Visit } from "./visit.ts";

/**
 * Makes a form unlike any other, so that the same form sent twice is known (see `repeated-form.ts`). A
 * form shown again after a refusal keeps its key: it was not saved.
 */
export function formKey(visit: Visit, typed: Typed = {}): Html {
  const key = typed["formKey"] ?? visit.company.ids.token();
  return html`<input type="hidden" name="formKey" value="${key}">`;
}
