import type { EmulatorAnswer } from "../emulator-request.ts";
import { attribute, Html, html } from "./html.ts";
import { noticeCookie, spentNotice, type Notice } from "./notice.ts";
import { STYLE } from "./style.ts";
import type { Visit } from "./visit.ts";

export type Section =
  | "home"
  | "customers"
  | "items"
  | "invoices"
  | "payments"
  | "transactions"
  | "accounts";

const NAVIGATION: readonly { section: Section; label: string; href: string }[] = [
  { section: "home", label: "Dashboard", href: "/app/homepage" },
  { section: "customers", label: "Customers", href: "/app/customers" },
  { section: "invoices", label: "Invoices", href: "/app/invoices" },
  { section: "payments", label: "Payments", href: "/app/payments" },
  { section: "items", label: "Products and services", href: "/app/items" },
  { section: "transactions", label: "Transactions", href: "/app/transactions" },
  { section: "accounts", label: "Chart of accounts", href: "/app/chartofaccounts" },
];

/** Nothing is loaded from elsewhere; the one script comes from the emulator itself. */
const BASE_HEADERS = {
  "content-type": "text/html;charset=utf-8",
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
};
const BARE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'";
const POLICY = `${BARE_POLICY}; script-src 'self'; connect-src 'self'; form-action 'self'`;

/** What a page is made of; `status` is 200 by default. */
export interface PageParts {
  readonly title: string;
  readonly section: Section;
  readonly content: Html;
  readonly status?: number;
}

/** A whole page with the rail on the left. What the page before has done is told above the content. */
export function page(
  visit: Visit,
  { title, section, content, status = 200 }: PageParts,
): EmulatorAnswer {
  const links = NAVIGATION.map(
    ({ section: each, label, href }) =>
      html`<a href="${href}"${each === section ? attribute("aria-current", "page") : undefined}>${label}</a>`,
  );
  const notice =
    visit.notice === undefined
      ? undefined
      : html`<div class="message saved" role="status">${visit.notice}</div>`;
  const body = html`<a class="skip" href="#content">Skip to content</a>
    <nav class="rail" aria-label="Main">
      <a class="brand" href="/app/homepage">${logo()}<span>QuickBooks<small>local emulator</small></span></a>
      <div class="links">${links}</div>
    </nav>
    <main id="content" tabindex="-1">${notice}${content}</main>`;
  const headers = { ...BASE_HEADERS, "content-security-policy": POLICY };
  return {
    status,
    headers: visit.notice === undefined ? headers : { ...headers, "set-cookie": spentNotice() },
    body: documentOf(title, body, html`<script src="/app/forms.js" defer></script>`),
  };
}

/** A page without the rail. It may lead elsewhere when its form is sent. */
export function barePage(title: string, content: Html): EmulatorAnswer {
  const headers = { ...BASE_HEADERS, "content-security-policy": BARE_POLICY };
  return { status: 200, headers, body: documentOf(title, html`<main>${content}</main>`) };
}

/** After a saved form: a reload must not send it again. */
export function seeOther(location: string, notice?: Notice): EmulatorAnswer {
  const headers = { location, "cache-control": "no-store" };
  return {
    status: 303,
    headers: notice === undefined ? headers : { ...headers, "set-cookie": noticeCookie(notice) },
    body: "",
  };
}

function documentOf(title: string, body: Html, script?: Html): string {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} – QuickBooks emulator</title><style>${new Html(STYLE)}</style>${script}</head>
<body>${body}</body></html>`.text;
}

/** A green disc with two leaves of a ledger: the emulator's own mark, not the vendor's. */
function logo(): Html {
  return new Html(
    '<svg width="30" height="30" viewBox="0 0 30 30" aria-hidden="true"><circle cx="15" cy="15" r="15" fill="#2ca01c"/><path d="M8 9h6v12H8zM16 9h6v12h-6z" fill="none" stroke="#fff" stroke-width="2"/></svg>',
  );
}
