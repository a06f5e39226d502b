import { parseArgs } from "node:util";
import type { AppCredentials, CompanySettings } from "../company-settings.ts";
import { DEFAULT_LIMITS, type RateLimitSizes } from "../metering/rate-limits.ts";
import { readStart } from "./start-options.ts";

/** Where the emulator stands, and how its company is set up. */
export interface EmulatorOptions {
  readonly host: string;
  /** 0 lets the system choose one. */
  readonly port: number;
  /** Relative to the working directory; made if it does not exist. */
  readonly dataFolder: string;
  /** Undefined: nobody listens. */
  readonly webhookUrl: string | undefined;
  readonly settings: Partial<CompanySettings>;
}

export const USAGE = `A local stand-in of a QuickBooks Online company.

  --port N                 port of the API and the pages (default 4002)
  --host ADDRESS           address to listen on (default localhost: 127.0.0.1 and ::1)
  --data FOLDER            where the company is kept (default .accord/quickbooks)

  --country C              US (default), GB, CA or AU: currency and taxes of a company that starts now
  --multi-currency         it has several currencies
  --custom-transaction-numbers
                           its documents carry the numbers that clients give
  --preferences FILE       sections of its Preferences, as JSON

  --client-id ID           the app's OAuth client (default demo)
  --client-secret S        its secret (default demo)
  --app ID:SECRET          a further app; may be repeated
  --redirect-uri URL       where consent may lead back to; may be repeated (default: anywhere)
  --refresh-rotation WHEN  the refresh token changes at every-refresh (default) or daily

  --webhook-url URL        where changes are posted to (default: nowhere)
  --verifier-token T       key of the webhooks' signature (default demo-verifier)
  --webhook-format F       cloudevents (default) or legacy, the body until 2026
  --aggregate-ms N         how long changes are gathered into one webhook (default 200)
  --hold-events            later events wait while a delivery waits for its retry

  --limit NAME=N           a rate limit of another size, or none; may be repeated. Names:
                           ${wrap(Object.keys(DEFAULT_LIMITS))}
  --no-rate-limits         answer any number of calls
  --requestid-memory-ms N  how long a requestid is remembered (default 86400000, a day)
  --requestid-reuse HOW    replay (default) or refuse a different request under a remembered id

  --help                   this text
`;

/** A sentence about what is wrong with a command line. */
class Problem extends Error {}

/** The options of a command line, or a sentence about what is wrong with it. */
export function readOptions(
  argv: readonly string[],
): EmulatorOptions | "help" | { readonly problem: string } {
  try {
    const values = parse(argv);
    return values.help ? "help" : optionsOf(values);
  } catch (error) {
    // Node's own sentences say which option is unknown or has no value.
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

type Values = ReturnType<typeof parse>;

function parse(argv: readonly string[]) {
  return parseArgs({
    args: [...argv],
    options: {
      port: { type: "string", default: "4002" },
      host: { type: "string", default: "localhost" },
      data: { type: "string", default: ".accord/quickbooks" },
      country: { type: "string", default: "US" },
      "multi-currency": { type: "boolean", default: false },
      "custom-transaction-numbers": { type: "boolean", default: false },
      preferences: { type: "string" },
      "client-id": { type: "string", default: "demo" },
      "client-secret": { type: "string", default: "demo" },
      app: { type: "string", multiple: true },
      "redirect-uri": { type: "string", multiple: true },
      "refresh-rotation": { type: "string", default: "every-refresh" },
      "webhook-url": { type: "string" },
      "verifier-token": { type: "string", default: "demo-verifier" },
      "webhook-format": { type: "string", default: "cloudevents" },
      "aggregate-ms": { type: "string", default: "200" },
      "hold-events": { type: "boolean", default: false },
      limit: { type: "string", multiple: true },
      "no-rate-limits": { type: "boolean", default: false },
      "requestid-memory-ms": { type: "string", default: "86400000" },
      "requestid-reuse": { type: "string", default: "replay" },
      help: { type: "boolean", default: false },
    },
  }).values;
}

function optionsOf(values: Values): EmulatorOptions {
  const port = Number(values.port);
  if (!/^\d+$/.test(values.port) || port > 65_535)
    throw new Problem(`--port ${values.port} is no port number`);
  const webhookUrl = values["webhook-url"];
  if (webhookUrl !== undefined && !isHttpAddress(webhookUrl))
    throw new Problem(`--webhook-url ${webhookUrl} is no address`);
  const redirectUris = values["redirect-uri"];
  for (const address of redirectUris ?? [])
    if (!URL.canParse(address)) throw new Problem(`--redirect-uri ${address} is no address`);
  const webhooks = {
    verifierToken: values["verifier-token"],
    aggregateMs: time("aggregate-ms", values["aggregate-ms"]),
    format: oneOf("webhook-format", values["webhook-format"], ["cloudevents", "legacy"]),
    holdDuringRetry: values["hold-events"],
  };
  const rotation = values["refresh-rotation"];
  return {
    host: values.host,
    port,
    dataFolder: values.data,
    webhookUrl,
    settings: {
      start: readStart(values),
      clientId: values["client-id"],
      clientSecret: values["client-secret"],
      otherApps: (values.app ?? []).map(readApp),
      ...(redirectUris === undefined ? {} : { redirectUris }),
      refreshTokenRotation: oneOf("refresh-rotation", rotation, ["every-refresh", "daily"]),
      rateLimits: !values["no-rate-limits"],
      limits: readLimits(values.limit ?? []),
      requestIdMemoryMs: time("requestid-memory-ms", values["requestid-memory-ms"]),
      requestIdReuse: oneOf("requestid-reuse", values["requestid-reuse"], ["replay", "refuse"]),
      ...(webhookUrl === undefined ? {} : { webhooks }),
    },
  };
}

function isHttpAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

function time(option: string, text: string): number {
  if (!/^\d{1,12}$/.test(text)) throw new Problem(`--${option} ${text} is no time`);
  return Number(text);
}

function oneOf<W extends string>(option: string, text: string, words: readonly W[]): W {
  const word = words.find((each) => each === text);
  if (word === undefined) throw new Problem(`--${option} ${text} is none of ${words.join(", ")}`);
  return word;
}

/** The secret may hold colons, the id none. */
function readApp(text: string): AppCredentials {
  const colon = text.indexOf(":");
  if (colon < 1 || colon === text.length - 1)
    throw new Problem(`--app ${text} is not of the form ID:SECRET`);
  return { id: text.slice(0, colon), secret: text.slice(colon + 1) };
}

function readLimits(texts: readonly string[]): RateLimitSizes {
  const sizes: Record<string, number | null> = { ...DEFAULT_LIMITS };
  for (const text of texts) {
    const [, name = "", size = ""] = /^(\w+)=(\d{1,9}|none)$/.exec(text) ?? [];
    if (!Object.hasOwn(sizes, name))
      throw new Problem(`--limit ${text} is not of the form NAME=N or NAME=none; see --help`);
    sizes[name] = size === "none" ? null : Number(size);
  }
  return { ...DEFAULT_LIMITS, ...sizes };
}

/** Names in lines of the usage text. */
function wrap(names: readonly string[]): string {
  const lines: string[] = [];
  for (let at = 0; at < names.length; at += 3) lines.push(names.slice(at, at + 3).join(", "));
  return lines.join(",\n                           ");
}
