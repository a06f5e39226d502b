/** Read and write of accounting data; there is no scope for reading alone (D). */
export const ACCOUNTING_SCOPE = "com.intuit.quickbooks.accounting";

/** What each scope lets the app do, as the consent page puts it. Names: D, and S intuit-oauth 1 to 4.2. */
const SCOPES: Readonly<Record<string, string>> = {
  [ACCOUNTING_SCOPE]: "See and change your customers, products, sales, bills and accounts",
  "com.intuit.quickbooks.payment": "Charge cards and bank accounts",
  "com.intuit.quickbooks.payroll": "Run payroll",
  "com.intuit.quickbooks.payroll.timetracking": "See and change payroll's time entries",
  "com.intuit.quickbooks.payroll.benefits": "See and change employees' benefits",
  "payroll.compensation.read": "See employees' pay",
  "project-management.project": "See and change projects",
  "app-foundations.custom-dimensions.read": "See your dimensions",
  "app-foundations.custom-field-definitions": "See and change custom fields",
  "app-foundations.custom-field-definitions.read": "See custom fields",
  "time-tracking.time-entry": "See and change time entries",
  "time-tracking.time-entry.read": "See time entries",
  "indirect-tax.tax-calculation.quickbooks": "Work out sales tax",
  intuit_name: "See your name",
  openid: "Know who you are",
  profile: "See your name",
  email: "See your e-mail address",
  phone: "See your phone number",
  address: "See your address",
};

/** The names in a `scope` parameter; undefined when there is none, or one that is not known. */
export function readScopes(parameter: string | null): readonly string[] | undefined {
  const names = (parameter ?? "").split(/\s+/).filter((name) => name !== "");
  const isKnown = names.every((name) => Object.hasOwn(SCOPES, name));
  return names.length > 0 && isKnown ? names : undefined;
}

/** The sentences of the consent page. */
export function scopeSentences(names: readonly string[]): readonly string[] {
  return names.map((name) => SCOPES[name] ?? name);
}
