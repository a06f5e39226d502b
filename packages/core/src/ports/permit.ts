/**
 * Lets one request leave: waits until the limits of its connection have room for it, sends it by `request`,
 * and holds its place until that is answered. Whoever has to wait for anything else, a token for example,
 * waits before it asks: a request leaves at the moment at which it is permitted.
 */
export type Permit = <T>(request: () => Promise<T>) => Promise<T>;
