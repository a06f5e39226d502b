import type { EmulatorAnswer } from "../emulator-request.ts";
import { numberOf, objectsOf, referenceOf, textOf, type JsonObject } from "../json/json-value.ts";
import { typeOfTxnType } from "../entities/transactions/txn-types.ts";
import { renderRecord } from "../write/render-record.ts";
import { html, type Html } from "./html.ts";
import { page } from "./layout.ts";
import { documentLink } from "./linked-documents.ts";
import { facts, head, nameOf, notFound, versionFacts } from "./parts.ts";
import { currencyOf, dateOf, isVoided, numberOfTransaction, rateFacts } from "./sale-facts.ts";
import type { Visit } from "./visit.ts";

/** `/app/payment?txnId=`: what was received, and what it pays. */
export function paymentDetail(visit: Visit): EmulatorAnswer {
  const { company, id, formats } = visit;
  const record = company.store.record("Payment", id);
  if (record === undefined) return notFound(visit, "payments", `There is no payment ${id}.`);
  const shown = renderRecord(record, visit.context);
  const currency = currencyOf(shown);
  const voided = isVoided(record);
  const title = `Payment ${numberOfTransaction(record)}`;
  const link = (what: string, label: string): Html =>
    html`<a class="button" href="/app/payment/${what}?txnId=${id}">${label}</a>`;
  const actions = html`<span class="buttons">${link("edit", "Edit")}${voided ? undefined : link("void", "Void")}${link("delete", "Delete")}</span>`;
  const deposit = (record.linkedFrom ?? []).find(({ type }) => type === "Deposit");
  const customer = referenceOf(shown, "CustomerRef");
  return page(visit, {
    title,
    section: "payments",
    content: html`${head(title, voided ? html`<span class="tag voided">Voided</span>` : undefined, actions)}
    <div class="columns"><div>${appliedTable(shown, visit)}</div>
    <aside class="card" aria-label="Summary"><h2>Received</h2><p class="amount" id="received">${formats.money(numberOf(shown, "TotalAmt") ?? 0, currency)}</p>
      ${facts([
        [
          "Unapplied",
          html`<span id="unapplied">${formats.money(numberOf(shown, "UnappliedAmt") ?? 0, currency)}</span>`,
        ],
        [
          "Customer",
          html`<a href="/app/customerdetail?nameId=${customer}">${nameOf(shown, "CustomerRef")}</a>`,
        ],
        ["Payment date", formats.date(textOf(shown, "TxnDate"))],
        ...rateFacts(shown, visit),
        ["Method", nameOf(shown, "PaymentMethodRef")],
        ["Reference no.", textOf(shown, "PaymentRefNum")],
        ["Deposit to", nameOf(shown, "DepositToAccountRef")],
        [
          "Deposited with",
          deposit === undefined ? undefined : documentLink(deposit.type, deposit.id, visit),
        ],
        ["Private note", textOf(shown, "PrivateNote")],
      ])}${versionFacts(id, record.syncToken)}</aside></div>`,
  });
}

function appliedTable(shown: JsonObject, visit: Visit): Html {
  const { company, formats } = visit;
  const rows = objectsOf(shown, "Line").flatMap((line) =>
    objectsOf(line, "LinkedTxn").flatMap((linked) => {
      const type = typeOfTxnType(textOf(linked, "TxnType") ?? "");
      const id = textOf(linked, "TxnId") ?? "";
      if (type === undefined) return [];
      const other = company.store.record(type, id);
      return [
        html`<tr><td>${documentLink(type, id, visit)}</td><td>${other === undefined ? undefined : formats.date(dateOf(other))}</td>
          <td class="number">${formats.money(numberOf(line, "Amount") ?? 0, currencyOf(shown))}</td></tr>`,
      ];
    }),
  );
  const nothing = html`<tr><td class="quiet" colspan="3">Applied to nothing.</td></tr>`;
  return html`<div class="card flush" tabindex="0" role="region" aria-label="Applied to"><table><thead><tr><th scope="col">Applied to</th><th scope="col">Date</th><th scope="col" class="number">Amount</th></tr></thead>
    <tbody>${rows.length === 0 ? nothing : rows}</tbody></table></div>`;
}
