import type { PageAnswer, PageHost, PageRequest } from "../../page-host.ts";
import type { LightningApp } from "../app-metadata.ts";

/** What every route gets. */
export interface RouteContext {
  readonly host: PageHost;
  readonly app: LightningApp;
  readonly request: PageRequest;
  /** The request's address, on a made-up origin. */
  readonly url: URL;
}

export type Answer = PageAnswer | Promise<PageAnswer>;

/** A form's parts are asked for alone by the page's script, which shows them in a dialog. */
export const isFragment = ({ request }: RouteContext): boolean =>
  request.headers["x-page-fragment"] === "1";
