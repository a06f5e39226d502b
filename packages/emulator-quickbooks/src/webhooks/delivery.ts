import type { EventOperation } from "../entities/descriptor.ts";
import type { EntityType } from "../store/stored-record.ts";

/** One change that the listening app has not been told of yet. */
export interface Notice {
  readonly type: EntityType;
  readonly id: string;
  readonly operation: EventOperation;
  /** Epoch ms of the change; of the first one, where several became one event. */
  readonly at: number;
  /** Epoch ms of the latest of several changes, which the event tells; absent: `at`. */
  readonly changedAt?: number;
  /** Of a merge only: the record that went into this one. */
  readonly deletedId?: string;
}

/** One POST to the app: body and signature are fixed, so that every attempt sends the same bytes. */
export interface WebhookDelivery {
  readonly id: string;
  readonly createdAt: number;
  /** A JSON array of CloudEvents, or the older body. */
  readonly body: string;
  /** Header `intuit-signature` among others. */
  readonly headers: Readonly<Record<string, string>>;
  /** Attempts that failed so far. */
  readonly attempts: number;
  /** Epoch ms at which the next attempt is due. */
  readonly dueAt: number;
}
