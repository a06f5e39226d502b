/** `/lightning/r/{Object}/{Id}/…`: a record's page, its form and its end. */
import type { DescribedObject, PageAnswer } from "../../page-host.ts";
import { htmlAnswer, jsonAnswer, redirect } from "../http/answers.ts";
import { html, type Html } from "../http/html.ts";
import { describeObject, isRecordId, objectOfId } from "../record/find-object.ts";
import { editableFields, saveEdit } from "../record/save.ts";
import { originalTexts } from "../record/values.ts";
import { type FormState, recordForm } from "../views/record-form.ts";
import {
  deleteForm,
  recordName,
  recordView,
  type ShownRecord,
  withListPrice,
} from "../views/record-view.ts";
import { problemPage, renderPage } from "../views/shell.ts";
import { isFragment, type RouteContext } from "./route.ts";

const DELETED_CODES = ["ENTITY_IS_DELETED", "NOT_FOUND", "INVALID_CROSS_REFERENCE_KEY"];

function missing(context: RouteContext, text: string): PageAnswer {
  const title = "This record cannot be shown";
  return problemPage(context.host, context.app, { status: 404, title, text });
}

function findRecord(
  context: RouteContext,
  object: DescribedObject,
  id: string,
): ShownRecord | PageAnswer {
  const read = context.host.org.read(object.name, id);
  if (read.ok) {
    const fullId = read.value["Id"];
    const shown = { object, id: typeof fullId === "string" ? fullId : id, record: read.value };
    return { ...shown, record: withListPrice(context.host, shown, read.value) };
  }
  const isGone = read.errors.some((error) => DELETED_CODES.includes(error.errorCode));
  return missing(
    context,
    isGone
      ? "The record does not exist, or it has been deleted."
      : read.errors.map((error) => error.message).join(" "),
  );
}

const isShown = (found: ShownRecord | PageAnswer): found is ShownRecord => "record" in found;

function viewPage(context: RouteContext, shown: ShownRecord, dialog: Html | null): PageAnswer {
  const view = recordView(context.app, shown);
  const body =
    dialog === null ? view : html`${view}<template data-dialog-open>${dialog}</template>`;
  const title = `${recordName(shown)} | ${shown.object.label}`;
  return renderPage(context.host, context.app, { title, body, nav: shown.object.name });
}

function editForm(shown: ShownRecord, state: Partial<FormState>): Html {
  const { object, id, record } = shown;
  const texts = originalTexts(editableFields(object), record);
  return recordForm(object, {
    title: `Edit ${recordName(shown)}`,
    action: `/lightning/r/${object.name}/${id}/edit`,
    texts,
    original: texts,
    errors: [],
    ...state,
  });
}

function edit(context: RouteContext, shown: ShownRecord): PageAnswer {
  if (context.request.method !== "POST")
    return dialogAnswer(context, shown, editForm(shown, {}), 200);
  const { object, id } = shown;
  const form = new URLSearchParams(context.request.body);
  const saved = saveEdit(context.host.org, object, id, form);
  if (saved.ok) {
    const url = `/lightning/r/${object.name}/${id}/view`;
    const toast = `${object.label} "${form.get("Name") ?? recordName(shown)}" was saved.`;
    return isFragment(context) ? jsonAnswer({ url, toast }) : redirect(url, 303);
  }
  const { _original: original = "{}", ...texts } = Object.fromEntries(form);
  const state = { texts, errors: saved.errors, original: safeTexts(original) };
  return dialogAnswer(context, shown, editForm(shown, state), 422);
}

/** The texts that the form started with, as it sent them back; none when they cannot be read. */
function safeTexts(json: string): Record<string, string> {
  try {
    return JSON.parse(json) as Record<string, string>;
  } catch {
    return {};
  }
}

function dialogAnswer(
  context: RouteContext,
  shown: ShownRecord,
  dialog: Html,
  status: number,
): PageAnswer {
  if (isFragment(context)) return htmlAnswer(dialog, { status });
  return { ...viewPage(context, shown, dialog), status };
}

function remove(context: RouteContext, shown: ShownRecord): PageAnswer {
  const { object, id } = shown;
  if (context.request.method !== "POST")
    return dialogAnswer(context, shown, deleteForm(shown), 200);
  const removed = context.host.org.remove(object.name, id);
  if (!removed.ok) {
    const text = removed.errors.map((error) => error.message).join(" ");
    return isFragment(context) ? jsonAnswer({ message: text }, 400) : missing(context, text);
  }
  const url = `/lightning/o/${object.name}/list`;
  const toast = `${object.label} "${recordName(shown)}" was deleted.`;
  return isFragment(context) ? jsonAnswer({ url, toast }) : redirect(url, 303);
}

export function recordRoute(
  context: RouteContext,
  target: { readonly object: string; readonly id: string; readonly action: string },
): PageAnswer {
  const object = describeObject(context.host, target.object);
  if (object === undefined || !isRecordId(target.id)) {
    return missing(context, `There is no record ${target.object} ${target.id}.`);
  }
  const found = findRecord(context, object, target.id);
  if (!isShown(found)) return found;
  if (target.action === "edit") return edit(context, found);
  if (target.action === "delete") return remove(context, found);
  return viewPage(context, found, null);
}

/** `/lightning/r/{Id}/view`: goes to the address with the object in it. */
export function bareRecordRoute(context: RouteContext, id: string): PageAnswer {
  const object = objectOfId(context.host, id);
  if (object === undefined) return missing(context, `There is no record ${id}.`);
  return redirect(`/lightning/r/${object.name}/${id}/view`);
}
