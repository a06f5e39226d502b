/**
 * Glances: what Salesforce holds of records that are not linked, for their pages. Kept for a few
 * seconds and dropped when a change event names the record, so that a page that asks every other
 * second costs Salesforce one call and QuickBooks none.
 */
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import type { Sighting } from "@accord-sync/core/records/observation.ts";
import { type RecordRef, refKey } from "@accord-sync/core/records/record-ref.ts";
import { type Result, succeed } from "@accord-sync/core/records/result.ts";
import type { EngineContext } from "../engine-context.ts";

/** More records than anybody has open at once; the oldest glance goes first. */
const GLANCES_MAX = 1_000;

interface Glance {
  readonly at: number;
  readonly sighting: Sighting;
}

export class RecordGlances {
  readonly #glances = new Map<string, Glance>();
  readonly #asking = new Map<string, Promise<Result<Sighting>>>();

  async glance(
    context: EngineContext,
    mapping: Mapping,
    ref: RecordRef,
  ): Promise<Result<Sighting>> {
    const key = refKey(ref);
    const held = this.#glances.get(key);
    if (held !== undefined && context.clock.now() - held.at < context.pacing.glanceMs) {
      return succeed(held.sighting);
    }
    const asking = this.#asking.get(key) ?? this.#ask(context, mapping, ref);
    this.#asking.set(key, asking);
    return asking;
  }

  async #ask(context: EngineContext, mapping: Mapping, ref: RecordRef): Promise<Result<Sighting>> {
    const key = refKey(ref);
    try {
      const seen = await context.salesforce.observe(mapping, ref.id);
      if (seen.ok) {
        this.#glances.delete(key);
        this.#glances.set(key, { at: context.clock.now(), sighting: seen.value });
        const [oldest] = this.#glances.keys();
        if (this.#glances.size > GLANCES_MAX && oldest !== undefined) this.#glances.delete(oldest);
      }
      return seen;
    } finally {
      this.#asking.delete(key);
    }
  }

  /** Forgets a record that changed. */
  forget(ref: RecordRef): void {
    this.#glances.delete(refKey(ref));
  }
}
