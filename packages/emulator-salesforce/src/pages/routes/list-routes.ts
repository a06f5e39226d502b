/** `/lightning/o/{Object}/…`: lists, and new records. */
import type { DescribedObject, PageAnswer } from "../../page-host.ts";
import { htmlAnswer, jsonAnswer, redirect } from "../http/answers.ts";
import { html, type Html } from "../http/html.ts";
import { LIST_PRICE } from "../layouts.ts";
import { describeObject } from "../record/find-object.ts";
import { editableFields, saveNew } from "../record/save.ts";
import { listFields, listView } from "../views/list-view.ts";
import { type FormState, recordForm } from "../views/record-form.ts";
import { problemPage, renderPage } from "../views/shell.ts";
import { isFragment, type RouteContext } from "./route.ts";

const LIST_MAX = 200;

/** A search text inside a SOQL LIKE: quotes, backslashes and wildcards stand for themselves. */
const likeText = (text: string): string => text.replaceAll(/[\\'%_]/g, "\\$&");

function listQuery(object: DescribedObject, search: string, select: string): string {
  const where = search === "" ? "" : ` WHERE Name LIKE '%${likeText(search)}%'`;
  return `SELECT ${select} FROM ${object.name}${where}`;
}

function unknownObject(context: RouteContext, name: string): PageAnswer {
  const text = `This org has no object named ${name}.`;
  return problemPage(context.host, context.app, { status: 404, title: "Page not found", text });
}

function listBody(context: RouteContext, object: DescribedObject): Html | string {
  const search = context.url.searchParams.get("q")?.trim() ?? "";
  const columns = ["Id", ...listFields(object).map((field) => field.name)];
  const select = [...new Set(columns.filter((name) => name !== LIST_PRICE))].join(", ");
  const order = ` ORDER BY Name LIMIT ${LIST_MAX}`;
  const found = context.host.org.query(listQuery(object, search, select) + order);
  if (!found.ok) return found.errors.map((error) => error.message).join(" ");
  const counted = context.host.org.query(listQuery(object, search, "COUNT()"));
  const { records } = found.value;
  const totalSize = counted.ok ? counted.value.totalSize : records.length;
  return listView({ object, records, totalSize, search });
}

function listPage(context: RouteContext, object: DescribedObject, dialog: Html | null): PageAnswer {
  const { host, app } = context;
  const list = listBody(context, object);
  if (typeof list === "string") {
    return problemPage(host, app, { status: 400, title: "This list cannot be shown", text: list });
  }
  const body =
    dialog === null ? list : html`${list}<template data-dialog-open>${dialog}</template>`;
  return renderPage(host, app, { title: object.labelPlural, body, nav: object.name });
}

function newForm(object: DescribedObject, state: Partial<FormState>): Html {
  // Check boxes start as the org's defaults do: what is active is so from the start.
  const active = editableFields(object)
    .filter((field) => field.type === "boolean")
    .map((field) => [field.name, "true"]);
  return recordForm(object, {
    title: `New ${object.label}`,
    action: `/lightning/o/${object.name}/new`,
    texts: Object.fromEntries(active) as Record<string, string>,
    original: {},
    errors: [],
    ...state,
  });
}

function create(context: RouteContext, object: DescribedObject): PageAnswer {
  const form = new URLSearchParams(context.request.body);
  const saved = saveNew(context.host.org, object, form);
  if (saved.ok) {
    const url = `/lightning/r/${object.name}/${saved.id}/view`;
    const toast = `${object.label} "${form.get("Name") ?? ""}" was created.`;
    return isFragment(context) ? jsonAnswer({ url, toast }) : redirect(url, 303);
  }
  const texts = Object.fromEntries(form);
  const dialog = newForm(object, { texts, errors: saved.errors });
  return isFragment(context)
    ? htmlAnswer(dialog, { status: 422 })
    : { ...listPage(context, object, dialog), status: 422 };
}

export function listRoute(context: RouteContext, name: string, action: string): PageAnswer {
  const object = describeObject(context.host, name);
  if (object === undefined) return unknownObject(context, name);
  if (action === "list") return listPage(context, object, null);
  if (context.request.method === "POST") return create(context, object);
  const dialog = newForm(object, {});
  return isFragment(context) ? htmlAnswer(dialog) : listPage(context, object, dialog);
}
