import type { Company } from "../company.ts";
import { formatDate } from "../company-time.ts";
import type { CompanyProfile } from "../entities/company-profile.ts";
import type { ReadContext } from "../entities/descriptor.ts";
import { parseUrl, type EmulatorRequest } from "../emulator-request.ts";
import { formatsFor, type Formats } from "./formats.ts";
import { noticeIn } from "./notice.ts";

/** What a person typed, by input name. An input that the form did not have is missing. */
export type Typed = Readonly<Record<string, string>>;

/** One request for a page, read once: where, what was typed, for whom to write it. */
export interface Visit {
  readonly company: Company;
  readonly now: number;
  readonly path: string;
  readonly query: URLSearchParams;
  /** The record that the address names, in whichever way; empty when it names none. */
  readonly id: string;
  readonly typed: Typed;
  readonly context: ReadContext;
  readonly profile: CompanyProfile;
  /** Today in the company's zone, `YYYY-MM-DD`. */
  readonly today: string;
  readonly formats: Formats;
  /** What the page before has done, to be told once. */
  readonly notice: string | undefined;
}

/** `form` is the decoded body of a POST; empty for a GET. */
export function visitOf(
  request: EmulatorRequest,
  company: Company,
  now: number,
  form: string,
): Visit {
  const { path, query } = parseUrl(request.url);
  const context = company.readContext();
  return {
    company,
    now,
    path,
    query,
    id: query.get("nameId") ?? query.get("itemId") ?? query.get("txnId") ?? "",
    typed: Object.fromEntries(new URLSearchParams(form)),
    context,
    profile: context.profile,
    today: formatDate(now, company.settings.timeZone),
    formats: formatsFor(request.headers["accept-language"], context.profile.homeCurrency),
    notice: noticeIn(request.headers["cookie"]),
  };
}
