import { Decimal } from "decimal.js";

/**
 * Amounts travel as JSON numbers of at most 15 significant digits, which a double holds exactly;
 * every sum and product is taken in decimal, so no binary rounding reaches a balance.
 */
export function add(...amounts: readonly number[]): number {
  return amounts.reduce((sum, amount) => sum.plus(amount), new Decimal(0)).toNumber();
}

/** `from` less all the others. */
export function subtract(from: number, ...amounts: readonly number[]): number {
  return amounts.reduce((rest, amount) => rest.minus(amount), new Decimal(from)).toNumber();
}

/** `a × b` rounded half up to cents, as QuickBooks checks Amount against UnitPrice × Qty. */
export function multiplyToCents(a: number, b: number): number {
  return new Decimal(a).times(b).toDecimalPlaces(2, Decimal.ROUND_HALF_UP).toNumber();
}

/** An amount rounded half up to cents, as amounts are kept (observed). */
export function toCents(amount: number): number {
  return multiplyToCents(amount, 1);
}

/** `percent` % of `amount`, rounded half up to cents. */
export function percentOf(amount: number, percent: number): number {
  return new Decimal(amount)
    .times(percent)
    .dividedBy(100)
    .toDecimalPlaces(2, Decimal.ROUND_HALF_UP)
    .toNumber();
}

/** `100.00`; zero is `0` (recorded). */
export function formatMoney(amount: number): string {
  return amount === 0 ? "0" : new Decimal(amount).toFixed(2);
}

/** `0.0000001`: no exponent, however small or large. */
export function formatPlain(value: number): string {
  const text = String(value);
  return text.includes("e") ? new Decimal(value).toFixed() : text;
}

/** `1,861.07` and `58.00`: with thousands commas, as documents print amounts. */
export function formatWithCommas(amount: number): string {
  const [whole = "", cents = ""] = new Decimal(amount).toFixed(2).split(".");
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ",")}.${cents}`;
}

/** `1,861.07` and `58`: with thousands commas and no idle zeros, as fault texts print amounts (L). */
export function formatSupplied(amount: number): string {
  const [whole = "", cents] = new Decimal(amount).toFixed().split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return cents === undefined ? grouped : `${grouped}.${cents}`;
}
