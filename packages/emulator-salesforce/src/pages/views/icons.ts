import { html, type Html } from "../http/html.ts";

const sprite = (kind: string, symbol: string): string =>
  `/assets/icons/${kind}-sprite/svg/symbols.svg#${symbol}`;

/** A coloured object icon; decorative, the text beside it says the same. */
export function objectIcon(symbol: string): Html {
  return html`<span class="slds-icon_container slds-icon-standard-${symbol.replaceAll("_", "-")}"
    ><svg class="slds-icon page-header__icon" aria-hidden="true"><use href="${sprite("standard", symbol)}"></use></svg></span>`;
}

export function utilityIcon(symbol: string, className: string): Html {
  return html`<svg class="${className}" aria-hidden="true"><use href="${sprite("utility", symbol)}"></use></svg>`;
}
