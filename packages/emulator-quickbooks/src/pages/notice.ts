/** What was done, told once on the page that follows. The cookie holds the key, never a text. */
const TEXTS = {
  saved: "Saved.",
  created: "Saved as a new record.",
  voided: "Voided: every amount is now zero, and the number stays in the books.",
  deleted: "Deleted.",
  reactivated: "Active again.",
} as const;

export type Notice = keyof typeof TEXTS;

const COOKIE = "quickbooks_page_notice";

/** Undefined without a cookie that names one. */
export function noticeIn(cookies: string | undefined): string | undefined {
  const value = new RegExp(`(?:^|;\\s*)${COOKIE}=(\\w+)`).exec(cookies ?? "")?.[1] ?? "";
  return Object.hasOwn(TEXTS, value) ? TEXTS[value as Notice] : undefined;
}

/** Lives for half a minute, so that a page which never comes leaves nothing behind. */
export function noticeCookie(notice: Notice): string {
  return `${COOKIE}=${notice}; Path=/app; Max-Age=30; HttpOnly; SameSite=Lax`;
}

/** Takes the notice away once it has been shown. */
export function spentNotice(): string {
  return `${COOKIE}=; Path=/app; Max-Age=0; HttpOnly; SameSite=Lax`;
}
