import { randomUUID } from "node:crypto";
import type grpc from "@grpc/grpc-js";
import { type PubSubError, pubSubError } from "../feed/errors.ts";
import {
  type ProducerEvent,
  publishBatch,
  publishTarget,
  type PublishOutcome,
} from "../feed/platform-events.ts";
import { encodeReplayId } from "../feed/subscription.ts";
import { authorise, tokenSession } from "./grpc-auth.ts";
import { type GrpcContext, isRefusal } from "./grpc-context.ts";
import { statusOf } from "./grpc-status.ts";

/** Publish and PublishStream: one result for each event, in the order of the request (S2.2). */

interface PublishRequest {
  readonly topicName: string;
  readonly events: readonly ProducerEvent[];
  readonly authRefresh: string;
}

interface PublishResponse {
  readonly results: readonly object[];
  readonly schemaId: string;
  readonly rpcId: string;
}

export type PublishCall = grpc.ServerDuplexStream<PublishRequest, PublishResponse>;
export type PublishHandler = grpc.handleUnaryCall<PublishRequest, PublishResponse>;

/** The unary call. */
export function publish(context: GrpcContext): PublishHandler {
  return (call, callback) => {
    const session = authorise(context.org, call, context.now());
    const answer = isRefusal(session)
      ? session
      : publishOnce(context, call.request, session.userId);
    if (isRefusal(answer)) callback(statusOf(answer));
    else callback(null, answer);
  };
}

/** The stream: its first request fixes the topic; silence ends it. */
export function publishStream(context: GrpcContext, call: PublishCall): void {
  const session = authorise(context.org, call, context.now());
  const fail = (error: PubSubError): void => {
    stop();
    call.emit("error", statusOf(error));
  };
  let isOver = false;
  let topicName = "";
  let isFirst = true;
  // A publisher counts as a client, but waits for nothing.
  const open = { pump: () => {}, fail };
  const stop = (): void => {
    isOver = true;
    clearTimeout(sweeper);
    context.streams.delete(open);
  };
  const sweep = (): ReturnType<typeof setTimeout> =>
    setTimeout(
      () => fail(pubSubError("publish.stream.sweeper.timeout")),
      context.publishIdleMs,
    ).unref();
  let sweeper = sweep();
  if (isRefusal(session)) return fail(session);
  if (context.streams.size >= context.clientsMax) {
    return fail(pubSubError("concurrent.client.limit.exceeded"));
  }
  context.streams.add(open);
  call.on("data", (request: PublishRequest) => {
    if (isOver) return;
    clearTimeout(sweeper);
    sweeper = sweep();
    if (topicName !== "" && request.topicName !== "" && request.topicName !== topicName) {
      return fail(pubSubError("publish.topic.mismatch"));
    }
    const refresh = refreshProblem(context, call, request.authRefresh, isFirst);
    isFirst = false;
    if (refresh !== undefined) return fail(refresh);
    if (topicName === "") topicName = request.topicName;
    const answer = publishOnce(context, { ...request, topicName }, session.userId);
    if (isRefusal(answer)) return fail(answer);
    call.write(answer);
  });
  call.on("end", () => {
    stop();
    call.end();
  });
  call.on("cancelled", stop);
  call.on("error", stop);
}

/** What is wrong with the new token of a request: the first one must bring none, later ones a live one. */
function refreshProblem(
  { org, now }: GrpcContext,
  call: PublishCall,
  token: string,
  isFirst: boolean,
): PubSubError | undefined {
  if (token === "") return undefined;
  if (isFirst) return pubSubError("publish.auth.refresh.invalid");
  const isAlive = tokenSession(org, call, token, now()) !== undefined;
  return isAlive ? undefined : pubSubError("service.auth.refresh.invalid");
}

/** One request: all its events are tried. */
function publishOnce(
  { org, now }: GrpcContext,
  request: PublishRequest,
  userId: string,
): PublishResponse | PubSubError {
  const target = publishTarget(org.feed, (name) => org.schema.object(name), request.topicName);
  if (isRefusal(target)) return target;
  if (request.events.length === 0) return pubSubError("publish.event.count.invalid");
  if (!org.accessOf(userId).object(target.name).create) {
    return pubSubError("topic.meta.permission", request.topicName);
  }
  const outcomes = publishBatch(org, target, request.events, now());
  const { schema } = org.feed.schemaOf(target);
  return { results: outcomes.map(resultOf), schemaId: schema.id, rpcId: randomUUID() };
}

function resultOf(outcome: PublishOutcome): object {
  const { correlationKey } = outcome;
  return "problem" in outcome
    ? { correlationKey, error: { code: "PUBLISH", msg: outcome.problem } }
    : { correlationKey, replayId: encodeReplayId(outcome.replayId) };
}
