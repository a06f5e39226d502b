import { numberOf, objectOf, textOf, type JsonObject } from "../json/json-value.ts";
import { choicesOf, orNone } from "./choices.ts";
import { errorOf, selectInput, textInput, type FormState } from "./form-fields.ts";
import { attribute, html, type Html } from "./html.ts";
import { editableLines, isKept, rowCount } from "./invoice-lines.ts";
import type { Visit } from "./visit.ts";

interface LineForm extends FormState {
  readonly invoice: JsonObject | undefined;
}

/** The lines as a table of inputs; on a narrow screen each line is a block with its labels. */
export function lineTable(form: LineForm, visit: Visit): Html {
  const { profile } = visit;
  const lines = new Map(
    editableLines(form.invoice ?? {}).map((line) => [textOf(line, "Id") ?? "", line]),
  );
  const rows = Array.from({ length: rowCount(form.typed) }, (_, index) => {
    const row = index + 1;
    const line = lines.get(form.typed[`line-${row}`] ?? "");
    return line !== undefined && isKept(line)
      ? keptRow(row, line, visit)
      : lineRow(row, form, visit);
  });
  const width = profile.country === "US" ? "" : "codes";
  const tax = profile.usesSalesTax ? html`<th scope="col" class="${width}">Tax</th>` : undefined;
  return html`<table class="lines"><caption class="unseen">Lines of the invoice</caption><thead><tr><th scope="col">Product or service</th><th scope="col">Description</th>
    <th scope="col" class="number">Qty</th><th scope="col" class="number">Rate</th><th scope="col" class="number">Amount</th>${tax}<th><span class="unseen">Clear</span></th></tr></thead>
    <tbody>${rows}</tbody></table>
    <p><button name="action" value="addLines"${attribute("formnovalidate")} data-adds-line>Add lines</button></p>`;
}

function lineRow(row: number, form: LineForm, visit: Visit): Html {
  const { typed } = form;
  const cell = (part: string, label: string, input: Html): Html =>
    html`<td class="in-${part}" data-label="${label}">${input}${errorOf(`${part}-${row}`, form)}</td>`;
  const text = (part: string, label: string, isAmount: boolean): Html =>
    cell(
      part,
      label,
      textInput(
        {
          name: `${part}-${row}`,
          label: `${label}, line ${row}`,
          ...(isAmount ? { type: "amount" } : {}),
        },
        form,
        true,
      ),
    );
  const item = textInput(
    { name: `item-${row}`, label: `Product or service, line ${row}`, suggest: "items" },
    form,
    true,
  );
  return html`<tr>${cell("item", "Product or service", item)}${text("description", "Description", false)}
    ${text("quantity", "Qty", true)}${text("rate", "Rate", true)}${text("amount", "Amount", true)}
    ${visit.profile.usesSalesTax ? html`<td class="tax" data-label="Tax">${taxInput(row, form, visit)}${errorOf(`tax-${row}`, form)}</td>` : undefined}
    <td class="clear"><input type="hidden" name="line-${row}" value="${typed[`line-${row}`]}"><input type="hidden" id="filled-${row}" name="filled-${row}" value="${typed[`filled-${row}`]}">
      <button type="button" class="plain with-script" data-clears-line aria-label="Clear line ${row}" hidden>×</button></td></tr>`;
}

/** Taxed or not in a US company; one of its codes elsewhere. */
function taxInput(row: number, form: LineForm, { profile, company }: Visit): Html {
  const name = `tax-${row}`;
  const label = `Tax, line ${row}`;
  if (profile.country !== "US") {
    const options = orNone(choicesOf("TaxCode", company.store, form.typed[name]));
    return selectInput({ name, label, options }, form, true);
  }
  const checked = form.typed[name] === "true" ? attribute("checked") : undefined;
  return html`<input id="${name}" name="${name}" type="checkbox" value="true" aria-label="${label}"${checked}>`;
}

/** A bundle, for example: shown, and kept as it is. */
function keptRow(row: number, line: JsonObject, { formats }: Visit): Html {
  const bundle = objectOf(objectOf(line, "GroupLineDetail") ?? {}, "GroupItemRef") ?? {};
  const name = textOf(bundle, "name") ?? textOf(line, "DetailType") ?? "";
  return html`<tr><td class="in-item"><input type="hidden" name="line-${row}" value="${textOf(line, "Id")}">${name}</td>
    <td class="in-description" colspan="3">${textOf(line, "Description")}</td><td class="number">${formats.number(numberOf(line, "Amount"))}</td><td colspan="2"></td></tr>`;
}
