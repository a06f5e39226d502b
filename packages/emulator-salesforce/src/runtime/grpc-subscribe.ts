import { randomUUID } from "node:crypto";
import grpc from "@grpc/grpc-js";
import type { FaultRule } from "../control/faults.ts";
import { errorNamed, type PubSubError, pubSubError } from "../feed/errors.ts";
import {
  type Delivery,
  encodeReplayId,
  type FetchRequest,
  Subscription,
} from "../feed/subscription.ts";
import { authorise } from "./grpc-auth.ts";
import { type GrpcContext, isRefusal, type OpenStream } from "./grpc-context.ts";
import { statusOf } from "./grpc-status.ts";

/**
 * Subscribe streams. One is kept open while something is outstanding, and for a while after; it ends when the
 * client has finished and everything it asked for was delivered, or with a refusal:
 *
 *   request ─▶ deliver … ─▶ idle ─┬─ request         goes on
 *                                 ├─ too long idle   the server ends the stream
 *                                 └─ client ended    the server ends the stream
 */

/** Names as in the proto file, in lower camel case. */
interface FetchResponse {
  readonly events: readonly unknown[];
  readonly latestReplayId: Buffer;
  readonly rpcId: string;
  readonly pendingNumRequested: number;
}

export type SubscribeCall = grpc.ServerDuplexStream<FetchRequest, FetchResponse>;

/** Serves one stream, from its first request to its end. */
export function subscribe(context: GrpcContext, call: SubscribeCall): void {
  const { org, now, streams } = context;
  const session = authorise(org, call, now());
  if (isRefusal(session)) {
    call.emit("error", statusOf(session));
    return;
  }
  if (streams.size >= context.clientsMax) {
    call.emit("error", statusOf(pubSubError("concurrent.client.limit.exceeded")));
    return;
  }
  new SubscribeStream(context, call, session.userId).open();
}

class SubscribeStream implements OpenStream {
  readonly #context: GrpcContext;
  readonly #call: SubscribeCall;
  readonly #subscription: Subscription;
  #timer: ReturnType<typeof setInterval> | undefined;
  #idle: ReturnType<typeof setTimeout> | undefined;
  #delay: ReturnType<typeof setTimeout> | undefined;
  #isHalfClosed = false;
  #isOver = false;

  constructor(context: GrpcContext, call: SubscribeCall, userId: string) {
    this.#context = context;
    this.#call = call;
    this.#subscription = new Subscription(context.org.feed, context.org.accessOf(userId));
  }

  open(): void {
    const { streams, keepAliveMs } = this.#context;
    streams.add(this);
    this.#timer = setInterval(() => {
      if (this.#subscription.topic !== "") this.#write(this.#subscription.keepAlive());
    }, keepAliveMs);
    this.#timer.unref();
    this.#call.on("data", (fetch: FetchRequest) => this.#request(fetch));
    this.#call.on("end", () => {
      this.#isHalfClosed = true;
      this.#endIfDone();
    });
    this.#call.on("cancelled", () => this.#stop());
    this.#call.on("error", () => this.#stop());
  }

  #request(fetch: FetchRequest): void {
    if (this.#isOver) return;
    clearTimeout(this.#idle);
    if (this.#subscription.topic === "") this.#context.org.feed.expire(this.#context.now());
    const wrong = this.#subscription.request(fetch);
    if (wrong === undefined) this.pump();
    else this.fail(wrong);
  }

  /** Sends what may go out now, as far as faults and the org's allocation let it. */
  pump(): void {
    const { org, now } = this.#context;
    while (!this.#isOver && this.#delay === undefined && this.#subscription.hasEvents()) {
      const rule = org.faults.strikeStream(this.#subscription.topic);
      const isGarbled = rule?.fault === "stream-garble";
      if (rule !== undefined && !isGarbled) return this.#strike(rule);
      const room = org.allocations.delivered.room(now());
      if (room === 0) return this.fail(pubSubError("subscription.limit.exceeded"));
      const delivery = this.#subscription.take(room);
      if (delivery === undefined) break;
      org.allocations.delivered.add(delivery.events.length, now());
      this.#write(isGarbled ? garbled(delivery) : delivery);
    }
    this.#endIfDone();
  }

  /** Lets a fault on command strike: nothing goes out now. */
  #strike(rule: FaultRule): void {
    if (rule.fault === "stream-delay") {
      this.#delay = setTimeout(() => {
        this.#delay = undefined;
        this.pump();
      }, rule.delayMs ?? 1000);
      return;
    }
    if (rule.fault === "stream-drop") {
      this.#stop();
      // As a broken connection looks to a client: no trailer, no code of the platform's own.
      this.#call.emit("error", {
        code: grpc.status.UNAVAILABLE,
        details: "RST_STREAM closed stream",
      });
      return;
    }
    const error = pubSubError(errorNamed(rule.errorCode ?? "") ?? "service.unavailable");
    this.fail(rule.message === undefined ? error : { ...error, message: rule.message });
  }

  #write(delivery: Delivery): void {
    this.#context.org.usage.countDelivered(delivery.events.length);
    this.#call.write(responseOf(delivery));
  }

  #endIfDone(): void {
    if (this.#isOver || this.#subscription.hasPending) return;
    if (this.#isHalfClosed) return this.#end();
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.#end(), this.#context.subscribeIdleMs);
    this.#idle.unref();
  }

  #end(): void {
    this.#stop();
    this.#call.end();
  }

  fail(error: PubSubError): void {
    this.#stop();
    this.#call.emit("error", statusOf(error));
  }

  #stop(): void {
    this.#isOver = true;
    clearInterval(this.#timer);
    clearTimeout(this.#idle);
    clearTimeout(this.#delay);
    this.#context.streams.delete(this);
  }
}

/** The same events with half of their bytes: what no schema reads. */
function garbled(delivery: Delivery): Delivery {
  const halved = (payload: string): string => {
    const bytes = Buffer.from(payload, "base64");
    return bytes.subarray(0, bytes.length / 2).toString("base64");
  };
  return {
    ...delivery,
    events: delivery.events.map((event) => ({ ...event, payload: halved(event.payload) })),
  };
}

/** A delivery in the words of the proto file. */
function responseOf(delivery: Delivery): FetchResponse {
  return {
    events: delivery.events.map((event) => ({
      event: {
        id: event.eventId,
        schemaId: event.schemaId,
        payload: Buffer.from(event.payload, "base64"),
        headers: [],
      },
      replayId: encodeReplayId(event.replayId),
    })),
    latestReplayId: encodeReplayId(delivery.latestReplayId),
    rpcId: randomUUID(),
    pendingNumRequested: delivery.pendingNumRequested,
  };
}
