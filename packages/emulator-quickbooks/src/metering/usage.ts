/** How the vendor's programme counts a call: reads and batches are metered, single writes are free. */
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

/** Counts since the start; `total` is the sum of the four classes. */
export interface UsageReport {
  readonly metered: number;
  readonly free: number;
  readonly batch: number;
  readonly rejected: number;
  readonly total: number;
  /** By method and first path segment, refused calls included. */
  readonly byOperation: Readonly<Record<string, number>>;
}

const RECENT_MAX = 1000;

/** Counts API calls since the start. Pages, OAuth and control are not calls and never counted. */
export class Usage {
  readonly #counts: Record<UsageClass, number> = { metered: 0, free: 0, batch: 0, rejected: 0 };
  readonly #byOperation = new Map<string, number>();
  #recent: RecentRequest[] = [];

  record(request: RecentRequest): void {
    this.#counts[request.class] += 1;
    this.#byOperation.set(request.operation, (this.#byOperation.get(request.operation) ?? 0) + 1);
    this.#recent.push(request);
    if (this.#recent.length > 2 * RECENT_MAX) this.#recent = this.#recent.slice(-RECENT_MAX);
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
      byOperation,
    };
  }
}

/** Only answers with a 2xx status are metered (reference section 7); a batch counts as one. */
export function usageClass(method: string, route: string, status: number): UsageClass {
  if (status < 200 || status > 299) return "rejected";
  if (route === "batch") return "batch";
  return method === "GET" || route === "query" || route === "cdc" ? "metered" : "free";
}
