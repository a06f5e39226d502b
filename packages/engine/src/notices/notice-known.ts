/**
 * What a notice brought along, so that nothing is read twice: a sweep's or a run's sighting, or the
 * values of a change event, which are compared with what was seen and never merged.
 */
import type { Image } from "@accord-sync/core/records/image.ts";
import type { Sighting } from "@accord-sync/core/records/observation.ts";

export type Known =
  /** An event that set a link mark: if the record is not linked, it is a stray one. */
  | { readonly kind: "marked" }
  | { readonly kind: "sighting"; readonly sighting: Sighting }
  /** An event by our own client and user: an echo if these values are the ones last seen. */
  | { readonly kind: "ours"; readonly changed: Image }
  /** An event by anybody else: no news if the ledger has seen these values at that time. */
  | { readonly kind: "told"; readonly changed: Image };

export function writeKnown(known: Known): string {
  return JSON.stringify(known);
}

export function readKnown(text: string | null): Known | null {
  return text === null ? null : (JSON.parse(text) as Known);
}
