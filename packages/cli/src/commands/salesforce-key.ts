/** salesforce-key: the key pair by which the service signs in to Salesforce (JWT bearer). */
import { type Command, InvalidArgumentError } from "commander";
import { CliFailure } from "../cli-failure.ts";
import { EXIT } from "../exit-code.ts";
import { selfSigned } from "../self-signed.ts";
import { type CommandParts, localCommand, print } from "./command-parts.ts";

interface KeyOptions {
  readonly json?: true;
  readonly name: string;
  readonly days: number;
}

/** What was made, and where it lies. */
interface MadeKey {
  /** Whole paths. */
  readonly keyFile: string;
  readonly certificateFile: string;
  /** ISO 8601; Salesforce takes no signature after it. */
  readonly validUntil: string;
}

const KEY_FILE = "salesforce-login.key";
const CERTIFICATE_FILE = "salesforce-login.crt";
const DAY_MS = 86_400_000;
/** Ten years: what is valid for longer is forgotten before it ends. */
const DAYS_MAX = 3_650;
/** Of a certificate's common name (RFC 5280, upper bounds). */
const NAME_MAX = 64;

function readDays(text: string): number {
  const days = Number(text);
  if (Number.isInteger(days) && days >= 1 && days <= DAYS_MAX) return days;
  throw new InvalidArgumentError(`must be a number of days, 1 to ${DAYS_MAX}`);
}

function readName(text: string): string {
  const isFit = text.trim() !== "" && text.length <= NAME_MAX && !/\p{Cc}/u.test(text);
  if (isFit) return text.trim();
  throw new InvalidArgumentError(`must be a name of at most ${NAME_MAX} characters`);
}

export function salesforceKeyCommand(parts: CommandParts): Command {
  return localCommand("salesforce-key", "Make the service's sign-in key for Salesforce", [
    "salesforce-key",
    "salesforce-key --days 365 --json",
  ])
    .option("--name <name>", "what the certificate is called", readName, "Accord Sync")
    .option("--days <number>", "how long it is valid", readDays, 730)
    .action((options: KeyOptions) => print(parts, options, makeKey(parts, options), steps));
}

function makeKey({ io }: CommandParts, { name, days }: KeyOptions): MadeKey {
  const from = io.clock.now();
  const until = from + days * DAY_MS;
  const { publicKey, privateKey, serial } = io.makeKeyPair();
  const certificate = selfSigned({ name, from, until, serial, publicKey, privateKey });
  const key = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  const keyFile = io.keepNew(KEY_FILE, key);
  const certificateFile = keyFile === null ? null : io.keepNew(CERTIFICATE_FILE, certificate, true);
  if (keyFile === null || certificateFile === null) {
    throw new CliFailure(EXIT.usage, {
      code: "KEY_EXISTS",
      message: `There is a ${KEY_FILE} in the data folder already, and Salesforce may know its certificate.`,
      action: "Use it as it is, or move it away first; nothing was changed.",
    });
  }
  return { keyFile, certificateFile, validUntil: new Date(until).toISOString() };
}

function steps({ keyFile, certificateFile, validUntil }: MadeKey): string {
  return `Key          ${keyFile}
Certificate  ${certificateFile}
Valid until  ${validUntil.slice(0, 10)}

The key stays on this machine. What is left to do:
  1. Salesforce, Setup > External Client App Manager > New: enable OAuth with the scopes
     "Manage user data via APIs (api)" and "Perform requests at any time (refresh_token,
     offline_access)", enable the JWT bearer flow, and upload the certificate above.
  2. In the app's policies: Permitted Users is "Admin approved users are pre-authorized";
     add the permission set Accord Sync Integration, which the integration user has.
  3. Copy the app's consumer key, and write to accord.env in the data folder:
     ACCORD_SALESFORCE_CLIENT_ID=<the consumer key>
     ACCORD_SALESFORCE_USERNAME=<the integration user's name>
     ACCORD_SALESFORCE_JWT_KEY_FILE=${keyFile}
  4. Start the service again: npm start, with the same ACCORD_DATA as this command.
`;
}
