/** Every pause and bound of the engine, named. Times in milliseconds. */
export interface Pacing {
  /** How many records are worked on at once: enough to keep a budget of calls busy at high latency. */
  readonly concurrency: number;
  /** First and longest pause while a system does not answer. */
  readonly waitFirstMs: number;
  readonly waitLongestMs: number;
  /** First pause before a retry; doubles with each attempt, with jitter. */
  readonly retryFirstMs: number;
  /** Attempts before a record is parked. */
  readonly retryLimit: number;
  /** Rounds of observing again within one pass, before it counts as an attempt. */
  readonly observeAgainLimit: number;
  /** How long QuickBooks is trusted to remember a requestid (Q-REQUESTID); not known, so assumed. */
  readonly requestIdTrustMs: number;
  /** How long a request may still arrive whose process ended before its answer: as long as one waits for an answer. */
  readonly underWayMs: number;
  /** How old a Salesforce observation must be, beyond its record's last change (S-SECOND). */
  readonly settleMs: number;
  /** Usually between two CDC sweeps of the company: one metered read each (`sweep-spacing.ts`). */
  readonly quickbooksSweepMs: number;
  /** The shortest and longest that it becomes by itself. */
  readonly quickbooksSweepShortestMs: number;
  readonly quickbooksSweepLongestMs: number;
  /** Between two SystemModstamp sweeps of the org. */
  readonly salesforceSweepMs: number;
  /** Changes told at once from which the org is swept for them together, rather than looked at one by one. */
  readonly manyChanges: number;
  /** How long such changes wait for that sweep; then they are looked at after all. */
  readonly gatherMs: number;
  /** How long a glance at a record that is not linked is reused for its page. */
  readonly glanceMs: number;
  /** First pause before a broken event stream is opened again; doubles while nothing comes of it. */
  readonly feedRestartMs: number;
  readonly feedRestartLongestMs: number;
  /** Pause before events are asked for again that Salesforce does not give (its daily allocation, its set-up). */
  readonly feedRefusedMs: number;
  /** How long a suspect of Sync Integrity rests, so that a channel can tell what was on its way. */
  readonly integritySettleMs: number;
  /** How long Sync Integrity waits for work under way on what it judges. */
  readonly integrityPatienceMs: number;
  /** Between the first sight of a deletion and a removal by itself: it may be undone, or one of very many. */
  readonly removalGraceMs: number;
  /** The longest sleep of the worker when nothing is due. */
  readonly idleMs: number;
}

export const DEFAULT_PACING: Pacing = {
  concurrency: 32,
  waitFirstMs: 1_000,
  waitLongestMs: 30_000,
  retryFirstMs: 500,
  retryLimit: 8,
  observeAgainLimit: 5,
  requestIdTrustMs: 600_000,
  underWayMs: 30_000,
  settleMs: 1_100,
  quickbooksSweepMs: 300_000,
  quickbooksSweepShortestMs: 15_000,
  quickbooksSweepLongestMs: 3_600_000,
  salesforceSweepMs: 15_000,
  manyChanges: 25,
  gatherMs: 5_000,
  glanceMs: 20_000,
  feedRestartMs: 2_000,
  feedRestartLongestMs: 60_000,
  feedRefusedMs: 600_000,
  integritySettleMs: 20_000,
  integrityPatienceMs: 300_000,
  removalGraceMs: 60_000,
  idleMs: 60_000,
};
