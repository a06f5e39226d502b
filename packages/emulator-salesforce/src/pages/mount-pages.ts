import type { PageHandler, PageHost } from "../page-host.ts";

/** The Lightning-like pages of the org. */
export function mountPages(_host: PageHost): PageHandler {
  return () => Promise.resolve(undefined);
}
