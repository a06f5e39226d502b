/** A host and an optional port, nothing that could end an address or open another one. */
const HOST = /^(?:[\w.-]+|\[[\da-fA-F:.]+\])(?::\d{1,5})?$/;
/** For callers in the same process, which name no host. */
const DEFAULT_HOST = "localhost:4002";

/** Where the caller reached the emulator, so that an address given to it leads back here. */
export function originOf(host: string | undefined): string {
  return `http://${host !== undefined && HOST.test(host) ? host : DEFAULT_HOST}`;
}
