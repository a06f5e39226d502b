import type { EmulatorAnswer } from "../emulator-request.ts";
import { Html, html } from "./html.ts";
import { STYLE } from "./style.ts";

export type Section = "home" | "customers" | "items" | "invoices";

const NAVIGATION: readonly { section: Section; label: string; href: string }[] = [
  { section: "home", label: "Dashboard", href: "/app/homepage" },
  { section: "customers", label: "Customers", href: "/app/customers" },
  { section: "items", label: "Products and services", href: "/app/items" },
  { section: "invoices", label: "Invoices", href: "/app/invoices" },
];

/** Pages load nothing from elsewhere and run no script. */
const HEADERS = {
  "content-type": "text/html;charset=utf-8",
  "cache-control": "no-store",
  "content-security-policy":
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
  "x-content-type-options": "nosniff",
};

/** A whole page with the rail on the left. */
export function page(title: string, section: Section, content: Html, status = 200): EmulatorAnswer {
  const links = NAVIGATION.map(
    ({ section: each, label, href }) =>
      html`<a href="${href}"${each === section ? new Html(' aria-current="page"') : undefined}>${label}</a>`,
  );
  const body = html`<a class="skip" href="#content">Skip to content</a>
    <nav class="rail" aria-label="Main">
      <a class="brand" href="/app/homepage">${logo()}<span>QuickBooks<small>local emulator</small></span></a>
      ${links}
    </nav>
    <main id="content">${content}</main>`;
  return answer(title, body, status);
}

/** A page without the rail. */
export function barePage(title: string, content: Html): EmulatorAnswer {
  return answer(title, html`<main>${content}</main>`, 200);
}

/** After a saved form: a reload must not send it again. */
export function seeOther(location: string): EmulatorAnswer {
  return { status: 303, headers: { location, "cache-control": "no-store" }, body: "" };
}

function answer(title: string, body: Html, status: number): EmulatorAnswer {
  const document = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} – QuickBooks emulator</title><style>${new Html(STYLE)}</style></head>
<body>${body}</body></html>`;
  return { status, headers: HEADERS, body: document.text };
}

/** A green disc with two leaves of a ledger: the emulator's own mark, not the vendor's. */
function logo(): Html {
  return new Html(
    '<svg width="30" height="30" viewBox="0 0 30 30" aria-hidden="true"><circle cx="15" cy="15" r="15" fill="#2ca01c"/><path d="M8 9h6v12H8zM16 9h6v12h-6z" fill="none" stroke="#fff" stroke-width="2"/></svg>',
  );
}
