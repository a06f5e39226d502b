/**
 * Since when an event that cannot be read may have told anything new. The first one of an object has it swept
 * from as far back as events are kept; that sweep finds all that was done until then. A next one, where nothing
 * else tells its time, is looked for behind that, or an org whose events never can be read would have days of
 * records read again for each of them.
 */
import type { UnreadableEvent } from "@accord-sync/core/ports/change-feed.ts";

export class SentBack {
  /** When sweeps were last sent back, by object; null stands for all of them. */
  readonly #times = new Map<string | null, string>();

  /** The event, no earlier than what its object was swept for already. */
  after(event: UnreadableEvent): UnreadableEvent {
    const times = [event.since, this.#times.get(event.type), this.#times.get(null)];
    const since = times.filter((time) => typeof time === "string").toSorted();
    return { ...event, since: since.at(-1) ?? null };
  }

  /** Sweeps are sent back for these, durably; `at` is no later than that. ISO 8601. */
  note(events: readonly UnreadableEvent[], at: string): void {
    for (const { type } of events) this.#times.set(type, at);
  }
}
