import type { WebhookDelivery, Notice } from "../webhooks/delivery.ts";
import type { AccessToken, AuthorisationCode, RefreshToken } from "../oauth/tokens.ts";
import type { Deletion } from "./stored-record.ts";

/** The first answer to a `requestid`, given again to every repetition. */
export interface StoredAnswer {
  readonly at: number;
  readonly status: number;
  readonly body: string;
}

/** Everything the company keeps besides its records; all of it survives a restart. */
export interface StateTables {
  readonly counter: number;
  readonly answer: StoredAnswer;
  readonly deletion: Deletion;
  readonly code: AuthorisationCode;
  readonly accessToken: AccessToken;
  readonly refreshToken: RefreshToken;
  readonly notice: Notice;
  readonly delivery: WebhookDelivery;
}

export type StateName = keyof StateTables;

/** The tables by name; a missing one is a type error where it is used. */
export const STATE_NAMES: readonly StateName[] = [
  "counter",
  "answer",
  "deletion",
  "code",
  "accessToken",
  "refreshToken",
  "notice",
  "delivery",
];
