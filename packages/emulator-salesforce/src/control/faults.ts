import { parseRecordId } from "../store/record-id.ts";
import { isObject } from "../wire.ts";
import { holds, patternProblem, type TextPattern } from "./text-pattern.ts";

/**
 * Faults on command. A rule matches calls (or change events) and fires a number of times; the first rule
 * that matches wins. Rules are given whole: `POST /_emulator/faults` replaces those before.
 */

/**
 * What can be made to go wrong: change events when they are made (`…-event`), jobs of the Bulk API
 * (`bulk-…`), deliveries of a Subscribe stream (`stream-…`), the parts of composites (`subrequest`); the
 * others strike calls and rows.
 */
export const FAULTS = [
  "status",
  "timeout-before",
  "timeout-after",
  "slow",
  "close-after",
  "expire-session",
  "limit",
  "concurrent-limit",
  "html-error",
  "malformed-json",
  "row-lock",
  "subrequest",
  "drop-event",
  "duplicate-event",
  "gap-event",
  "delay-event",
  "reorder-event",
  "bulk-fail",
  "bulk-stall",
  "stream-error",
  "stream-drop",
  "stream-delay",
  "stream-garble",
] as const;

export type FaultName = (typeof FAULTS)[number];

export interface FaultRule {
  /** All given parts must match; an empty object matches everything. */
  readonly match: {
    readonly method?: string;
    /** Looked for in path and query; for faults of events and jobs, in the object's name. */
    readonly path?: TextPattern;
    readonly body?: TextPattern;
  };
  readonly fault: FaultName;
  /** For `status`: the answer's status; default 503. */
  readonly status?: number;
  readonly errorCode?: string;
  readonly message?: string;
  /** How often the rule fires; default 1, 0: always. */
  readonly times?: number;
  /**
   * For `row-lock`: the row that somebody else holds, whichever call wants to change it. Without one the
   * call as a whole is refused.
   */
  readonly recordId?: string;
  /** For `slow`: milliseconds; default 1000. For `delay-event`: default 1000.
   * For `bulk-stall`: default until the job is aborted. */
  readonly delayMs?: number;
}

/** A rule and how often it may still fire. */
interface Armed {
  readonly rule: FaultRule;
  /** Undefined: for ever. */
  left: number | undefined;
}

const EVENT_FAULTS: ReadonlySet<FaultName> = new Set([
  "drop-event",
  "duplicate-event",
  "gap-event",
  "delay-event",
  "reorder-event",
]);
/** They strike bulk jobs, which work between calls. */
const JOB_FAULTS: ReadonlySet<FaultName> = new Set(["bulk-fail", "bulk-stall"]);
const STREAM_FAULTS: ReadonlySet<FaultName> = new Set([
  "stream-error",
  "stream-drop",
  "stream-delay",
  "stream-garble",
]);

/** The armed rules, in the order given. */
export class FaultBook {
  #armed: Armed[] = [];

  /** Forgets the rules before. */
  replace(rules: readonly FaultRule[]): void {
    this.#armed = rules.map((rule) => ({
      rule,
      left: rule.times === 0 ? undefined : (rule.times ?? 1),
    }));
  }

  /** The rules that can still fire. */
  rules(): readonly FaultRule[] {
    return this.#armed.map(({ rule, left }) => ({ ...rule, times: left ?? 0 }));
  }

  /** The fault that strikes this call, if any; it is used up by asking. */
  strike(call: Struck): FaultRule | undefined {
    return this.#fire(
      (rule) =>
        !EVENT_FAULTS.has(rule.fault) &&
        !JOB_FAULTS.has(rule.fault) &&
        rule.fault !== "subrequest" &&
        rule.recordId === undefined &&
        !STREAM_FAULTS.has(rule.fault) &&
        fits(rule, call),
    );
  }

  /** The fault that strikes one part of a composite, graph or batch. */
  strikeSubrequest(part: Struck): FaultRule | undefined {
    return this.#fire((rule) => rule.fault === "subrequest" && fits(rule, part));
  }

  /** Whether a rule keeps this row locked; ids may be given in either length. */
  strikeRow(recordId: string): boolean {
    const short = recordId.slice(0, 15);
    return this.#fire((rule) => rule.recordId?.slice(0, 15) === short) !== undefined;
  }

  /** The fault that strikes the events of an object. */
  strikeEvent(objectName: string): FaultRule | undefined {
    return this.#fire((rule) => EVENT_FAULTS.has(rule.fault) && holds(objectName, rule.match.path));
  }

  /** The fault of that name that strikes a bulk job of an object. */
  strikeJob(objectName: string, fault: FaultName): FaultRule | undefined {
    return this.#fire((rule) => rule.fault === fault && holds(objectName, rule.match.path));
  }

  /** The fault that strikes the next delivery on a topic; `path` looks into the topic's name. */
  strikeStream(topic: string): FaultRule | undefined {
    return this.#fire((rule) => STREAM_FAULTS.has(rule.fault) && holds(topic, rule.match.path));
  }

  #fire(matches: (rule: FaultRule) => boolean): FaultRule | undefined {
    const armed = this.#armed.find(({ rule }) => matches(rule));
    if (armed === undefined) return undefined;
    if (armed.left !== undefined) armed.left -= 1;
    this.#armed = this.#armed.filter(({ left }) => left !== 0);
    return armed.rule;
  }
}

/** A request, or a part of one. */
interface Struck {
  readonly method: string;
  readonly url: string;
  readonly body: string;
}

/** Whether a request is as the rule wants it. */
const fits = ({ match }: FaultRule, { method, url, body }: Struck): boolean =>
  (match.method ?? method).toUpperCase() === method &&
  holds(url, match.path) &&
  holds(body, match.body);

/** Reads rules from a body: `{rules: […]}` or the bare list. Returns what is wrong as text. */
export function parseFaultRules(body: unknown): readonly FaultRule[] | string {
  const list: unknown = isObject(body) ? body["rules"] : body;
  if (!Array.isArray(list)) return "expected a list of rules, or an object with one in `rules`";
  const rules: FaultRule[] = [];
  for (const [index, entry] of list.entries()) {
    const problem = problemOf(entry);
    if (problem !== undefined) return `rule ${index}: ${problem}`;
    const rule = entry as FaultRule;
    rules.push({ ...rule, match: rule.match ?? {} });
  }
  return rules;
}

const RULE_PARTS = [
  "match",
  "fault",
  "status",
  "errorCode",
  "message",
  "times",
  "recordId",
  "delayMs",
] as const satisfies readonly (keyof FaultRule)[];
const MATCH_PARTS = [
  "method",
  "path",
  "body",
] as const satisfies readonly (keyof FaultRule["match"])[];

/** A misspelt part would make a rule that fires at other times than its author meant. */
function strangePart(given: object, parts: readonly string[]): string | undefined {
  const strange = Object.keys(given).find((name) => !parts.includes(name));
  return strange === undefined
    ? undefined
    : `unknown part '${strange}'; known are ${parts.join(", ")}`;
}

/** What is wrong with a rule from outside, in words for its author; undefined when nothing is. */
function problemOf(entry: unknown): string | undefined {
  if (!isObject(entry)) return "not an object";
  if (!FAULTS.some((name) => name === entry["fault"])) {
    return `unknown fault '${String(entry["fault"])}'; known are ${FAULTS.join(", ")}`;
  }
  const match = entry["match"] ?? {};
  if (!isObject(match)) return "`match` is not an object";
  const strange = strangePart(entry, RULE_PARTS) ?? strangePart(match, MATCH_PARTS);
  if (strange !== undefined) return strange;
  const { method } = match;
  if (method !== undefined && typeof method !== "string") return "match.method is not a text";
  for (const name of ["path", "body"]) {
    const problem = patternProblem(match[name]);
    if (problem !== undefined) return `match.${name}: ${problem}`;
  }
  for (const name of ["errorCode", "message"]) {
    if (entry[name] !== undefined && typeof entry[name] !== "string")
      return `${name} is not a text`;
  }
  const { recordId } = entry;
  if (recordId !== undefined) {
    if (entry["fault"] !== "row-lock") return "recordId is for row-lock only";
    const isId = typeof recordId === "string" && parseRecordId(recordId) !== undefined;
    if (!isId) return "recordId is no record id";
  }
  const status = entry["status"];
  if (typeof status === "number" && (status < 300 || status > 599)) {
    return "status is not between 300 and 599";
  }
  for (const name of ["times", "status", "delayMs"]) {
    const value = entry[name];
    if (value !== undefined && !(Number.isInteger(value) && Number(value) >= 0)) {
      return `${name} is not a whole number`;
    }
  }
  return undefined;
}
