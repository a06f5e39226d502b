/** The service's own HTTP client, with the time of each exchange kept. */
import type { Http } from "@accord-sync/core/ports/http.ts";
import { createHttp } from "@accord-sync/server/runtime/http.ts";
import { nowMs } from "../runtime/stopwatch.ts";

export interface TimedExchange {
  readonly method: string;
  readonly url: string;
  readonly sentAt: number;
  readonly answeredAt: number;
}

export class TimedHttp implements Http {
  readonly #http = createHttp();
  #exchanges: TimedExchange[] = [];

  async exchange(request: Parameters<Http["exchange"]>[0]) {
    const sentAt = nowMs();
    const outcome = await this.#http.exchange(request);
    const { method, url } = request;
    this.#exchanges.push({ method, url, sentAt, answeredAt: nowMs() });
    return outcome;
  }

  /** Exchanges since the last call. */
  take(): readonly TimedExchange[] {
    return this.#exchanges.splice(0);
  }
}
