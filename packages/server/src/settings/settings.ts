/** The service's settings, read from `ACCORD_*` variables. Pure: `main.ts` hands in the environment. */
import { CHANGE_GUARD, type ChangeLimits } from "@accord-sync/core/lifecycle/change-guard.ts";
import { DELETE_GUARD, type GuardLimit } from "@accord-sync/core/lifecycle/judge-deletion.ts";
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import { fail, type Result, succeed } from "@accord-sync/core/records/result.ts";
import { isLoopback } from "./loopback.ts";
import { createSettingReader, type Environment } from "./setting-reader.ts";
import { unknownSettings } from "./unknown-settings.ts";

/** Where a demonstration finds the two emulators. */
export interface DemoSettings {
  readonly mode: "demo";
  readonly salesforceUrl: string;
  /** Host and port. */
  readonly pubSubEndpoint: string;
  readonly quickbooksUrl: string;
}

export type SalesforceLogin =
  | { readonly flow: "client-credentials"; readonly clientSecret: string }
  /** A person's consent; the secret is null for an app that needs none. */
  | { readonly flow: "web"; readonly clientSecret: string | null }
  | { readonly flow: "jwt"; readonly keyFile: string; readonly username: string };

/** Real accounts. */
export interface LiveSettings {
  readonly mode: "live";
  readonly intuit: {
    readonly clientId: string;
    readonly clientSecret: string;
    readonly environment: "sandbox" | "production";
    readonly realmId: string;
  };
  readonly salesforce: {
    readonly url: string;
    readonly orgId: string;
    readonly clientId: string;
    readonly login: SalesforceLogin;
    readonly certificateFile: string;
  };
}

export interface Settings {
  readonly port: number;
  readonly host: string;
  readonly dataFolder: string;
  readonly publicUrl: string;
  readonly assetsFolder: string;
  readonly logForm: "pretty" | "json" | null;
  readonly incomeAccountId: string | null;
  readonly salesforcePollMs: number;
  readonly meteredPerMonth: number;
  /** How many deletions are far more than usual. */
  readonly guardDeletes: GuardLimit;
  /** How many changes are, and how many of those that take something away. */
  readonly guardChanges: ChangeLimits;
  readonly verifierToken: string;
  readonly systems: DemoSettings | LiveSettings;
  /** What an operator should look at, one sentence each. */
  readonly warnings: readonly string[];
}

type Reader = ReturnType<typeof createSettingReader>;

/**
 * The settings, or one SETTINGS_INVALID that names every fault. A demonstration without a verifier
 * token refuses all webhooks, which the launcher prevents by making one.
 */
export function readSettings(environment: Environment): Result<Settings> {
  const read = createSettingReader(environment);
  const mode = read.choice("ACCORD_MODE", ["demo", "live"], "demo");
  const port = read.port("PORT", 4000);
  const host = read.text("ACCORD_HOST", "localhost");
  if (mode === "demo" && !isLoopback(host)) {
    read.refuse(
      "ACCORD_HOST",
      "must be a loopback address in demo mode, because its passwords are public",
    );
  }
  const settings: Settings = {
    port,
    host,
    dataFolder: read.text("ACCORD_DATA", ".accord"),
    publicUrl: readPublicUrl(read, mode, port),
    assetsFolder: read.text("ACCORD_ASSETS", "build/lwc"),
    logForm: read.choice("ACCORD_LOG", ["pretty", "json"], null),
    incomeAccountId: read.optional("ACCORD_INCOME_ACCOUNT"),
    salesforcePollMs: 1_000 * readPollSeconds(read),
    meteredPerMonth: readMeteredPerMonth(read),
    guardDeletes: readGuard(read, "ACCORD_GUARD_DELETES", DELETE_GUARD),
    guardChanges: {
      changes: readGuard(read, "ACCORD_GUARD_CHANGES", CHANGE_GUARD.changes),
      losses: readGuard(read, "ACCORD_GUARD_LOSSES", CHANGE_GUARD.losses),
    },
    verifierToken:
      mode === "demo"
        ? (read.optional("ACCORD_INTUIT_VERIFIER_TOKEN") ?? "")
        : read.required("ACCORD_INTUIT_VERIFIER_TOKEN"),
    systems: mode === "demo" ? readDemo(read, port) : readLive(read),
    warnings: unknownSettings(environment),
  };
  const faults = read.faults();
  if (faults.length === 0) return succeed(settings);
  // A setting that is missing may be there under a misspelt name.
  const lines = [...faults, ...settings.warnings];
  const detail = lines.map((line) => `\n  - ${line}`).join("");
  return fail(operationalError("SETTINGS_INVALID", { detail }));
}

/** Browsers send the console's password there, Intuit its codes; those of a demonstration are public. */
function readPublicUrl(read: Reader, mode: "demo" | "live", port: number): string {
  const fallback = `http://localhost:${port}`;
  return mode === "demo"
    ? read.url("ACCORD_PUBLIC_URL", fallback)
    : read.secureUrl("ACCORD_PUBLIC_URL", fallback);
}

/** From a second to an hour. */
const POLL_SECONDS_MAX = 3_600;

function readPollSeconds(read: Reader): number {
  const text = read.text("ACCORD_SALESFORCE_POLL_SECONDS", "15");
  const seconds = Number(text);
  if (/^\d{1,4}$/.test(text) && seconds >= 1 && seconds <= POLL_SECONDS_MAX) return seconds;
  read.refuse("ACCORD_SALESFORCE_POLL_SECONDS", `must be a number from 1 to ${POLL_SECONDS_MAX}`);
  return POLL_SECONDS_MAX;
}

const METERED_MAX = 100_000_000;

function readMeteredPerMonth(read: Reader): number {
  const calls = Number(read.text("ACCORD_METERED_PER_MONTH", "500000"));
  if (Number.isInteger(calls) && calls >= 1 && calls <= METERED_MAX) return calls;
  read.refuse("ACCORD_METERED_PER_MONTH", `must be a whole number from 1 to ${METERED_MAX}`);
  return METERED_MAX;
}

/** `10,5,60`: a number, a percentage and minutes, as `fallback` has them where nothing is set. */
type GuardName = "ACCORD_GUARD_DELETES" | "ACCORD_GUARD_CHANGES" | "ACCORD_GUARD_LOSSES";

function readGuard(read: Reader, name: GuardName, fallback: GuardLimit): GuardLimit {
  const { more, share, withinMs } = fallback;
  const text = read.text(name, `${more},${share * 100},${withinMs / 60_000}`);
  const [, count = "", percent = "", minutes = ""] =
    /^(\d{1,6})\s*,\s*(\d{1,3})\s*,\s*(\d{1,5})$/.exec(text) ?? [];
  if (minutes !== "" && Number(percent) <= 100 && Number(minutes) > 0) {
    return {
      more: Number(count),
      share: Number(percent) / 100,
      withinMs: Number(minutes) * 60_000,
    };
  }
  read.refuse(name, "must be a number, a percentage and minutes, for example 10,5,60");
  return fallback;
}

function readDemo(read: Reader, port: number): DemoSettings {
  return {
    mode: "demo",
    salesforceUrl: read.url("ACCORD_EMULATOR_SALESFORCE", `http://localhost:${port + 1}`),
    pubSubEndpoint: read.text("ACCORD_EMULATOR_PUBSUB", `localhost:${port + 11}`),
    quickbooksUrl: read.url("ACCORD_EMULATOR_QUICKBOOKS", `http://localhost:${port + 2}`),
  };
}

/** What a browser shows is the address of the screens, where the API does not answer. */
function readOrgUrl(read: Reader): string {
  const url = read.secureUrl("ACCORD_SALESFORCE_URL", null);
  if (/\.lightning\.force\.com$/i.test(url)) {
    read.refuse(
      "ACCORD_SALESFORCE_URL",
      "must be the My Domain address, which ends in .my.salesforce.com, not that of the Lightning pages",
    );
  }
  return url;
}

function readLive(read: Reader): LiveSettings {
  return {
    mode: "live",
    intuit: {
      clientId: read.required("ACCORD_INTUIT_CLIENT_ID"),
      clientSecret: read.required("ACCORD_INTUIT_CLIENT_SECRET"),
      environment: read.choice(
        "ACCORD_INTUIT_ENVIRONMENT",
        ["sandbox", "production"],
        "production",
      ),
      realmId: read.required("ACCORD_INTUIT_REALM_ID", /^\d{1,20}$/, "must be a number"),
    },
    salesforce: {
      url: readOrgUrl(read),
      orgId: read.required(
        "ACCORD_SALESFORCE_ORG_ID",
        /^00D[A-Za-z0-9]{15}$/,
        "must be the 18-character id that starts with 00D",
      ),
      clientId: read.required("ACCORD_SALESFORCE_CLIENT_ID"),
      login: readLogin(read),
      certificateFile: read.required("ACCORD_SALESFORCE_CERTIFICATE_FILE"),
    },
  };
}

function readLogin(read: Reader): SalesforceLogin {
  if (read.choice("ACCORD_SALESFORCE_LOGIN", ["app", "web"], "app") === "web") {
    return { flow: "web", clientSecret: read.optional("ACCORD_SALESFORCE_CLIENT_SECRET") };
  }
  const keyFile = read.optional("ACCORD_SALESFORCE_JWT_KEY_FILE");
  if (keyFile !== null) {
    return { flow: "jwt", keyFile, username: read.required("ACCORD_SALESFORCE_USERNAME") };
  }
  const clientSecret = read.optional("ACCORD_SALESFORCE_CLIENT_SECRET");
  if (clientSecret !== null) return { flow: "client-credentials", clientSecret };
  read.refuse(
    "ACCORD_SALESFORCE_JWT_KEY_FILE",
    "is missing, and so is ACCORD_SALESFORCE_CLIENT_SECRET: give one of the two",
  );
  return { flow: "client-credentials", clientSecret: "" };
}
