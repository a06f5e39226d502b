/**
 * One mapped value as a system stores it. Money and numbers are decimal strings (I19), an absent or
 * empty value is null, so that "cleared" has one form only.
 */
export type FieldValue = string | boolean | null;

/**
 * Mapped values of one record in one system, by the path of the system's own field, for example
 * `Phone`, `PrimaryPhone.FreeFormNumber`, `standardPrice.UnitPrice`. A path that is missing was not
 * read; a path with null was read and is empty.
 */
export type Image = Readonly<Record<string, FieldValue>>;

/** The value at `path`; a path that was not read counts as empty. */
export function valueAt(image: Image, path: string): FieldValue {
  return image[path] ?? null;
}
