import { createHash } from "node:crypto";
import type { Company } from "../company.ts";

/** Saved forms of the latest while; a second press comes within seconds. */
const REMEMBERED_MAX = 500;

const saved = new WeakMap<Company, Map<string, string>>();

/** Names a form with everything in it: each new form carries a key of its own. */
export function formFingerprint(url: string, body: string): string {
  return createHash("sha256").update(`${url}\n${body}`).digest("base64");
}

/** Where the very same form led when it was saved before. */
export function earlierOutcome(company: Company, fingerprint: string): string | undefined {
  return saved.get(company)?.get(fingerprint);
}

export function rememberOutcome(company: Company, fingerprint: string, location: string): void {
  const known = saved.get(company) ?? new Map<string, string>();
  saved.set(company, known);
  known.set(fingerprint, location);
  const [oldest] = known.keys();
  if (known.size > REMEMBERED_MAX && oldest !== undefined) known.delete(oldest);
}
