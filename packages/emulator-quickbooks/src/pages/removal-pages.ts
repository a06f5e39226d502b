import type { EmulatorAnswer } from "../emulator-request.ts";
import type { StoredRecord } from "../store/stored-record.ts";
import { addressOf } from "./addresses.ts";
import { refusal } from "./form-fields.ts";
import { formKey } from "./form-key.ts";
import { html } from "./html.ts";
import { typeLabel } from "./known-types.ts";
import { page, seeOther } from "./layout.ts";
import { linkedDocuments } from "./linked-documents.ts";
import { head, notFound } from "./parts.ts";
import { hasProblems, NO_PROBLEMS, problemsOf, type Problems } from "./problems.ts";
import { numberOfTransaction } from "./sale-facts.ts";
import { removeByHand } from "./save-record.ts";
import type { Visit } from "./visit.ts";

type How = "void" | "delete";
type Removable = "Invoice" | "Payment";
type Page = (visit: Visit) => EmulatorAnswer;

const SECTIONS = { Invoice: "invoices", Payment: "payments" } as const;

/** The question before a document is voided or deleted. */
export function askRemoval(how: How, type: Removable): Page {
  return (visit) => {
    const record = visit.company.store.record(type, visit.id);
    return record === undefined ? gone(type, visit) : question(how, record, visit, NO_PROBLEMS);
  };
}

/** Does it, or asks again with why it was refused. */
export function remove(how: How, type: Removable): Page {
  return (visit) => {
    const { id, typed } = visit;
    const record = visit.company.store.record(type, id);
    if (record === undefined) return gone(type, visit);
    const removed = removeByHand(how, record, typed["syncToken"] ?? "", visit);
    if ("refused" in removed) {
      return question(how, record, visit, problemsOf(removed.refused, {}, typed));
    }
    return how === "void"
      ? seeOther(addressOf(type, id) ?? "/app/transactions", "voided")
      : seeOther(`/app/${SECTIONS[type]}`, "deleted");
  };
}

function gone(type: Removable, visit: Visit): EmulatorAnswer {
  return notFound(visit, SECTIONS[type], `There is no ${type.toLowerCase()} ${visit.id}.`);
}

function question(
  how: How,
  record: StoredRecord,
  visit: Visit,
  problems: Problems,
): EmulatorAnswer {
  const type = record.type as Removable;
  const name = `${typeLabel(type).toLowerCase()} ${numberOfTransaction(record)}`;
  const title = `${how === "void" ? "Void" : "Delete"} ${name}?`;
  return page(visit, {
    title,
    section: SECTIONS[type],
    status: hasProblems(problems) ? 400 : 200,
    content: html`${head(title)}<form class="card question" method="post" action="/app/${type.toLowerCase()}/${how}?txnId=${record.id}" data-once>
      ${refusal(problems, addressOf(type, record.id) ?? "")}<p>${effect(how, record)}</p>
      <input type="hidden" name="syncToken" value="${record.syncToken}">${formKey(visit)}
      <div class="actions"><button class="danger" type="submit">${how === "void" ? "Void it" : "Delete it"}</button>
        <a class="button" href="${addressOf(type, record.id)}">Keep it</a></div></form>`,
  });
}

/** What will happen, also to the documents that are linked. */
function effect(how: How, record: StoredRecord): string {
  const count = linkedDocuments(record).length;
  const linked =
    count === 0
      ? ""
      : record.type === "Payment"
        ? " The invoices that it pays are open again."
        : how === "void"
          ? " What was paid on it goes back to the payments, unapplied."
          : " It has linked transactions: they have to be taken off first.";
  return how === "void"
    ? `Every amount becomes zero. The number and the dates stay in the books, so that nothing is missing from the sequence.${linked}`
    : `It disappears from every list and report, and this cannot be undone. To keep its number in the books, void it instead.${linked}`;
}
