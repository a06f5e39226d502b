/** Every setting of the service: its name, what it means and its default. The README's table is checked against this. */
export interface SettingRow {
  /** What the README and a refusal say about it. */
  readonly meaning: string;
  /** In words; null when it must be given. `live` settings are read in live mode only. */
  readonly fallback: string | null;
  readonly mode: "both" | "demo" | "live";
}

export const SETTINGS = {
  ACCORD_MODE: {
    mode: "both",
    meaning: "`demo` works on the two emulators, `live` on real accounts",
    fallback: "demo",
  },
  PORT: { mode: "both", meaning: "port of the service and its console", fallback: "4000" },
  ACCORD_HOST: {
    mode: "both",
    meaning: "address to listen on; a demonstration stays on loopback",
    fallback: "localhost",
  },
  ACCORD_DATA: {
    mode: "both",
    meaning: "folder of all its files; a file `accord.env` in it may hold these settings",
    fallback: ".accord",
  },
  ACCORD_PUBLIC_URL: {
    mode: "both",
    meaning: "where browsers, Salesforce and Intuit reach the service",
    fallback: "http://localhost:PORT",
  },
  ACCORD_ASSETS: {
    mode: "both",
    meaning: "folder of the built Lightning components",
    fallback: "build/lwc",
  },
  ACCORD_LOG: {
    mode: "both",
    meaning: "`pretty` or `json` lines on the standard output",
    fallback: "pretty on a terminal, json elsewhere",
  },
  ACCORD_INCOME_ACCOUNT: {
    mode: "both",
    meaning: "id of the QuickBooks income account of products that are made there",
    fallback: "the company's first income account",
  },
  ACCORD_EMULATOR_SALESFORCE: {
    mode: "demo",
    meaning: "address of the Salesforce emulator",
    fallback: "http://localhost:PORT+1",
  },
  ACCORD_EMULATOR_PUBSUB: {
    mode: "demo",
    meaning: "address of its Pub/Sub API, host and port",
    fallback: "localhost:PORT+11",
  },
  ACCORD_EMULATOR_QUICKBOOKS: {
    mode: "demo",
    meaning: "address of the QuickBooks emulator",
    fallback: "http://localhost:PORT+2",
  },
  ACCORD_INTUIT_VERIFIER_TOKEN: {
    mode: "both",
    meaning: "signs webhooks; shown on the Webhooks page of the app at Intuit",
    fallback: null,
  },
  ACCORD_INTUIT_CLIENT_ID: {
    mode: "live",
    meaning: "client id of the app at Intuit",
    fallback: null,
  },
  ACCORD_INTUIT_CLIENT_SECRET: { mode: "live", meaning: "its client secret", fallback: null },
  ACCORD_INTUIT_ENVIRONMENT: {
    mode: "live",
    meaning: "`sandbox` or `production`",
    fallback: "production",
  },
  ACCORD_INTUIT_REALM_ID: {
    mode: "live",
    meaning: "the company's id: Settings > Account and settings > Billing & subscription",
    fallback: null,
  },
  ACCORD_SALESFORCE_URL: {
    mode: "live",
    meaning: "the org's My Domain address, for example https://acme.my.salesforce.com",
    fallback: null,
  },
  ACCORD_SALESFORCE_ORG_ID: {
    mode: "live",
    meaning: "the org's id: Setup > Company Information",
    fallback: null,
  },
  ACCORD_SALESFORCE_CLIENT_ID: {
    mode: "live",
    meaning: "consumer key of the external client app",
    fallback: null,
  },
  ACCORD_SALESFORCE_LOGIN: {
    mode: "live",
    meaning:
      "`app`: the service signs in by itself, by a key or a secret; `web`: a person grants access in the browser",
    fallback: "app",
  },
  ACCORD_SALESFORCE_POLL_SECONDS: {
    mode: "both",
    meaning:
      "seconds between two looks for changes that no change event tells: prices, and objects beyond the five of the channel; each is one of the org's daily requests",
    fallback: "15",
  },
  ACCORD_METERED_PER_MONTH: {
    mode: "both",
    meaning:
      "metered calls of QuickBooks (reads and batches) permitted in a calendar month, of the plan at Intuit or fewer",
    fallback: "500000",
  },
  ACCORD_GUARD_DELETES: {
    mode: "both",
    meaning:
      "when more deletions of a mapping than this number, and than this percentage of its links, are seen within these minutes, nothing is removed and a person is asked",
    fallback: "10,5,60",
  },
  ACCORD_GUARD_CHANGES: {
    mode: "both",
    meaning:
      "when changes of more linked records of a mapping than this number, and than this percentage of its links, would be written within these minutes, nothing more is written and a person is asked",
    fallback: "200,20,60",
  },
  ACCORD_GUARD_LOSSES: {
    mode: "both",
    meaning:
      "the same for changes that take something away: records made inactive, and values that are emptied",
    fallback: "50,10,60",
  },
  ACCORD_SALESFORCE_JWT_KEY_FILE: {
    mode: "live",
    meaning: "private key (PEM) of the certificate registered with the app, for the JWT flow",
    fallback: "none: the client-credentials flow is used",
  },
  ACCORD_SALESFORCE_USERNAME: {
    mode: "live",
    meaning: "the integration user's name, for the JWT flow",
    fallback: "none",
  },
  ACCORD_SALESFORCE_CLIENT_SECRET: {
    mode: "live",
    meaning: "its consumer secret, for the client-credentials flow in place of the JWT flow",
    fallback: "none",
  },
  ACCORD_SALESFORCE_CERTIFICATE_FILE: {
    mode: "live",
    meaning: "the certificate (PEM) by which the org signs the calls of its components",
    fallback: null,
  },
} as const satisfies Record<string, SettingRow>;

export type SettingName = keyof typeof SETTINGS;
