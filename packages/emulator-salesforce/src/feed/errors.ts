/**
 * Refusals of the Pub/Sub API: a gRPC status, and in the trailer `error-code` what clients branch on. The
 * codes are those of the page "Handle Errors" of the Pub/Sub API guide (D `handling-errors`); statuses that
 * the page leaves open are `PUBSUB_STATUSES`.
 */

import { PUBSUB_STATUSES } from "../not-evidenced.ts";

/** gRPC statuses by the names of its specification. */
export type StatusName =
  | "INVALID_ARGUMENT"
  | "NOT_FOUND"
  | "PERMISSION_DENIED"
  | "RESOURCE_EXHAUSTED"
  | "UNAUTHENTICATED"
  | "UNAVAILABLE"
  | "INTERNAL"
  | "ABORTED"
  | "UNIMPLEMENTED";

/** A refusal, before it is put on the wire. */
export interface PubSubError {
  readonly status: StatusName;
  /** With its prefix, for example `sfdc.platform.eventbus.grpc.topic.not.found`. */
  readonly errorCode: string;
  readonly message: string;
}

export const ERROR_PREFIX = "sfdc.platform.eventbus.grpc.";

/** Every code that the emulator can send, without its prefix, and its text. */
const ERRORS = {
  "concurrent.client.limit.exceeded":
    "The maximum number of concurrent clients across all topics has been exceeded.",
  "service.unavailable": "The Pub/Sub API service is unavailable.",
  "service.auth.error":
    "An authentication exception occurred. Provide valid authentication via metadata headers.",
  "service.auth.headers.invalid":
    "An authentication header is missing or blank. Provide accesstoken, instanceurl and tenantid.",
  "service.auth.refresh.invalid": "The authentication refresh is not valid.",
  "service.protection.triggered": "There are too many connections or requests. Reduce the load.",
  "service.protection.stream.limit.triggered":
    "There are too many requests on the stream. Reduce their frequency.",
  "service.tenant.license": "The org isn't licensed for the Pub/Sub API.",
  "topic.not.found": "The topic does not exist, or none of its entities is selected.",
  "topic.meta.permission": "The topic can't be accessed.",
  "topic.api.unavailable": "Topic information is temporarily unavailable.",
  "topic.validation.empty": "The topic name is blank.",
  "schema.not.found": "There is no schema of this ID.",
  "schema.meta.permission": "The schema can't be accessed.",
  "schema.api.unavailable": "Schema information is temporarily unavailable.",
  "schema.validation.failed": "The schema ID is blank.",
  "subscription.fetch.replayid.corrupted":
    "The Replay ID validation failed. Ensure that the Replay ID is valid.",
  "subscription.fetch.replayid.validation.failed":
    "A Replay ID must be provided with the replay preset CUSTOM.",
  "subscription.fetch.replay.repeated": "An event arrived with a lower Replay ID than before.",
  "subscription.fetch.overflow": "More events were requested than the client takes.",
  "subscription.fetch.requested.events.invalid":
    "The number of requested events must be greater than 0.",
  "subscription.fetch.topic.mismatch": "The topic of a stream cannot change.",
  "subscription.fetch.request.invalid": "The fetch request is not valid.",
  "subscription.topic.cannot.subscribe":
    "The user has no permission to subscribe to the topic's events.",
  "subscription.limit.exceeded": "You have exceeded the event delivery limit for your org.",
  "subscription.internal.error": "An internal error occurred in the subscription.",
  "publish.stream.sweeper.timeout": "No publish request was sent in time on the stream.",
  "publish.auth.refresh.invalid":
    "The first publish request must not carry an authentication refresh.",
  "publish.event.count.invalid": "A publish request must contain at least one event.",
  "publish.topic.mismatch": "The topic of a stream cannot change.",
  "publish.topic.validation.empty": "The topic name is blank.",
} as const;

export type ErrorName = keyof typeof ERRORS;

/** Whether a text names a code, with or without the prefix; for faults on command. */
export function errorNamed(text: string): ErrorName | undefined {
  const name = text.startsWith(ERROR_PREFIX) ? text.slice(ERROR_PREFIX.length) : text;
  return Object.hasOwn(ERRORS, name) ? (name as ErrorName) : undefined;
}

/** The refusal of a name; `detail` is put after its text. */
export function pubSubError(name: ErrorName, detail = ""): PubSubError {
  return {
    status: statusOf(name),
    errorCode: ERROR_PREFIX + name,
    message: detail === "" ? ERRORS[name] : `${ERRORS[name]} ${detail}`,
  };
}

/** By exact name, else by the longest matching beginning; the rest are the client's mistakes. */
function statusOf(name: ErrorName): StatusName {
  const rule = PUBSUB_STATUSES.find(([part]) => name === part || name.startsWith(`${part}.`));
  return rule?.[1] ?? "INVALID_ARGUMENT";
}
