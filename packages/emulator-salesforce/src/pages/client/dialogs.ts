/** Forms in modal dialogs: fetched when asked for, sent without leaving the page. */
import { refreshRecord } from "./live-record.ts";
import { keepToast, toast } from "./toasts.ts";

const FRAGMENT = { "x-page-fragment": "1" };
const LOST = "The server does not answer. Try again.";

function dialog(): HTMLDialogElement {
  const existing = document.querySelector<HTMLDialogElement>("dialog.modal");
  if (existing !== null) return existing;
  const made = document.createElement("dialog");
  made.className = "modal";
  made.setAttribute("aria-labelledby", "dialog-title");
  document.body.append(made);
  return made;
}

function show(content: string): void {
  const target = dialog();
  target.innerHTML = content;
  if (!target.open) target.showModal();
  const first =
    target.querySelector<HTMLElement>("[aria-invalid=true]") ??
    target.querySelector<HTMLElement>(".slds-input, .slds-button_brand");
  first?.focus();
}

async function open(url: string): Promise<void> {
  const response = await fetch(url, { headers: FRAGMENT });
  // A record that was deleted meanwhile answers with a page of its own.
  if (response.ok) show(await response.text());
  else window.location.assign(url);
}

async function send(form: HTMLFormElement): Promise<void> {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string") fields.append(name, value);
  }
  const response = await fetch(form.action, { method: "POST", headers: FRAGMENT, body: fields });
  if (response.status === 422) {
    show(await response.text());
    return;
  }
  if (!response.ok) {
    const { message = LOST } = (await response.json().catch(() => ({}))) as { message?: string };
    toast(message, "error");
    return;
  }
  const answer = (await response.json()) as { url: string; toast: string };
  dialog().close();
  if (answer.url === window.location.pathname) {
    toast(answer.toast, "success");
    await refreshRecord();
  } else {
    keepToast(answer.toast);
    window.location.assign(answer.url);
  }
}

/** A page opened at a form's own address goes back to the page beneath when the form closes. */
function close(): void {
  dialog().close();
  const beneath = window.location.pathname
    .replace(/\/(?:new)$/, "/list")
    .replace(/\/(?:edit|delete)$/, "/view");
  if (beneath !== window.location.pathname) window.location.assign(beneath);
}

export function setUpDialogs(): void {
  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const url = target?.closest<HTMLElement>("[data-dialog-url]")?.dataset["dialogUrl"];
    if (url !== undefined) void open(url).catch(() => toast(LOST, "error"));
    if (target?.closest("[data-dialog-close]")) close();
  });
  document.addEventListener("submit", (event) => {
    const form = event.target instanceof HTMLFormElement ? event.target : null;
    if (form === null || !("recordForm" in form.dataset)) return;
    event.preventDefault();
    const button = form.querySelector<HTMLButtonElement>("[type=submit]");
    if (button !== null) button.disabled = true;
    void send(form)
      .catch(() => toast(LOST, "error"))
      .finally(() => {
        if (button !== null) button.disabled = false;
      });
  });
  const waiting = document.querySelector<HTMLTemplateElement>("template[data-dialog-open]");
  if (waiting !== null) show(waiting.innerHTML);
}
