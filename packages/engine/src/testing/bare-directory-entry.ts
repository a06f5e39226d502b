import type { DirectoryEntry } from "@accord-sync/core/ports/remote.ts";
import type { Observation } from "@accord-sync/core/records/observation.ts";

/** What a list of the company's records holds of one whose other properties are empty. */
export function bareDirectoryEntry(observation: Observation): DirectoryEntry {
  const { ref, name, isActive, version, createdAt, modifiedAt } = observation;
  return {
    type: ref.type,
    id: ref.id,
    name,
    isActive,
    version,
    createdAt,
    modifiedAt,
    email: null,
    phone: null,
    address: null,
    balance: null,
    currency: null,
    sku: null,
    price: null,
    description: null,
  };
}
