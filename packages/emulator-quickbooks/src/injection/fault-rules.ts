import type { EmulatorRequest, IdSource } from "../emulator-request.ts";
import { finderOf, PatternTooSlow, type Finder, type TextPattern } from "./text-pattern.ts";

/** What a rule does to the request that it matches. */
const REQUEST_FAULT_KINDS = [
  "status",
  "timeout-before",
  "timeout-after",
  "slow",
  "close-after",
  "expire-token",
  "throttle",
  "invalid_grant",
] as const;

/** What a rule does to the webhook delivery that it matches. */
const WEBHOOK_FAULT_KINDS = [
  "drop-webhook",
  "duplicate-webhook",
  "delay-webhook",
  "shuffle-webhook",
  "scatter-webhook",
  "forge-webhook",
] as const;

export const FAULT_KINDS = [...REQUEST_FAULT_KINDS, ...WEBHOOK_FAULT_KINDS] as const;

export type RequestFaultKind = (typeof REQUEST_FAULT_KINDS)[number];
export type WebhookFaultKind = (typeof WEBHOOK_FAULT_KINDS)[number];
export type FaultKind = RequestFaultKind | WebhookFaultKind;

/** Every part that is given must match; an empty match fits anything. */
export interface FaultMatch {
  readonly method?: string;
  /** Looked for in path and query. */
  readonly path?: TextPattern;
  /** Looked for in the body; for webhook faults, in the delivery's body. */
  readonly body?: TextPattern;
}

/** One rule; docs/faults-and-control.md tells what each fault does. */
export interface FaultRule {
  readonly match: FaultMatch;
  readonly fault: FaultKind;
  /** For `status`: the HTTP status; default 500, or 400 for a code that the emulator has the words of. */
  readonly status?: number;
  /** For `status`: the vendor's error code; default 10000, or the gateway's own for its statuses. */
  readonly code?: string;
  /** For `status`: words instead of the vendor's. */
  readonly message?: string;
  readonly detail?: string;
  /** How often the rule fires; 0 is always; default 1. */
  readonly times?: number;
  /** For `slow` and `delay-webhook`; default 1000 and 0. */
  readonly delayMs?: number;
  /** Chance that a matching request is hit, 0 to 1; default 1. */
  readonly probability?: number;
}

/** A rule that has fired on a request. */
export type RequestFaultRule = FaultRule & { readonly fault: RequestFaultKind };
/** A rule that has fired on a webhook delivery. */
export type WebhookFaultRule = FaultRule & { readonly fault: WebhookFaultKind };

/** A rule as control shows it. */
export interface ListedRule extends FaultRule {
  readonly remaining: number | "always";
  /** Why the rule was switched off; absent while it is in force. */
  readonly problem?: string;
}

/** A rule with the turns that it has left, and what looks for its patterns. */
interface LiveRule {
  readonly rule: FaultRule;
  readonly findsPath: Finder;
  readonly findsBody: Finder;
  remaining: number;
  problem?: string;
}

/** The fault rules in force, in order; the first that matches and still has a turn fires. */
export class FaultRules {
  #rules: LiveRule[] = [];

  replace(rules: readonly FaultRule[]): void {
    this.#rules = rules.map((rule) => ({
      rule,
      findsPath: finderOf(rule.match.path),
      findsBody: finderOf(rule.match.body),
      remaining: rule.times === 0 ? Infinity : (rule.times ?? 1),
    }));
  }

  list(): readonly ListedRule[] {
    return this.#rules.map(({ rule, remaining, problem }) => ({
      ...rule,
      remaining: remaining === Infinity ? "always" : remaining,
      ...(problem === undefined ? {} : { problem }),
    }));
  }

  takeRequestRule(request: EmulatorRequest, ids: IdSource): RequestFaultRule | undefined {
    return this.#take(
      (live) => (isForRequests(live.rule) && matchesRequest(live, request) ? live.rule : undefined),
      ids,
    );
  }

  takeWebhookRule(body: string, ids: IdSource): WebhookFaultRule | undefined {
    return this.#take(
      (live) => (isForWebhooks(live.rule) && live.findsBody(body) ? live.rule : undefined),
      ids,
    );
  }

  #take<R extends FaultRule>(
    match: (live: LiveRule) => R | undefined,
    ids: IdSource,
  ): R | undefined {
    for (const live of this.#rules) {
      const rule = live.remaining > 0 ? matchInTime(live, match) : undefined;
      if (rule === undefined) continue;
      if (rule.probability !== undefined && ids.draw() >= rule.probability) continue;
      live.remaining -= 1;
      return rule;
    }
    return undefined;
  }
}

/** A rule whose expression is given up is switched off, so that it costs its time once. */
function matchInTime<R>(live: LiveRule, match: (live: LiveRule) => R | undefined): R | undefined {
  try {
    return match(live);
  } catch (error) {
    if (!(error instanceof PatternTooSlow)) throw error;
    live.remaining = 0;
    live.problem = error.message;
    return undefined;
  }
}

function isForRequests(rule: FaultRule): rule is RequestFaultRule {
  return (REQUEST_FAULT_KINDS as readonly string[]).includes(rule.fault);
}

/** These look at deliveries, the others at requests. */
function isForWebhooks(rule: FaultRule): rule is WebhookFaultRule {
  return (WEBHOOK_FAULT_KINDS as readonly string[]).includes(rule.fault);
}

/** `invalid_grant` is an answer of the token endpoint alone. */
function matchesRequest(
  { rule, findsPath, findsBody }: LiveRule,
  request: EmulatorRequest,
): boolean {
  const { match, fault } = rule;
  if (fault === "invalid_grant" && !request.url.startsWith("/oauth2/v1/tokens/bearer"))
    return false;
  if (match.method !== undefined && match.method.toUpperCase() !== request.method) return false;
  if (!findsPath(request.url)) return false;
  return match.body === undefined || findsBody(looseText(request.body));
}

/** Uploads hold bytes that are no text; what is text in them can be found all the same. */
function looseText(body: string | Uint8Array): string {
  return typeof body === "string" ? body : new TextDecoder().decode(body);
}
