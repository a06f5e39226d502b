/** The settings that control may change while the emulator runs; all others belong to the start. */

import type { CompanySettings } from "../company-settings.ts";
import { isObject, type JsonObject, type JsonValue } from "../json/json-value.ts";
import { DEFAULT_LIMITS } from "../metering/rate-limits.ts";

/** What is wrong with a value, as the end of a sentence; undefined when nothing is. */
type Check = (value: JsonValue) => string | undefined;

/** A year: longer times are slips of the keyboard. */
const TIME_MAX_MS = 366 * 86_400_000;

const flag: Check = (value) => (typeof value === "boolean" ? undefined : "must be true or false");
const time: Check = (value) =>
  isWhole(value) && value <= TIME_MAX_MS ? undefined : "must be whole milliseconds, up to a year";
const size: Check = (value) =>
  value === null || isWhole(value) ? undefined : "must be a whole number, or null for no limit";
const oneOf =
  (...words: readonly string[]): Check =>
  (value) =>
    words.some((word) => word === value) ? undefined : `must be one of ${words.join(", ")}`;

const WEBHOOK_SETTINGS: Readonly<Record<string, Check>> = {
  aggregateMs: time,
  format: oneOf("cloudevents", "legacy"),
  holdDuringRetry: flag,
};
const LIMITS: Readonly<Record<string, Check>> = Object.fromEntries(
  Object.keys(DEFAULT_LIMITS).map((name) => [name, size]),
);
const SETTINGS: Readonly<Record<string, Check>> = {
  rateLimits: flag,
  warnDuplicateDocNumber: flag,
  limits: (value) => problemIn(value, LIMITS),
  requestIdMemoryMs: time,
  requestIdSpreadMs: time,
  changeDataObjectsMax: size,
  requestIdReuse: oneOf("replay", "refuse"),
  subscriptionEnded: flag,
  refuseSwitchedOff: flag,
  closedPeriodCode: oneOf("6200", "6210"),
  acceptDemoToken: flag,
  accessTokenLifeMs: time,
  refreshTokenRotation: oneOf("every-refresh", "daily"),
  refreshTokenGraceMs: time,
  refreshReuseRevokesFamily: flag,
  webhooks: (value) => problemIn(value, WEBHOOK_SETTINGS),
};

/** The changeable settings as they are; the verifier token is not shown. */
export function shownSettings(settings: CompanySettings): JsonObject {
  const all = settings as unknown as JsonObject;
  const shown = Object.keys(SETTINGS).flatMap((name) => {
    const value = all[name];
    if (value === undefined) return [];
    if (name !== "webhooks" || !isObject(value)) return [[name, value] as const];
    const { verifierToken: _secret, ...rest } = value;
    return [[name, rest] as const];
  });
  return Object.fromEntries(shown);
}

/**
 * The settings with the changes of a JSON object over them, `limits` and `webhooks` member by member; or a
 * sentence about what is wrong, and then nothing is changed.
 */
export function readSettings(text: string, settings: CompanySettings): CompanySettings | string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return "the body is not JSON";
  }
  const changes = parsed as JsonValue;
  const problem = problemIn(changes, SETTINGS);
  if (problem !== undefined) return `the body ${problem}`;
  if (!isObject(changes)) return "the body must be an object";
  const { limits, webhooks, ...rest } = changes;
  if (webhooks !== undefined && settings.webhooks === undefined)
    return "the body must not hold webhooks: no app listens (--webhook-url)";
  // Every member was checked above, and the names are those of the settings.
  return {
    ...settings,
    ...rest,
    limits: { ...settings.limits, ...(isObject(limits) ? limits : {}) },
    ...(settings.webhooks === undefined
      ? {}
      : { webhooks: { ...settings.webhooks, ...(isObject(webhooks) ? webhooks : {}) } }),
  };
}

function problemIn(value: JsonValue, checks: Readonly<Record<string, Check>>): string | undefined {
  if (!isObject(value)) return "must be an object";
  for (const [name, member] of Object.entries(value)) {
    const check = Object.hasOwn(checks, name) ? checks[name] : undefined;
    if (check === undefined)
      return `must not hold "${name.slice(0, 40)}"; it may hold ${Object.keys(checks).join(", ")}`;
    const problem = check(member);
    if (problem !== undefined) return `holds "${name}", which ${problem}`;
  }
  return undefined;
}

function isWhole(value: JsonValue): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}
