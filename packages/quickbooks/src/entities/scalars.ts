/**
 * Values as the adapter reads them from JSON. A number keeps its digits as text (no binary float ever
 * touches money), and the types say so: adding two of them with `+` does not type-check as a number.
 */

declare const NUMBER: unique symbol;

/** The digits of a JSON number. */
export type NumberText = string & { readonly [NUMBER]: true };

/** A decimal as QuickBooks wrote it, for example `100.00`, `0` or `1234.5678901`. */
export type DecimalText = NumberText;

/** A whole number as QuickBooks wrote it. */
export type IntegerText = NumberText;

/** `2026-11-23`: a day in the company's own calendar, without a zone. */
export type DateText = string;

/** `2020-09-29T05:58:07-07:00`: a moment, with the company's offset. */
export type DateTimeText = string;
