import { Decimal } from "decimal.js";

/**
 * US dollars for one unit, made up near the rates of late 2026: a market that never moves. Real companies
 * get a new rate every day.
 */
const DOLLARS: Readonly<Record<string, number>> = {
  AUD: 0.66,
  BRL: 0.18,
  CAD: 0.73,
  CHF: 1.24,
  CNY: 0.14,
  CZK: 0.047,
  DKK: 0.156,
  EUR: 1.165,
  GBP: 1.335,
  HKD: 0.128,
  HUF: 0.0029,
  ILS: 0.29,
  INR: 0.0115,
  JPY: 0.0066,
  KES: 0.0077,
  KRW: 0.00071,
  MXN: 0.054,
  NOK: 0.099,
  NZD: 0.585,
  PHP: 0.0172,
  PLN: 0.274,
  RON: 0.229,
  SAR: 0.2667,
  SEK: 0.105,
  SGD: 0.775,
  THB: 0.031,
  TRY: 0.024,
  TWD: 0.033,
  USD: 1,
  ZAR: 0.057,
};
/** Decimals of a rate. */
const RATE_DECIMALS = 7;

/** `home` units for one unit of `code`; a currency that is not known here counts as one dollar. */
export function marketRate(code: string, home: string): number {
  return new Decimal(DOLLARS[code] ?? 1)
    .dividedBy(DOLLARS[home] ?? 1)
    .toDecimalPlaces(RATE_DECIMALS)
    .toNumber();
}
