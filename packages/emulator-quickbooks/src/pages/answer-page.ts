import type { Company } from "../company.ts";
import { bodyText, type EmulatorAnswer, type EmulatorRequest } from "../emulator-request.ts";
import { FORMS_SCRIPT } from "./forms-script.ts";
import { seeOther } from "./layout.ts";
import { notFound, sayOnly } from "./parts.ts";
import { earlierOutcome, formFingerprint, rememberOutcome } from "./repeated-form.ts";
import { PAGES } from "./pages.ts";
import { isSameOrigin } from "./same-origin.ts";
import { visitOf, type Visit } from "./visit.ts";

/** The pages on which a person sees and edits the company by hand. */
export function answerPage(
  request: EmulatorRequest,
  company: Company,
  now: number,
): EmulatorAnswer {
  const isPost = request.method === "POST";
  const form = isPost ? bodyText(request) : "";
  const visit = visitOf(request, company, now, form ?? "");
  if (visit.path === "/" || visit.path === "/app") return seeOther("/app/homepage");
  if (visit.path === "/app/forms.js") return script();
  const handlers = PAGES[visit.path];
  if (handlers === undefined || !Object.hasOwn(PAGES, visit.path)) {
    return notFound(visit, "home", "There is no such page.");
  }
  if (request.method === "GET" || request.method === "HEAD") {
    return (
      handlers.get?.(visit) ??
      sayOnly(visit, { title: "Nothing to see", status: 405 }, "This address takes forms only.")
    );
  }
  if (!isPost || handlers.post === undefined) {
    return sayOnly(
      visit,
      { title: "Not possible", status: 405 },
      "This page cannot be written to.",
    );
  }
  if (!isSameOrigin(request)) {
    return sayOnly(
      visit,
      { title: "Refused", status: 403 },
      "This form was sent from another site.",
    );
  }
  if (form === undefined || !isForm(request)) {
    return sayOnly(
      visit,
      { title: "Refused", status: 400 },
      "This is not a form that a page sends.",
    );
  }
  return save(request.url, form, visit, handlers.post);
}

/** The very same form twice is one save: a second press leads where the first one led. */
function save(
  url: string,
  form: string,
  visit: Visit,
  handler: (visit: Visit) => EmulatorAnswer,
): EmulatorAnswer {
  // A form that no page has made carries no key, and says nothing about whether it was meant once.
  if (visit.typed["formKey"] === undefined) return handler(visit);
  const fingerprint = formFingerprint(url, form);
  const before = earlierOutcome(visit.company, fingerprint);
  if (before !== undefined) return seeOther(before);
  const answer = handler(visit);
  const location = answer.headers["location"];
  if (answer.status === 303 && location !== undefined) {
    rememberOutcome(visit.company, fingerprint, location);
  }
  return answer;
}

function isForm({ headers }: EmulatorRequest): boolean {
  const type = headers["content-type"];
  return type === undefined || /^application\/x-www-form-urlencoded\b/i.test(type);
}

function script(): EmulatorAnswer {
  const headers = { "content-type": "text/javascript;charset=utf-8", "cache-control": "no-cache" };
  return { status: 200, headers, body: FORMS_SCRIPT };
}
