/**
 * How the vendor's programme counts a call (D, August 2025 and January 2026): single writes and uploads are
 * Core, `free`; reads, queries, change data, PDFs and downloads are CorePlus, `metered`; so is a `batch`, even
 * one of writes alone.
 */
export type UsageClass = "metered" | "free" | "batch" | "rejected";

/** One API call; `at` is epoch ms, `operation` is like `POST customer`. */
export interface RecentRequest {
  readonly at: number;
  readonly method: string;
  /** Without the query, which may hold data. */
  readonly path: string;
  readonly status: number;
  readonly requestId: string | undefined;
  readonly class: UsageClass;
  readonly operation: string;
}

/** Counts since the start or the last reset; `total` is the sum of the four classes. */
export interface UsageReport {
  readonly metered: number;
  readonly free: number;
  readonly batch: number;
  readonly rejected: number;
  readonly total: number;
  /** What the programme would charge for: `metered` and `batch` together. */
  readonly corePlus: number;
  /** By method and route (`GET invoice/pdf`), refused calls included. */
  readonly byOperation: Readonly<Record<string, number>>;
}

const RECENT_MAX = 1000;
const NONE: Readonly<Record<UsageClass, number>> = { metered: 0, free: 0, batch: 0, rejected: 0 };

/** Counts API calls since the start. Pages, OAuth and control are not calls and never counted. */
export class Usage {
  #counts: Record<UsageClass, number> = { ...NONE };
  readonly #byOperation = new Map<string, number>();
  #recent: RecentRequest[] = [];
  #month = "";
  #inMonth = 0;

  /** `month` is the calendar month of the call, e.g. `2026-11`. */
  record(request: RecentRequest, month: string): void {
    this.#counts[request.class] += 1;
    this.#byOperation.set(request.operation, (this.#byOperation.get(request.operation) ?? 0) + 1);
    this.#recent.push(request);
    if (this.#recent.length > 2 * RECENT_MAX) this.#recent = this.#recent.slice(-RECENT_MAX);
    this.#inMonth = this.corePlusIn(month) + (isCorePlus(request.class) ? 1 : 0);
    this.#month = month;
  }

  /** The metered calls of a month, as far as they were counted. */
  corePlusIn(month: string): number {
    return month === this.#month ? this.#inMonth : 0;
  }

  /** The latest calls, newest first. */
  recent(limit: number): readonly RecentRequest[] {
    return this.#recent.slice(-Math.min(limit, RECENT_MAX)).toReversed();
  }

  report(): UsageReport {
    const { metered, free, batch, rejected } = this.#counts;
    const byOperation = Object.fromEntries(
      [...this.#byOperation].toSorted(([a], [b]) => (a < b ? -1 : 1)),
    );
    return {
      metered,
      free,
      batch,
      rejected,
      total: metered + free + batch + rejected,
      corePlus: metered + batch,
      byOperation,
    };
  }

  /** Begins anew: counts, the month's sum and the list of recent calls. */
  reset(): void {
    this.#counts = { ...NONE };
    this.#byOperation.clear();
    this.#recent = [];
    this.#inMonth = 0;
  }
}

/** Whether the programme charges for calls of this class. */
export function isCorePlus(usage: UsageClass): boolean {
  return usage === "metered" || usage === "batch";
}

/**
 * The class of an answered call. Only answers with a 2xx status are metered; a batch
 * counts as one, and so does one of which every item was refused.
 */
export function usageClass(method: string, route: string, status: number): UsageClass {
  if (status < 200 || status > 299) return "rejected";
  if (route === "batch") return "batch";
  return method === "GET" || route === "query" || route === "cdc" ? "metered" : "free";
}

/** `POST invoice`, `GET invoice/pdf`, `POST invoice/send`: ids are left out. */
export function operationName(method: string, segments: readonly string[]): string {
  const [route = "", , action = ""] = segments.map((segment) => segment.toLowerCase());
  const isAction = action === "pdf" || action === "send";
  return `${method} ${route}${isAction ? `/${action}` : ""}`;
}
