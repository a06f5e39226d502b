import type { EmulatorAnswer } from "../emulator-request.ts";
import type { StoredRecord } from "../store/stored-record.ts";
import { numberOf, type JsonObject } from "../json/json-value.ts";
import { renderRecord } from "../write/render-record.ts";
import { attribute, html, type Html, type HtmlValue } from "./html.ts";
import { page, type Section } from "./layout.ts";
import { listPage, listRequest, type Listing, type ListPage, type ListRequest } from "./listing.ts";
import { head } from "./parts.ts";
import type { Visit } from "./visit.ts";

/** A record as a list shows it. */
export interface Row {
  readonly record: StoredRecord;
  readonly shown: JsonObject;
}

/** One column; with `sort` its heading sorts by it. A minor column gives way on a narrow screen. */
export interface Column {
  readonly label: string;
  readonly cell: (row: Row, visit: Visit) => HtmlValue;
  readonly sort?: string;
  readonly isNumber?: boolean;
  readonly isMinor?: boolean;
  /** Is never broken into lines. */
  readonly isDate?: boolean;
}

/** How a listing looks. */
export interface ListView {
  readonly title: string;
  readonly section: Section;
  readonly path: string;
  readonly listing: Listing;
  readonly columns: readonly Column[];
  /** The label of the search, e.g. `Find a customer`. */
  readonly find: string;
  readonly nothing: string;
  /** Beside the heading: what can be created. */
  readonly actions?: Html;
  /** Of a row, e.g. `sub` for a job under its customer. */
  readonly rowClass?: (row: Row) => string | undefined;
}

/** The class of a row whose record stands below others: `sub level-1` to `sub level-4`. */
export function levelClass({ shown }: Row): string | undefined {
  const level = numberOf(shown, "Level") ?? 0;
  return level === 0 ? undefined : `sub level-${Math.min(level, 4)}`;
}

/** A whole list page: search, filter, sortable headings, one page of rows, and the way to the others. */
export function listOnPage(view: ListView, visit: Visit): EmulatorAnswer {
  const request = listRequest(view.listing, visit.query);
  const found = listPage(view.listing, request, visit);
  const content = html`${head(view.title, view.actions)}
    ${toolbar(view, request)}
    <div class="card flush" tabindex="0" role="region" aria-label="${view.title}">${table(view, request, found.records, visit)}</div>
    ${pager(view, { ...request, page: found.page }, found, visit)}`;
  return page(visit, { title: view.title, section: view.section, content });
}

/** Rows of records elsewhere than on their list, unsortable. */
export function plainTable(
  columns: readonly Column[],
  records: readonly StoredRecord[],
  visit: Visit,
): Html {
  const headings = columns.map(
    (column) => html`<th${classes(column)} scope="col">${column.label}</th>`,
  );
  return html`<table><thead><tr>${headings}</tr></thead><tbody>${records.map((record) => tableRow(columns, record, visit))}</tbody></table>`;
}

function table(
  view: ListView,
  request: ListRequest,
  records: readonly StoredRecord[],
  visit: Visit,
): Html {
  const headings = view.columns.map((column) => heading(view, column, request));
  const rows = records.map((record) => tableRow(view.columns, record, visit, view.rowClass));
  const nothing = html`<tr><td class="quiet" colspan="${view.columns.length}">${view.nothing}</td></tr>`;
  return html`<table><thead><tr>${headings}</tr></thead><tbody>${rows.length === 0 ? nothing : rows}</tbody></table>`;
}

function tableRow(
  columns: readonly Column[],
  record: StoredRecord,
  visit: Visit,
  rowClass?: (row: Row) => string | undefined,
): Html {
  const row: Row = { record, shown: renderRecord(record, visit.context) };
  const name = rowClass?.(row);
  const cells = columns.map(
    (column) => html`<td${classes(column)}>${column.cell(row, visit)}</td>`,
  );
  return html`<tr${name === undefined ? undefined : attribute("class", name)}>${cells}</tr>`;
}

function classes({ isNumber = false, isMinor = false, isDate = false }: Column): Html | undefined {
  const names = [
    ...(isNumber ? ["number"] : []),
    ...(isMinor ? ["minor"] : []),
    ...(isDate ? ["date"] : []),
  ];
  return names.length === 0 ? undefined : attribute("class", names.join(" "));
}

/** A second press on the heading turns the order round. */
function heading({ path }: ListView, column: Column, request: ListRequest): Html {
  const { label, sort } = column;
  if (sort === undefined) return html`<th${classes(column)} scope="col">${label}</th>`;
  const isCurrent = request.sort === sort;
  const order = request.isDescending ? "asc" : "desc";
  const href = address(path, { ...request, sort, page: 1 }, isCurrent ? order : undefined);
  const state = isCurrent ? (request.isDescending ? "descending" : "ascending") : undefined;
  return html`<th${classes(column)} scope="col"${state === undefined ? undefined : attribute("aria-sort", state)}><a href="${href}">${label}</a></th>`;
}

/** A plain GET, so that a search can be shared as an address. */
function toolbar({ path, listing, find }: ListView, request: ListRequest): Html {
  const filters = Object.entries(listing.filters).map(
    ([name, { label }]) =>
      html`<option value="${name}"${name === request.filter ? attribute("selected") : undefined}>${label}</option>`,
  );
  const filter =
    filters.length < 2
      ? undefined
      : html`<select name="show" aria-label="Show">${filters}</select>`;
  return html`<form class="toolbar" method="get" action="${path}" role="search">
    <input name="search" type="search" value="${request.search}" aria-label="${find}" placeholder="${find}">
    ${filter}<input type="hidden" name="sort" value="${request.sort}"><input type="hidden" name="order" value="${request.isDescending ? "desc" : "asc"}">
    <button>Search</button></form>`;
}

function pager(
  { path }: ListView,
  request: ListRequest,
  { total, from, records, page: current, pages }: ListPage,
  { formats }: Visit,
): Html | undefined {
  if (total === 0) return undefined;
  const order = request.isDescending ? "desc" : "asc";
  const to = (target: number, label: string): Html =>
    target < 1 || target > pages
      ? html`<span class="button off">${label}</span>`
      : html`<a class="button" href="${address(path, { ...request, page: target }, order)}">${label}</a>`;
  const place = `${formats.number(from)}–${formats.number(from + records.length - 1)} of ${formats.number(total)}`;
  const ways =
    pages === 1
      ? undefined
      : html`${to(1, "First")}${to(current - 1, "Previous")}${to(current + 1, "Next")}${to(pages, "Last")}`;
  return html`<nav class="pager" aria-label="Pages"><span class="quiet">${place}</span>${ways}</nav>`;
}

function address(path: string, request: ListRequest, order: string | undefined): string {
  const query = new URLSearchParams();
  if (request.search !== "") query.set("search", request.search);
  query.set("show", request.filter);
  query.set("sort", request.sort);
  if (order !== undefined) query.set("order", order);
  if (request.page > 1) query.set("page", String(request.page));
  return `${path}?${query.toString()}`;
}
