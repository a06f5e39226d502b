/** Where the service is, from what the environment, the data folder or `--url` say. */
import { type CliFailure, usageFailure } from "./cli-failure.ts";

const PORT_DEFAULT = "4000";
const PORT_MAX = 65_535;

function usage(message: string, action: string): CliFailure {
  return usageFailure({ message, action });
}

/** `port` is PORT as it was given; empty is not given. Throws a `CliFailure` for what is no port. */
export function localAddress(port: string | undefined): string {
  const given = port === undefined || port.trim() === "" ? PORT_DEFAULT : port.trim();
  const number = Number(given);
  if (/^\d+$/.test(given) && number >= 1 && number <= PORT_MAX) return `http://localhost:${number}`;
  throw usage(
    `PORT must be a port from 1 to ${PORT_MAX}, not "${given}".`,
    "Set PORT to the port of the service, or name its address with --url.",
  );
}

/** The address of `--url`, without a slash at its end. Throws a `CliFailure` for what is none. */
export function givenAddress(url: string): string {
  const protocol = URL.canParse(url) ? new URL(url).protocol : "";
  if (protocol === "http:" || protocol === "https:") return url.replace(/\/+$/, "");
  throw usage(
    `--url must be an http or https address, not "${url}".`,
    "For example: --url http://localhost:4000",
  );
}
