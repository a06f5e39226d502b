/** The directory: what matches and "already linked" are answered from, without a call. */
import type { DirectoryEntry } from "@accord-sync/core/ports/remote.ts";
import { type Image, valueAt } from "@accord-sync/core/records/image.ts";
import type { Observation } from "@accord-sync/core/records/observation.ts";
import { entityType } from "./entity-types.ts";

/** The directory's view of an observed record; every observation of this adapter carries its values. */
export function directoryEntry(observation: Observation): DirectoryEntry {
  const { ref, image } = observation;
  const { addressProperty, hasBalance } = entityType(ref.type);
  return {
    type: ref.type,
    id: ref.id,
    name: observation.name,
    email: textAt(image, "PrimaryEmailAddr.Address"),
    phone: textAt(image, "PrimaryPhone.FreeFormNumber"),
    address: addressProperty === null ? null : addressLine(image, addressProperty),
    balance: hasBalance ? textAt(image, "Balance") : null,
    currency: hasBalance ? textAt(image, "CurrencyRef.value") : null,
    sku: textAt(image, "Sku"),
    price: textAt(image, "UnitPrice"),
    description: textAt(image, "Description"),
    isActive: observation.isActive,
    version: observation.version,
    createdAt: observation.createdAt,
    modifiedAt: observation.modifiedAt,
  };
}

/** `4581 Finch St., Bayshore, CA 94326`; null when nothing is known. */
function addressLine(image: Image, group: string): string | null {
  const part = (name: string) => textAt(image, `${group}.${name}`);
  const region = joined(" ", [part("CountrySubDivisionCode"), part("PostalCode")]);
  const street = part("Street")?.replaceAll("\n", ", ") ?? null;
  return joined(", ", [street, part("City"), region, part("Country")]);
}

function joined(separator: string, parts: readonly (string | null)[]): string | null {
  const present = parts.filter((part) => part !== null);
  return present.length === 0 ? null : present.join(separator);
}

function textAt(image: Image, path: string): string | null {
  const value = valueAt(image, path);
  return typeof value === "string" ? value : null;
}
