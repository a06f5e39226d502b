/** What people do on the screens of both systems in a world: by their APIs, with no rate limit and no faults. */
import type { HttpRequest } from "@accord-sync/core/ports/http.ts";
import type { Company } from "@accord-sync/emulator-quickbooks/company.ts";
import { answerText } from "@accord-sync/emulator-quickbooks/emulator-request.ts";
import {
  MergeRefusal,
  mergeRecords,
} from "@accord-sync/emulator-quickbooks/write/merge-records.ts";
import type { Org } from "@accord-sync/emulator-salesforce/org.ts";

/** One request of a person's; `now` is what the system's clock shows. */
export interface Act {
  readonly method: HttpRequest["method"];
  readonly path: string;
  readonly body?: unknown;
  readonly now: number;
}

/** What a person was answered. */
export interface Shown {
  readonly status: number;
  readonly body: unknown;
}

const textOf = (body: unknown): string => (body === undefined ? "" : JSON.stringify(body));

export function askCompany(
  company: Company,
  realm: string,
  { method, path, body, now }: Act,
): Shown {
  const headers = {
    authorization: "Bearer demo",
    "content-type": "application/json",
    accept: "application/json",
  };
  const url = `/v3/company/${realm}${path}`;
  const answer = company.handle({ method, url, headers, body: textOf(body) }, now);
  return { status: answer.status, body: JSON.parse(answerText(answer)) as unknown };
}

/** `client` is who asks, as change events repeat it. */
export function askOrg(org: Org, client: string, { method, path, body, now }: Act): Shown {
  const headers = {
    authorization: "Bearer demo",
    "content-type": "application/json",
    "sforce-call-options": `client=${client}`,
  };
  const url = `/services/data/v66.0${path}`;
  const answer = org.handle({ method, url, headers, body: textOf(body) }, now);
  const shown = answer.body === "" ? null : (JSON.parse(answer.body) as unknown);
  return { status: answer.status, body: shown };
}

export interface MergeOfTwo {
  readonly type: "Customer" | "Item";
  readonly survivor: string;
  readonly merged: string;
}

/** False when QuickBooks refuses. */
export function mergeInCompany(company: Company, two: MergeOfTwo, now: number): boolean {
  try {
    const context = company.writeContext(now);
    company.store.transact(() => mergeRecords(two, context));
  } catch (error) {
    if (error instanceof MergeRefusal) return false;
    throw error;
  }
  return true;
}
