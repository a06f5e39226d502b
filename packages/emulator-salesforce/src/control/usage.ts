/** What `GET /_emulator/usage` answers: calls by kind, as an org's owner would count them. */

export const CALL_KINDS = [
  "read",
  "query",
  "create",
  "update",
  "upsert",
  "delete",
  "composite",
  "collections",
  "search",
  "action",
  "bulk",
  "soap",
  "other",
] as const;

export type CallKind = (typeof CALL_KINDS)[number];

export interface UsageReport {
  /** API calls: a composite or collection counts once, pages and sign-in do not count (S1.4). */
  readonly total: number;
  readonly byKind: Readonly<Record<CallKind, number>>;
  /** Calls answered with a status of 400 or more. */
  readonly rejected: number;
  /** Calls, and transactions of bulk jobs, that changed at least one row. */
  readonly writes: number;
  /** Rows that API calls and bulk jobs created, changed or deleted. */
  readonly rowsWritten: number;
  /** What composites, graphs and batches held; these do not count as calls. */
  readonly subrequests: Readonly<Record<CallKind, number>>;
  readonly events: { readonly published: number; readonly delivered: number };
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** Counters since the start or the last reset. They are not kept over a restart. */
export class Usage {
  #byKind = zeroes();
  #subrequests = zeroes();
  #rejected = 0;
  #writes = 0;
  #rowsWritten = 0;
  #published = 0;
  #delivered = 0;
  /** Calls by app and hour, for the rolling day of the API limit; the empty app is the whole org. */
  #byHour = new Map<string, Map<number, number>>();

  /** Counts an API call with what became of it; `rows` are the rows that it wrote. */
  countCall(
    kind: CallKind,
    now: number,
    outcome: {
      readonly status: number;
      readonly rows: number;
      /** The app that called, where it is known. */
      readonly clientId?: string | null;
    },
  ): void {
    this.#byKind[kind] += 1;
    if (outcome.status >= 400) this.#rejected += 1;
    if (outcome.rows > 0) this.#writes += 1;
    this.#rowsWritten += outcome.rows;
    this.#countHour("", now);
    if (typeof outcome.clientId === "string") this.#countHour(outcome.clientId, now);
  }

  #countHour(clientId: string, now: number): void {
    const hour = Math.floor(now / HOUR_MS);
    const hours = this.#byHour.get(clientId) ?? new Map<number, number>();
    this.#byHour.set(clientId, hours);
    hours.set(hour, (hours.get(hour) ?? 0) + 1);
    for (const old of hours.keys()) if (old <= hour - 24) hours.delete(old);
  }

  /** Counts a part of a composite call. */
  countSubrequest(kind: CallKind): void {
    this.#subrequests[kind] += 1;
  }

  /** Rows that bulk jobs wrote, between calls. */
  countRows(rows: number): void {
    if (rows > 0) this.#writes += 1;
    this.#rowsWritten += rows;
  }

  /** Change events that went on the bus, whoever made the change. */
  countPublished(events: number): void {
    this.#published += events;
  }

  /** Events that went to subscribers: one for each subscriber. */
  countDelivered(events: number): void {
    this.#delivered += events;
  }

  /** Calls of the last 24 hours, to the hour; of one app, or of all. */
  callsOfDay(now: number, clientId = ""): number {
    let calls = 0;
    for (const [hour, count] of this.#byHour.get(clientId) ?? []) {
      if (hour * HOUR_MS > now - DAY_MS) calls += count;
    }
    return calls;
  }

  /** A copy; it does not move with later calls. */
  report(): UsageReport {
    const byKind = { ...this.#byKind };
    return {
      total: Object.values(byKind).reduce((sum, count) => sum + count, 0),
      byKind,
      rejected: this.#rejected,
      writes: this.#writes,
      rowsWritten: this.#rowsWritten,
      subrequests: { ...this.#subrequests },
      events: { published: this.#published, delivered: this.#delivered },
    };
  }

  /** Back to nothing, as after a start. */
  reset(): void {
    this.#byKind = zeroes();
    this.#subrequests = zeroes();
    this.#rejected = 0;
    this.#writes = 0;
    this.#rowsWritten = 0;
    this.#published = 0;
    this.#delivered = 0;
    this.#byHour = new Map();
  }
}

/** A counter for every kind, so that reports name kinds that were not used. */
function zeroes(): Record<CallKind, number> {
  return Object.fromEntries(CALL_KINDS.map((kind) => [kind, 0])) as Record<CallKind, number>;
}
