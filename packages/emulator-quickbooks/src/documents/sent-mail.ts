import type { EntityType } from "../store/stored-record.ts";

/** A mail that QuickBooks would have sent. It goes nowhere; a developer reads it at `/_emulator/mails`. */
export interface SentMail {
  readonly id: string;
  /** Epoch ms. */
  readonly at: number;
  readonly type: EntityType;
  readonly recordId: string;
  readonly to: string;
  readonly cc?: string;
  readonly bcc?: string;
  readonly subject: string;
  /** Names the PDF as it was sent, in `Blobs`. */
  readonly pdfDigest: string;
  /** Names of the files that go with it: those with `IncludeOnSend`. */
  readonly attachments: readonly string[];
}
