/** A list of records: a table with a search, and New. */
import type { DescribedObject, RecordBody } from "../../page-host.ts";
import { html, type Html } from "../http/html.ts";
import { findPageField, layoutOf, type PageField } from "../layouts.ts";
import { displayText } from "../record/values.ts";
import { objectIcon, utilityIcon } from "./icons.ts";

export interface ShownList {
  readonly object: DescribedObject;
  readonly records: readonly RecordBody[];
  readonly totalSize: number;
  readonly search: string;
}

export function listFields(object: DescribedObject): PageField[] {
  return layoutOf(object).listFields.flatMap((name) => findPageField(object, name) ?? []);
}

function row(object: DescribedObject, fields: readonly PageField[], record: RecordBody): Html {
  const id = String(record["Id"]);
  const cells = fields.map((field, index) => {
    const text = displayText(field, record[field.name]);
    if (index > 0) return html`<td><div class="slds-truncate" title="${text}">${text}</div></td>`;
    const url = `/lightning/r/${object.name}/${id}/view`;
    return html`<th scope="row"><div class="slds-truncate" title="${text}"><a href="${url}">${text || id}</a></div></th>`;
  });
  return html`<tr class="slds-hint-parent" data-record-id="${id}">${cells}</tr>`;
}

export function listView({ object, records, totalSize, search }: ShownList): Html {
  const fields = listFields(object);
  const count = `${totalSize} item${totalSize === 1 ? "" : "s"}`;
  const shown = records.length < totalSize ? `, the first ${records.length} shown` : "";
  const table = html`<table class="slds-table slds-table_bordered slds-table_fixed-layout slds-max-medium-table_stacked">
    <caption class="slds-assistive-text">${object.labelPlural}</caption>
    <thead><tr class="slds-line-height_reset">${fields.map(
      (field) => html`<th scope="col"><div class="slds-truncate">${field.label}</div></th>`,
    )}</tr></thead>
    <tbody>${records.map((record) => row(object, fields, record))}</tbody></table>`;
  const nothing = html`<p class="slds-p-around_large slds-text-align_center">No ${object.labelPlural.toLowerCase()} to show.</p>`;
  return html`<article class="slds-card list" data-list="${object.name}">
    <div class="slds-page-header slds-page-header_object-home">
      <div class="slds-page-header__row">
        <div class="slds-page-header__col-title"><div class="slds-media">
          <div class="slds-media__figure">${objectIcon(layoutOf(object).icon)}</div>
          <div class="slds-media__body"><h1><span>${object.labelPlural}</span>
            <span class="slds-page-header__title">All ${object.labelPlural}</span></h1></div></div></div>
        <div class="slds-page-header__col-actions">
          <button type="button" class="slds-button slds-button_neutral" data-dialog-url="/lightning/o/${object.name}/new">New</button>
        </div></div>
      <div class="slds-page-header__row list-tools">
        <p class="slds-page-header__meta-text" role="status">${count}${shown}</p>
        <form method="get" role="search" class="slds-form-element__control slds-input-has-icon slds-input-has-icon_left">
          ${utilityIcon("search", "slds-icon slds-input__icon slds-input__icon_left slds-icon-text-default")}
          <label class="slds-assistive-text" for="list-search">Search this list</label>
          <input class="slds-input" id="list-search" type="search" name="q" value="${search}" placeholder="Search this list…">
        </form></div></div>
    ${records.length === 0 ? nothing : table}</article>`;
}
