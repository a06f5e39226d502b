import type { EmulatorRequest, IdSource } from "../emulator-request.ts";
import { bodyText } from "../emulator-request.ts";
import { holds, type TextPattern } from "./text-pattern.ts";

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

/** One rule; see README for what each fault does. */
export interface FaultRule {
  readonly match: FaultMatch;
  readonly fault: FaultKind;
  /** For `status`: the HTTP status; default 500. */
  readonly status?: number;
  /** For `status`: the vendor's error code; default 10000 for 5xx, else the status. */
  readonly code?: string;
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

/** A rule with the turns that it has left. */
interface LiveRule {
  readonly rule: FaultRule;
  remaining: number;
}

/** The fault rules in force, in order; the first that matches and still has a turn fires. */
export class FaultRules {
  #rules: LiveRule[] = [];

  replace(rules: readonly FaultRule[]): void {
    this.#rules = rules.map((rule) => ({
      rule,
      remaining: rule.times === 0 ? Infinity : (rule.times ?? 1),
    }));
  }

  list(): readonly (FaultRule & { readonly remaining: number | "always" })[] {
    return this.#rules.map(({ rule, remaining }) => ({
      ...rule,
      remaining: remaining === Infinity ? "always" : remaining,
    }));
  }

  takeRequestRule(request: EmulatorRequest, ids: IdSource): RequestFaultRule | undefined {
    return this.#take(
      (rule): rule is RequestFaultRule => !isForWebhooks(rule) && matchesRequest(rule, request),
      ids,
    );
  }

  takeWebhookRule(body: string, ids: IdSource): WebhookFaultRule | undefined {
    return this.#take(
      (rule): rule is WebhookFaultRule => isForWebhooks(rule) && holds(body, rule.match.body),
      ids,
    );
  }

  #take<R extends FaultRule>(
    matches: (rule: FaultRule) => rule is R,
    ids: IdSource,
  ): R | undefined {
    for (const live of this.#rules) {
      const { rule } = live;
      if (live.remaining <= 0 || !matches(rule)) continue;
      const chance = rule.probability;
      if (chance !== undefined && ids.draw() >= chance) continue;
      live.remaining -= 1;
      return rule;
    }
    return undefined;
  }
}

/** These look at deliveries, the others at requests. */
function isForWebhooks(rule: FaultRule): boolean {
  return (WEBHOOK_FAULT_KINDS as readonly string[]).includes(rule.fault);
}

/** `invalid_grant` is an answer of the token endpoint alone. */
function matchesRequest({ match, fault }: FaultRule, request: EmulatorRequest): boolean {
  if (fault === "invalid_grant" && !request.url.startsWith("/oauth2/v1/tokens/bearer"))
    return false;
  if (match.method !== undefined && match.method.toUpperCase() !== request.method) return false;
  if (!holds(request.url, match.path)) return false;
  return match.body === undefined || holds(bodyText(request) ?? "", match.body);
}
