/** Marks of a locale's numbers: `.` and `,` in English, `,` and `.` in German. */
interface Marks {
  readonly decimal: string;
  readonly group: string;
}

const DEFAULT_LOCALE = "en-US";
/** A header names few languages; a longer one is read so far. */
const HEADER_LENGTH_MAX = 200;
/** Formatters are dear to make and cheap to keep; strangers may ask for many. */
const KEPT_MAX = 64;
/** As many digits as a number holds exactly. */
const DIGITS_MAX = 15;

/** A typed amount: its number, nothing typed, or something that is no amount. */
export type TypedAmount = number | "empty" | "unreadable";

/**
 * Amounts and dates as the reader's language writes them. Data keep their own form: numbers with a
 * point, dates as `YYYY-MM-DD`.
 */
export class Formats {
  readonly locale: string;
  readonly #currency: string;
  readonly #marks: Marks;

  constructor(locale: string, homeCurrency: string) {
    this.locale = locale;
    this.#currency = homeCurrency;
    this.#marks = kept(`marks ${locale}`, () => marksOf(locale));
  }

  /** `$1,234.50`, `1.234,50 €`; in the company's currency unless another is named. */
  money(amount: number, currency: string = this.#currency): string {
    return kept(`money ${this.locale} ${currency}`, () =>
      moneyFormat(this.locale, currency),
    ).format(amount);
  }

  /** A quantity or a rate, with as many places as it has. */
  number(amount: number | undefined): string {
    if (amount === undefined) return "";
    return kept(`number ${this.locale}`, () => numberFormat(this.locale)).format(amount);
  }

  /** `Oct 8, 2015` for `2015-10-08`; a text that is no date stays as it is. */
  date(iso: string | undefined): string {
    if (iso === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(iso)) return iso ?? "";
    const format = kept(
      `date ${this.locale}`,
      () => new Intl.DateTimeFormat(this.locale, { dateStyle: "medium", timeZone: "UTC" }),
    );
    return format.format(Date.parse(`${iso}T00:00:00Z`));
  }

  /** What stands in an input: the locale's decimal mark, no grouping. */
  input(amount: number | undefined): string {
    if (amount === undefined) return "";
    const plain = amount.toLocaleString("en-US", { useGrouping: false, maximumFractionDigits: 12 });
    return plain.replace(".", this.#marks.decimal);
  }

  /** An amount of money in an input: always with cents. */
  amountInput(amount: number | undefined): string {
    return amount === undefined ? "" : amount.toFixed(2).replace(".", this.#marks.decimal);
  }

  /** Reads what a person typed: as the locale writes it, or plain with a point. */
  read(text: string): TypedAmount {
    const bare = text.replace(/\s|[A-Z]{0,3}\p{Sc}[A-Z]{0,3}|[A-Z]{3}/gu, "").replace("−", "-");
    if (bare === "") return text.trim() === "" ? "empty" : "unreadable";
    const plain = this.#plain(bare);
    if (plain === undefined || plain.replace(/\D/g, "").length > DIGITS_MAX) return "unreadable";
    return Number(plain);
  }

  #plain(text: string): string | undefined {
    const [decimal, group] = [this.#marks.decimal, this.#marks.group].map((mark) => `\\${mark}`);
    const local = new RegExp(
      `^-?(\\d+|\\d{1,3}(${group}\\d{2,3})*${group}\\d{3})?(${decimal}\\d+)?${decimal}?$`,
    );
    if (local.test(text) && /\d/.test(text)) {
      return text.replaceAll(this.#marks.group, "").replace(this.#marks.decimal, ".");
    }
    return /^-?\d+(\.\d+)?$/.test(text) ? text : undefined;
  }
}

/** The first language of `Accept-Language` that can be written; American English without one. */
export function formatsFor(acceptLanguage: string | undefined, homeCurrency: string): Formats {
  const header = (acceptLanguage ?? "").slice(0, HEADER_LENGTH_MAX);
  const wanted = header
    .split(",")
    .map((entry) => {
      const [tag = "", quality = "q=1"] = entry.split(";").map((part) => part.trim());
      return { tag, weight: Number(quality.replace(/^q=/, "")) || 0 };
    })
    .toSorted((a, b) => b.weight - a.weight);
  const found = wanted.find(({ tag, weight }) => weight > 0 && isSupported(tag));
  return new Formats(found?.tag ?? DEFAULT_LOCALE, homeCurrency);
}

function isSupported(tag: string): boolean {
  if (!/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(tag)) return false;
  try {
    return Intl.NumberFormat.supportedLocalesOf([tag]).length > 0;
  } catch {
    return false;
  }
}

const formats = new Map<string, unknown>();

function kept<T>(key: string, make: () => T): T {
  const known = formats.get(key) as T | undefined;
  if (known !== undefined) return known;
  if (formats.size >= KEPT_MAX) formats.clear();
  const made = make();
  formats.set(key, made);
  return made;
}

function moneyFormat(locale: string, currency: string): Intl.NumberFormat {
  const style = { numberingSystem: "latn", minimumFractionDigits: 2, maximumFractionDigits: 2 };
  // A code that is no currency is written behind the number rather than refused.
  return /^[A-Z]{3}$/.test(currency)
    ? new Intl.NumberFormat(locale, { ...style, style: "currency", currency })
    : new Intl.NumberFormat(locale, style);
}

function numberFormat(locale: string): Intl.NumberFormat {
  return new Intl.NumberFormat(locale, { numberingSystem: "latn", maximumFractionDigits: 12 });
}

function marksOf(locale: string): Marks {
  const parts = numberFormat(locale).formatToParts(1234567.5);
  const mark = (type: string): string => parts.find((part) => part.type === type)?.value ?? "";
  // Spaces are dropped before reading, so where they group there is no mark to look for.
  return { decimal: mark("decimal"), group: mark("group") };
}
