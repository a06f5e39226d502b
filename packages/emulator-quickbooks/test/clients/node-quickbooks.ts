import module from "node-quickbooks";
import { REALM } from "./connect.ts";

/** The package's types say `default`, its code exports the class itself, with its addresses. */
const QuickBooks = module as unknown as typeof module.default & {
  V3_ENDPOINT_BASE_URL: string;
  TOKEN_URL: string;
  REVOKE_URL: string;
  USER_INFO_URL: string;
};

export type NodeQuickbooks = InstanceType<typeof module.default>;

export interface HeldTokens {
  readonly access: string;
  readonly refresh: string;
}

/** Points `node-quickbooks` at the emulator: this is all it takes; README shows it. */
export function quickbooksAt(address: string, tokens: HeldTokens): NodeQuickbooks {
  QuickBooks.V3_ENDPOINT_BASE_URL = `${address}/v3/company/`;
  QuickBooks.TOKEN_URL = `${address}/oauth2/v1/tokens/bearer`;
  QuickBooks.REVOKE_URL = `${address}/v2/oauth2/tokens/revoke`;
  QuickBooks.USER_INFO_URL = `${address}/v1/openid_connect/userinfo`;
  const { access, refresh } = tokens;
  return new QuickBooks("demo", "demo", access, false, REALM, true, false, "75", "2.0", refresh);
}

/** How the client ends each call. */
export type Done = (error: unknown, answer: unknown) => void;

/** A refusal: `body` is that of the answer, or whatever the client made of the failure. */
export class Refused extends Error {
  readonly body: unknown;

  constructor(error: unknown) {
    // The client wraps some answers in an error of its transport.
    const { response } = error as { response?: { data?: unknown; status?: number } };
    const body = response?.data ?? error;
    super(JSON.stringify({ status: response?.status, body }));
    this.body = body;
  }
}

/** The client's callbacks as promises, which reject with `Refused`. */
export function ask<T = unknown>(call: (done: Done) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    call((error, answer) => {
      if (error === null || error === undefined) resolve(answer as T);
      else reject(new Refused(error));
    });
  });
}
