import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { EDITIONS } from "../control/editions.ts";
import type { Edition } from "../feed/allocations.ts";

/** How the emulator was started. Folders are absolute. */
export interface Options {
  readonly host: string;
  /** REST and pages; default 4001. */
  readonly port: number;
  /** Pub/Sub API; default 4011. */
  readonly grpcPort: number;
  /** The same over TLS, for clients that know no other; undefined: not at all. */
  readonly grpcTlsPort: number | undefined;
  readonly dataFolder: string;
  /** An SFDX project; without one, a folder that need not exist: the org then is a plain one. */
  readonly appFolder: string;
  readonly assetsFolder: string;
  readonly serviceUrl: string;
  /** Sets the limits of calls and events. */
  readonly edition: Edition;
  /** A file with a certificate or public key (PEM) that the JWT bearer flow takes. */
  readonly jwtCertificate: string | undefined;
}

/** Printed by `--help` and after a mistake. */
export const HELP = `Salesforce emulator: a local stand-in of one Salesforce org

  emulator-salesforce [flags]

  --port N          REST API and pages (default 4001; 0 takes a free one)
  --grpc-port N     Pub/Sub API (default 4011; 0 takes a free one)
  --grpc-tls-port N the same over TLS, by the org's own certificate (default: not at all)
  --host ADDRESS    where to listen (default localhost: 127.0.0.1 and ::1)
  --data DIR        the org's files, made when missing (default .accord/salesforce)
  --app DIR         SFDX project to load as if deployed (default salesforce-app, if there is one)
  --assets DIR      built Lightning components (default build/lwc, or those of the package)
  --service-url URL endpoint of the Named Credential (default http://localhost:4000)
  --jwt-cert FILE   certificate whose assertions the JWT bearer flow accepts
  --edition NAME    Developer, Enterprise (default), Performance or Unlimited: limits of calls and events
  --help            this text
`;

/** The command line cannot be followed; the message says why. */
export class WrongOption extends Error {}

/** Reads the command line. @throws WrongOption with a text for people */
export function readOptions(argv: readonly string[]): Options | "help" {
  const { values } = parse(argv);
  if (values.help) return "help";
  return {
    host: values.host,
    port: portOf("--port", values.port),
    grpcPort: portOf("--grpc-port", values["grpc-port"]),
    grpcTlsPort: optional(values["grpc-tls-port"], (text) => portOf("--grpc-tls-port", text)),
    dataFolder: path.resolve(values.data),
    appFolder: appFolderOf(values.app),
    assetsFolder: assetsFolderOf(values.assets),
    serviceUrl: urlOf(values["service-url"]),
    edition: editionOf(values.edition),
    jwtCertificate: values["jwt-cert"],
  };
}

/** Flags with their defaults; an unknown flag is refused. */
function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        port: { type: "string", default: "4001" },
        "grpc-port": { type: "string", default: "4011" },
        "grpc-tls-port": { type: "string" },
        host: { type: "string", default: "localhost" },
        data: { type: "string", default: ".accord/salesforce" },
        app: { type: "string" },
        assets: { type: "string" },
        "service-url": { type: "string", default: "http://localhost:4000" },
        edition: { type: "string", default: "Enterprise" },
        "jwt-cert": { type: "string" },
        help: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    throw new WrongOption(error instanceof Error ? error.message : String(error));
  }
}

/** A project that was asked for must be there; without one the org is a plain one. */
function appFolderOf(given: string | undefined): string {
  const folder = path.resolve(given ?? "salesforce-app");
  if (given === undefined || existsSync(folder)) return folder;
  throw new WrongOption(`--app: there is no folder ${folder}.`);
}

/** Components built here come before those that came with the package. */
function assetsFolderOf(given: string | undefined): string {
  const built = path.resolve(given ?? "build/lwc");
  const packed = fileURLToPath(new URL("../lwc", import.meta.url));
  return given === undefined && !existsSync(built) && existsSync(packed) ? packed : built;
}

/** The name of an edition, in any case. */
function editionOf(text: string): Edition {
  const names = Object.keys(EDITIONS) as Edition[];
  const found = names.find((name) => name.toLowerCase() === text.toLowerCase());
  if (found !== undefined) return found;
  throw new WrongOption(`--edition must be one of ${names.join(", ")}, not '${text}'.`);
}

/** Reads a flag if it is there. */
function optional<Value>(
  text: string | undefined,
  read: (text: string) => Value,
): Value | undefined {
  return text === undefined ? undefined : read(text);
}

/** 0 to 65,535; 0 takes a free one. */
function portOf(name: string, text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new WrongOption(`${name} must be a port number, not '${text}'.`);
}

/** An address without a trailing slash, so that paths can be appended. */
function urlOf(text: string): string {
  const url = URL.parse(text);
  if (url !== null && /^https?:$/.test(url.protocol)) return text.replace(/\/+$/, "");
  throw new WrongOption(`--service-url must be an http or https address, not '${text}'.`);
}
