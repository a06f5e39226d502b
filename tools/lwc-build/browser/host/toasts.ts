/** Toasts as Lightning Experience shows them, for components that fire `lightning__showtoast`. */

export interface ToastDetail {
  readonly title?: string;
  /** `{0}`, `{1}` … stand for the items of `messageData`. */
  readonly message?: string;
  readonly messageData?: readonly (string | { readonly url: string; readonly label: string })[];
  readonly variant?: "info" | "success" | "warning" | "error";
  readonly mode?: "dismissible" | "pester" | "sticky";
}

const SHOWN_MS = 5_000;
/** An error has more to read. */
const ERROR_SHOWN_MS = 12_000;
const SPRITE = "/assets/icons/utility-sprite/svg/symbols.svg";

function icon(name: string, className: string): SVGSVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", className);
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${SPRITE}#${name}`);
  svg.append(use);
  return svg;
}

function element(tag: string, className: string, ...children: (Node | string)[]): HTMLElement {
  const made = document.createElement(tag);
  made.className = className;
  made.append(...children);
  return made;
}

/** One container for all toasts; it is a live region, so that a screen reader says each of them. */
function container(): HTMLElement {
  const existing = document.querySelector<HTMLElement>("[data-toasts]");
  if (existing !== null) return existing;
  const made = element("div", "slds-notify_container slds-is-fixed");
  made.dataset["toasts"] = "";
  made.setAttribute("role", "status");
  made.setAttribute("aria-live", "polite");
  document.body.append(made);
  return made;
}

/** The message with its links and words put in. */
function messageParts({ message = "", messageData = [] }: ToastDetail): (Node | string)[] {
  return message.split(/\{(\d+)\}/).map((part, index) => {
    if (index % 2 === 0) return part;
    const item = messageData[Number(part)];
    if (item === undefined || typeof item === "string") return item ?? "";
    const link = element("a", "", item.label);
    link.setAttribute("href", item.url);
    return link;
  });
}

/** A message with links says all that the title does, as in Lightning Experience. */
function content(detail: ToastDetail): HTMLElement[] {
  const heading = "slds-text-heading_small";
  if (detail.messageData !== undefined) return [element("h2", heading, ...messageParts(detail))];
  const title = element("h2", heading, detail.title ?? "");
  return detail.message ? [title, element("p", "", detail.message)] : [title];
}

export function showToast(detail: ToastDetail): void {
  const variant = detail.variant ?? "info";
  const close = element("button", "slds-button slds-button_icon slds-button_icon-inverse");
  close.setAttribute("type", "button");
  close.setAttribute("title", "Close");
  close.append(icon("close", "slds-button__icon slds-button__icon_large"));
  close.append(element("span", "slds-assistive-text", "Close"));

  const toast = element(
    "div",
    `slds-notify slds-notify_toast slds-theme_${variant}`,
    element("span", "slds-assistive-text", variant),
    element(
      "span",
      `slds-icon_container slds-icon-utility-${variant} slds-m-right_small slds-no-flex slds-align-top`,
      icon(variant, "slds-icon slds-icon_small"),
    ),
    element("div", "slds-notify__content", ...content(detail)),
    element("div", "slds-notify__close", close),
  );
  // A row of its own, so that several stand below each other.
  const row = element("div", "", toast);
  close.addEventListener("click", () => row.remove());
  container().append(row);
  if (detail.mode !== "sticky") {
    window.setTimeout(() => row.remove(), variant === "error" ? ERROR_SHOWN_MS : SHOWN_MS);
  }
}

export function listenForToasts(): void {
  document.addEventListener("lightning__showtoast", (event) => {
    showToast((event as CustomEvent<ToastDetail>).detail);
  });
}
