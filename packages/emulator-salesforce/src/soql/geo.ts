import type { Row } from "../store/row.ts";
import type { ObjectEntry } from "../schema/registry.ts";

/** Places on the globe and the way between them (D SOQL "Location-Based SOQL Queries"). */
export interface Place {
  readonly latitude: number;
  readonly longitude: number;
}

const EARTH_RADIUS: Readonly<Record<string, number>> = { km: 6_371.0088, mi: 3_958.7613 };

/** The length of the shortest way on the surface, in `km` or `mi`. */
export function distance(a: Place, b: Place, unit: string): number {
  const radians = (degrees: number): number => (degrees * Math.PI) / 180;
  const half = (degrees: number): number => Math.sin(radians(degrees) / 2) ** 2;
  const chord =
    half(b.latitude - a.latitude) +
    Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * half(b.longitude - a.longitude);
  return 2 * (EARTH_RADIUS[unit] ?? 0) * Math.asin(Math.min(1, Math.sqrt(chord)));
}

/** Whether a text names a unit of distance. */
export const isDistanceUnit = (unit: string): boolean => unit in EARTH_RADIUS;

/** Reads the place that a compound field of an object holds; undefined when it holds none. */
export function placeReader(
  object: ObjectEntry,
  compound: string,
): ((row: Row) => Place | undefined) | undefined {
  const part = (suffix: string) =>
    object.fields.find(
      (field) =>
        field.compound?.toLowerCase() === compound.toLowerCase() &&
        new RegExp(`${suffix}(__s)?$`, "i").test(field.name),
    );
  const latitude = part("Latitude");
  const longitude = part("Longitude");
  if (latitude === undefined || longitude === undefined) return undefined;
  return (row) => {
    const [north, east] = [row[latitude.name], row[longitude.name]];
    if (typeof north !== "number" || typeof east !== "number") return undefined;
    return { latitude: north, longitude: east };
  };
}
