/**
 * The pages' one script, served as it stands. Everything works without it; with it totals follow the typing, a
 * form is sent once, and names are suggested from among many. The rules stay on the server: the script only
 * shows what `data-totals` answers.
 */
export const FORMS_SCRIPT = `"use strict";
const WAIT_MS = 150;

function later(work) {
  let timer;
  return (...values) => { clearTimeout(timer); timer = setTimeout(() => work(...values), WAIT_MS); };
}

function put(form, name, value) {
  const input = form.elements.namedItem(name);
  if (!(input instanceof HTMLElement) || input === document.activeElement) return;
  if (input.type === "checkbox") input.checked = value === "true";
  else input.value = value;
}

function liveTotals(form) {
  let asked = 0;
  const ask = async () => {
    const turn = ++asked;
    const body = new URLSearchParams(new FormData(form));
    const answer = await fetch(form.dataset.totals, { method: "POST", body }).catch(() => undefined);
    if (turn !== asked || answer === undefined || !answer.ok) return;
    const { outputs, values, locked } = await answer.json();
    if (turn !== asked) return;
    for (const [name, value] of Object.entries(values)) put(form, name, value);
    for (const place of form.querySelectorAll("[data-output]")) {
      const text = outputs[place.dataset.output];
      if (text !== undefined && place.textContent !== text) place.textContent = text;
    }
    for (const input of form.querySelectorAll("input[name^=amount-]")) input.readOnly = locked.includes(input.name);
  };
  const soon = later(ask);
  form.addEventListener("input", (event) => {
    const tick = event.target;
    if (tick.dataset.amount !== undefined) form.elements.namedItem(tick.dataset.amount).value = "";
    if (tick.name.startsWith("applied-") && tick.value === "") form.elements.namedItem("pay-" + tick.name.slice(8)).checked = false;
    soon();
  });
  form.addEventListener("change", soon);
  form.addEventListener("totals", soon);
  soon();
}

function addLine(button) {
  const rows = button.form.querySelector("table.lines tbody");
  const last = rows.lastElementChild.cloneNode(true);
  const count = rows.children.length + 1;
  for (const each of last.querySelectorAll("*")) {
    for (const name of ["id", "name", "aria-label"]) {
      const value = each.getAttribute(name);
      if (value !== null) each.setAttribute(name, value.replace(/\\d+$/, String(count)));
    }
    for (const name of ["aria-invalid", "aria-describedby", "readonly"]) each.removeAttribute(name);
    if (each.matches("p.error")) each.remove();
    empty(each);
  }
  rows.append(last);
  last.querySelector("input").focus();
}

function empty(input) {
  if (input.type === "checkbox") input.checked = false;
  else if (input.matches("input, select, textarea")) input.value = "";
}

function clearLine(button) {
  const row = button.closest("tr");
  for (const input of row.querySelectorAll("input, select")) {
    if (!input.name.startsWith("line-")) empty(input);
    input.readOnly = false;
  }
  row.querySelector("input").focus();
  button.form.dispatchEvent(new Event("totals"));
}

const suggest = later(async (input) => {
  const list = input.list;
  if (list === null || !("more" in list.dataset)) return;
  const query = new URLSearchParams({ of: input.dataset.suggest, search: input.value });
  const answer = await fetch("/app/suggest?" + query).catch(() => undefined);
  if (answer === undefined || !answer.ok) return;
  const found = await answer.json();
  list.replaceChildren(...found.map(({ value, label }) => {
    const option = document.createElement("option");
    option.value = value;
    option.textContent = label;
    return option;
  }));
});

for (const form of document.querySelectorAll("form[data-totals]")) liveTotals(form);
for (const each of document.querySelectorAll(".with-script")) each.hidden = false;
for (const each of document.querySelectorAll(".without-script")) each.hidden = true;
document.addEventListener("input", ({ target }) => { if (target.dataset.suggest !== undefined) suggest(target); });
document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button === null) return;
  if (button.dataset.addsLine !== undefined) { event.preventDefault(); addLine(button); }
  if (button.dataset.clearsLine !== undefined) clearLine(button);
});
document.addEventListener("change", ({ target }) => {
  const reload = target.form?.querySelector("[data-reloads='" + target.name + "']");
  if (reload) target.form.requestSubmit(reload);
});
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.once === undefined) return;
  if (form.dataset.sent !== undefined) event.preventDefault();
  form.dataset.sent = "";
});
addEventListener("pageshow", (event) => {
  if (event.persisted) for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
`;
