/** A host and an optional port, nothing that could end an address or open another one. */
const HOST = /^(?:[\w.-]+|\[[\da-fA-F:.]+\])(?::\d{1,5})?$/;
/** For callers in the same process, which name no host. */
const DEFAULT_HOST = "localhost:4002";

/**
 * Where the caller reached the emulator, so that an address given to it leads back here; behind a tunnel or
 * proxy that says so, by HTTPS.
 */
export function originOf(headers: Readonly<Record<string, string>>): string {
  const { host } = headers;
  const isSecure = headers["x-forwarded-proto"] === "https";
  const isHost = host !== undefined && HOST.test(host);
  return `${isSecure ? "https" : "http"}://${isHost ? host : DEFAULT_HOST}`;
}
