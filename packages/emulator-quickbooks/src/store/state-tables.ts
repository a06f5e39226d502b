import type { WebhookDelivery, Notice } from "../webhooks/delivery.ts";
import type { AccessToken, AuthorisationCode, RefreshToken } from "../oauth/tokens.ts";
import type { SentMail } from "../documents/sent-mail.ts";
import type { StoredFile } from "../documents/stored-file.ts";
import type { JsonObject } from "../json/json-value.ts";
import type { Deletion } from "./stored-record.ts";

/** The first answer to a `requestid`, given again to every repetition. */
export interface StoredAnswer {
  readonly at: number;
  readonly status: number;
  readonly body: string;
  /** Tells whether a repetition is one. Absent in folders of earlier versions. */
  readonly request?: string;
  /** Of a batch: items that other batches under this id answered, beyond those of `body`. */
  readonly earlierItems?: readonly JsonObject[];
  /** From [0, 1): how far into the spread it is remembered; 0 when absent. */
  readonly draw?: number;
}

/** Everything the company keeps besides its records; all of it survives a restart. */
export interface StateTables {
  readonly counter: number;
  readonly answer: StoredAnswer;
  readonly deletion: Deletion;
  /** By the attachable's id. */
  readonly file: StoredFile;
  /** The attachable's id by the key in the file's address. */
  readonly fileKey: string;
  readonly mail: SentMail;
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
  "file",
  "fileKey",
  "mail",
  "code",
  "accessToken",
  "refreshToken",
  "notice",
  "delivery",
];
