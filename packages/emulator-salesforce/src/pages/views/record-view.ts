/** A record's page: what is placed on it by its flexipage, standard parts drawn here. */
import type { DescribedObject, PageHost, RecordBody } from "../../page-host.ts";
import type { LightningApp, PlacedComponent } from "../app-metadata.ts";
import { html, type Html, type Part } from "../http/html.ts";
import { findPageField, layoutOf, LIST_PRICE, type PageField, sectionsOf } from "../layouts.ts";
import { readListPrice } from "../record/list-price.ts";
import { displayText } from "../record/values.ts";
import { objectIcon } from "./icons.ts";

export interface ShownRecord {
  readonly object: DescribedObject;
  readonly id: string;
  readonly record: RecordBody;
}

/** The record with its standard price beside its own fields, where its layout shows one. */
export function withListPrice(
  host: PageHost,
  { object, id }: ShownRecord,
  record: RecordBody,
): RecordBody {
  const shows = sectionsOf(object).some((part) =>
    part.fields.some(({ name }) => name === LIST_PRICE),
  );
  return shows ? { ...record, [LIST_PRICE]: readListPrice(host.org, id) } : record;
}

export function recordName({ record, id }: ShownRecord): string {
  const name = record["Name"];
  return typeof name === "string" ? name : id;
}

function fieldValue(field: PageField, value: unknown): Part {
  const text = displayText(field, value);
  if (text === "") return html`<span class="empty">&nbsp;</span>`;
  if (field.type === "email") return html`<a href="mailto:${text}">${text}</a>`;
  if (field.type === "phone") return html`<a href="tel:${text}">${text}</a>`;
  if (field.type === "url") {
    const href = /^https?:\/\//i.test(text) ? text : `http://${text}`;
    return html`<a href="${href}" target="_blank" rel="noopener noreferrer">${text}</a>`;
  }
  return text;
}

function highlights(shown: ShownRecord): Html {
  const { object, record, id } = shown;
  const layout = layoutOf(object);
  const fields = layout.highlightFields.flatMap((name) => findPageField(object, name) ?? []);
  const base = `/lightning/r/${object.name}/${id}`;
  return html`<div class="slds-page-header slds-page-header_record-home" data-refresh="highlights">
    <div class="slds-page-header__row">
      <div class="slds-page-header__col-title"><div class="slds-media">
        <div class="slds-media__figure">${objectIcon(layout.icon)}</div>
        <div class="slds-media__body"><div class="slds-page-header__name"><h1>
          <span>${object.label}</span>
          <span class="slds-page-header__title" data-record-name>${recordName(shown)}</span>
        </h1></div></div></div></div>
      <div class="slds-page-header__col-actions">
        <div class="slds-button-group">
          <button type="button" class="slds-button slds-button_neutral" data-dialog-url="${base}/edit">Edit</button>
          <button type="button" class="slds-button slds-button_neutral" data-dialog-url="${base}/delete">Delete</button>
        </div></div></div>
    <dl class="highlight-fields">${fields.map(
      (field) =>
        html`<div><dt>${field.label}</dt><dd>${fieldValue(field, record[field.name])}</dd></div>`,
    )}</dl></div>`;
}

function details({ object, record }: ShownRecord): Html {
  const sections = sectionsOf(object).map(
    (section) => html`<section class="detail-section"><h2>${section.title}</h2>
      <dl class="detail-grid">${section.fields.map(
        (field) => html`<div class="detail-field" data-field="${field.name}">
          <dt>${field.label}</dt><dd>${fieldValue(field, record[field.name])}</dd></div>`,
      )}</dl></section>`,
  );
  return html`<article class="slds-card detail-card" data-refresh="details">${sections}</article>`;
}

/** What a component is, in a page's metadata: one of the standard parts, or one of ours. */
function placed(shown: ShownRecord, { component }: PlacedComponent): Html {
  if (component === "force:highlightsPanel") return highlights(shown);
  if (component === "force:detailPanel") return details(shown);
  const props = { recordId: shown.id, objectApiName: shown.object.name };
  return html`<div class="placed" data-component="${component}" data-props="${JSON.stringify(props)}"></div>`;
}

export function recordView(app: LightningApp, shown: ShownRecord): Html {
  const components = app.recordPage(shown.object.name);
  const region = (name: string): Html[] =>
    components.filter((item) => item.region === name).map((item) => placed(shown, item));
  const sidebar = region("sidebar");
  return html`<div data-record-id="${shown.id}" data-object="${shown.object.name}">
    ${region("header")}
    <div class="record-columns ${sidebar.length > 0 ? "record-columns_two" : ""}">
      <div>${region("main")}</div>
      ${sidebar.length > 0 ? html`<aside aria-label="Related tools">${sidebar}</aside>` : ""}
    </div></div>`;
}

/** The modal that asks before a record is deleted. */
export function deleteForm(shown: ShownRecord): Html {
  const { object, id } = shown;
  return html`<form method="post" action="/lightning/r/${object.name}/${id}/delete" data-record-form>
    <header class="dialog-header"><h2 id="dialog-title">Delete ${object.label}</h2></header>
    <div class="dialog-content"><p>Are you sure you want to delete ${recordName(shown)}?</p></div>
    <footer class="dialog-footer">
      <button class="slds-button slds-button_neutral" type="button" data-dialog-close>Cancel</button>
      <button class="slds-button slds-button_brand" type="submit">Delete</button>
    </footer></form>`;
}
