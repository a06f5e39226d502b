import { parseArgs } from "node:util";

/** Times in ms; `webhookUrl` undefined means that nobody listens. */
export interface EmulatorOptions {
  readonly host: string;
  /** 0 lets the system choose one. */
  readonly port: number;
  /** Relative to the working directory; made if it does not exist. */
  readonly dataFolder: string;
  readonly webhookUrl: string | undefined;
  readonly verifierToken: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly rateLimits: boolean;
  readonly aggregateMs: number;
}

export const USAGE = `A local stand-in of a QuickBooks Online company.

  --port N              port of the API and the pages (default 4002)
  --host ADDRESS        address to listen on (default localhost: 127.0.0.1 and ::1)
  --data FOLDER         where the company is kept (default .accord/quickbooks)
  --webhook-url URL     where changes are posted to (default: nowhere)
  --verifier-token T    key of the webhooks' signature (default demo-verifier)
  --aggregate-ms N      how long changes are gathered into one webhook (default 200)
  --client-id ID        the app's OAuth client (default demo)
  --client-secret S     its secret (default demo)
  --no-rate-limits      answer any number of calls
  --help                this text
`;

/** The options of a command line, or a sentence about what is wrong with it. */
export function readOptions(
  argv: readonly string[],
): EmulatorOptions | "help" | { readonly problem: string } {
  let values;
  try {
    ({ values } = parseArgs({
      args: [...argv],
      options: {
        port: { type: "string", default: "4002" },
        host: { type: "string", default: "localhost" },
        data: { type: "string", default: ".accord/quickbooks" },
        "webhook-url": { type: "string" },
        "verifier-token": { type: "string", default: "demo-verifier" },
        "aggregate-ms": { type: "string", default: "200" },
        "client-id": { type: "string", default: "demo" },
        "client-secret": { type: "string", default: "demo" },
        "no-rate-limits": { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    }));
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
  if (values.help) return "help";
  const port = Number(values.port);
  const aggregateMs = Number(values["aggregate-ms"]);
  const webhookUrl = values["webhook-url"];
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    return { problem: `--port ${values.port} is no port number` };
  if (!Number.isInteger(aggregateMs) || aggregateMs < 0)
    return { problem: `--aggregate-ms ${values["aggregate-ms"]} is no time` };
  if (webhookUrl !== undefined && !URL.canParse(webhookUrl))
    return { problem: `--webhook-url ${webhookUrl} is no address` };
  return {
    host: values.host,
    port,
    dataFolder: values.data,
    webhookUrl,
    verifierToken: values["verifier-token"],
    clientId: values["client-id"],
    clientSecret: values["client-secret"],
    rateLimits: !values["no-rate-limits"],
    aggregateMs,
  };
}
