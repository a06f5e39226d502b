/** Which faults exist in a run, and how often they strike: a swarm mask, drawn anew for each seed. */
import { DEFAULT_PACING } from "@accord-sync/engine/pacing.ts";
import type { KeyedRandom } from "./keyed-random.ts";

const MINUTE = 60_000;

export interface FaultPlan {
  /** Chance that a request never arrives. */
  readonly lostRequest: number;
  /** Chance that an answer never comes back; the request was carried out. */
  readonly lostAnswer: number;
  /** Chance of a 5xx, in half of all cases after the request was carried out. */
  readonly serverError: number;
  readonly throttle: number;
  /** Chance that Salesforce refuses because too many long requests run at once. */
  readonly salesforceBusy: number;
  /** Chance that a webhook delivery is dropped, and that it comes twice. */
  readonly dropNotice: number;
  readonly doubleNotice: number;
  /** Longest delay of a notice, in milliseconds. */
  readonly noticeDelayMs: number;
  /** Chance that an event stream page is lost with its connection. */
  readonly feedBreak: number;
  /** Chance that a change comes as a gap event, which tells no values. */
  readonly feedGap: number;
  /** Chance that a change comes as an overflow event, which names no record. */
  readonly feedOverflow: number;
  /** Chance that a change comes as an event that cannot be read. */
  readonly feedGarbled: number;
  /** Chance that a stream is opened again after its place, and all before, was dropped. */
  readonly feedLost: number;
  /** Chance that a page is refused because the day's events are used up. */
  readonly feedRefused: number;
  /** Mean time between crashes in milliseconds; 0 for none. */
  readonly crashEveryMs: number;
  /** Chance of a crash around a commit. */
  readonly crashAtCommit: number;
  readonly webhooks: boolean;
  readonly feed: boolean;
  readonly sweeps: boolean;
  /** Between two sweeps of the org, in milliseconds. */
  readonly salesforceSweepMs: number;
  /** Changes told at once from which the engine sweeps for them together (`Pacing.manyChanges`). */
  readonly manyChanges: number;
  /** How long QuickBooks remembers a requestid, in milliseconds. */
  readonly requestIdMemoryMs: number;
  /** Mean time of a round trip, milliseconds. */
  readonly latencyMs: number;
  /**
   * The longest time of a request on its way to the server, milliseconds; the rest of the round trip is the
   * server's work. Null: either way takes up to `latencyMs`, which is the harshest for rate limits.
   */
  readonly requestMs: number | null;
  /** How far each system's clock is ahead of ours, in milliseconds; behind when negative. It never changes in a run. */
  readonly salesforceAheadMs: number;
  readonly quickbooksAheadMs: number;
  /** Longest difference of a notice's time from what its system stamped, either way, in milliseconds. */
  readonly noticeTimeSkewMs: number;
  /** How long the product trusts QuickBooks to remember a requestid, in milliseconds; always less than it does. */
  readonly requestIdTrustMs: number;
  /** Whether tokens have to be asked for and renewed, or the one works that both emulators always accept. */
  readonly realTokens: boolean;
  /** How long an access token of either system lives, in milliseconds. */
  readonly accessTokenLifeMs: number;
  /** Whether each refresh in QuickBooks kills the refresh token that was sent, or the same one stays for a day. */
  readonly rotatesEachTime: boolean;
  /** How many records are worked on at once. */
  readonly workers: number;
  /** Objects that fill an answer of change data, and rows that fill a page of either system. */
  readonly changeObjectsMax: number;
  readonly pageRows: number;
  /** More records at once than this go to Salesforce by a bulk job, 1 or more. */
  readonly bulkAbove: number;
}

export const NO_FAULTS: FaultPlan = {
  lostRequest: 0,
  lostAnswer: 0,
  serverError: 0,
  throttle: 0,
  salesforceBusy: 0,
  dropNotice: 0,
  doubleNotice: 0,
  noticeDelayMs: 0,
  feedBreak: 0,
  feedGap: 0,
  feedOverflow: 0,
  feedGarbled: 0,
  feedLost: 0,
  feedRefused: 0,
  crashEveryMs: 0,
  crashAtCommit: 0,
  webhooks: true,
  feed: true,
  sweeps: true,
  salesforceSweepMs: 15_000,
  manyChanges: DEFAULT_PACING.manyChanges,
  requestIdMemoryMs: 24 * 3_600_000,
  latencyMs: 200,
  requestMs: null,
  salesforceAheadMs: 0,
  quickbooksAheadMs: 0,
  noticeTimeSkewMs: 0,
  requestIdTrustMs: DEFAULT_PACING.requestIdTrustMs,
  realTokens: false,
  accessTokenLifeMs: 60 * MINUTE,
  rotatesEachTime: true,
  workers: DEFAULT_PACING.concurrency,
  changeObjectsMax: 1_000,
  pageRows: 1_000,
  bulkAbove: 5_000,
};

/** Times of either system, and of notices, are off by up to this, in milliseconds. */
const SKEW_MS = 5_000;

/** Draws a mask: each kind of fault is off in half of all seeds, so that none hides another. */
export function drawFaults(random: KeyedRandom): FaultPlan {
  const rate = (site: string, most: number) =>
    random.happens(0.5, `mask ${site}`) ? random.fraction(`rate ${site}`) * most : 0;
  const skew = (site: string) =>
    random.happens(0.5, `mask skew ${site}`) ? random.between(-SKEW_MS, SKEW_MS, "skew", site) : 0;
  const requestIdTrustMs = random.happens(0.5, "short trust")
    ? random.between(5_000, 2 * MINUTE, "trust")
    : DEFAULT_PACING.requestIdTrustMs;
  const sweeps = random.happens(0.8, "mask sweeps");
  return {
    lostRequest: rate("lostRequest", 0.1),
    lostAnswer: rate("lostAnswer", 0.15),
    serverError: rate("serverError", 0.08),
    throttle: rate("throttle", 0.05),
    salesforceBusy: rate("salesforceBusy", 0.05),
    dropNotice: sweeps ? rate("dropNotice", 0.5) : 0,
    doubleNotice: rate("doubleNotice", 0.3),
    noticeDelayMs: Math.round(rate("noticeDelay", 20_000)),
    feedBreak: rate("feedBreak", 0.2),
    feedGap: rate("feedGap", 0.6),
    feedOverflow: rate("feedOverflow", 0.3),
    feedGarbled: rate("feedGarbled", 0.2),
    feedLost: rate("feedLost", 0.8),
    feedRefused: rate("feedRefused", 0.1),
    crashEveryMs: random.happens(0.6, "mask crash") ? random.between(5_000, 60_000, "crash") : 0,
    crashAtCommit: rate("crashAtCommit", 0.02),
    webhooks: !sweeps || random.happens(0.8, "mask webhooks"),
    feed: !sweeps || random.happens(0.8, "mask feed"),
    sweeps,
    // As close as in life in one seed of eight. Elsewhere as far apart as the sweeps of the company, whose
    // every turn costs as much as a person's act: what a sweep must find, it finds in the next one too.
    salesforceSweepMs: random.happens(0.125, "close sweeps") ? 15_000 : 60_000,
    // Nobody changes as many records at once as in life: here already two are many, in one seed of four.
    manyChanges: random.happens(0.25, "few are many") ? 2 : NO_FAULTS.manyChanges,
    requestIdMemoryMs:
      requestIdTrustMs + random.between(5 * MINUTE, 24 * 60 * MINUTE, "requestIdMemory"),
    latencyMs: random.between(1, 1_500, "latency"),
    requestMs: null,
    salesforceAheadMs: skew("salesforce"),
    quickbooksAheadMs: skew("quickbooks"),
    noticeTimeSkewMs: Math.abs(skew("notices")),
    requestIdTrustMs,
    realTokens: random.happens(0.4, "real tokens"),
    // The product renews a token one minute before its end.
    accessTokenLifeMs: random.between(65_000, 5 * MINUTE, "token life"),
    rotatesEachTime: random.happens(0.6, "rotates each time"),
    workers: random.happens(0.8, "few workers") ? random.between(1, 4, "workers") : 32,
    // As few as let a handful of records fill them.
    changeObjectsMax: random.happens(0.3, "full windows") ? random.between(1, 6, "window") : 1_000,
    pageRows: random.happens(0.3, "full pages") ? random.between(2, 5, "page") : 1_000,
    bulkAbove: random.happens(0.5, "jobs") ? 1 : NO_FAULTS.bulkAbove,
  };
}
