/**
 * Turns a row of a query into what the engine knows of the record.
 *
 * The version of a product is the later of its own SystemModstamp and its standard price entry's,
 * deleted entries included: a changed price is a new version, though Salesforce leaves the product's
 * own stamp as it was. As a precondition the later time is as good as the root's own: whatever
 * changes afterwards is later still.
 */
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import { pathIn } from "@accord-sync/core/mapping/mapping.ts";
import { isoSeconds } from "@accord-sync/core/ports/clock.ts";
import type { FieldValue, Image } from "@accord-sync/core/records/image.ts";
import type {
  Edit,
  MemberObservation,
  Observation,
  Sighting,
} from "@accord-sync/core/records/observation.ts";
import type { RecordRef } from "@accord-sync/core/records/record-ref.ts";
import {
  LINK_MARK_FIELD,
  PRICE_TYPE,
  splitPath,
  STANDARD_PRICE_ROLE,
  SURVIVOR,
  SURVIVOR_FIELD,
} from "../fields.ts";
import {
  type JsonObject,
  objectOf,
  objectsOf,
  textOf,
} from "@accord-sync/core/json/lossless-json.ts";
import { hasAllRows, readRowsOf, scalar, throughRelationships } from "./row-codec.ts";
import { epochOf, utcOf } from "./salesforce-time.ts";

/** How much younger than the last change an observation must be to serve as a precondition (S-SECOND). */
export const SETTLED_AFTER_MS = 1_000;

export function salesforceRef(type: string, id: string): RecordRef {
  return { system: "salesforce", type, id };
}

/** When the answer was made: its `Date` header, in milliseconds; null when it has none. */
export type AnsweredAt = number | null;

/** Null when the row lacks what every record has. */
export function readObservation(
  mapping: Mapping,
  row: JsonObject,
  answeredAt: AnsweredAt,
): Observation | null {
  const id = textOf(row, "Id");
  const createdAt = utcOf(textOf(row, "CreatedDate"));
  const entries = objectsOf(objectOf(row, "PricebookEntries"), "records");
  const stamps = [row, ...entries].map((part) => epochOf(textOf(part, "SystemModstamp")));
  const ownStamp = stamps[0] ?? null;
  if (id === null || createdAt === null || ownStamp === null) return null;
  if (!hasAllRows(row, mapping.fields)) return null;

  const changedAt = Math.max(...stamps.filter((stamp) => stamp !== null));
  const version = isoSeconds(changedAt);
  const entry = entries.find((candidate) => candidate["IsDeleted"] !== true) ?? null;
  const image = readImage(mapping, row, entry);
  return {
    ref: salesforceRef(mapping.salesforceType, id),
    version,
    modifiedAt: version,
    edit: readEdit(row),
    createdAt,
    isSettled: answeredAt !== null && answeredAt - changedAt >= SETTLED_AFTER_MS,
    image,
    members: entry === null ? {} : readMember(entry),
    name: textAt(mapping, image, mapping.matchField),
    isActive:
      mapping.activeField === null || valueOf(mapping, image, mapping.activeField) !== false,
    linkMark: textOf(row, LINK_MARK_FIELD),
  };
}

/** A row that was deleted is in the recycle bin still, and says so. Null: unreadable. */
export function readSighting(
  mapping: Mapping,
  row: JsonObject,
  answeredAt: AnsweredAt,
): Sighting | null {
  const id = textOf(row, "Id");
  if (id !== null && row["IsDeleted"] === true) {
    const ref = salesforceRef(mapping.salesforceType, id);
    const survivorId = textOf(row, SURVIVOR_FIELD);
    if (survivorId === null) return { kind: "deleted", ref };
    const name = textOf(objectOf(row, SURVIVOR) ?? {}, "Name");
    const mergedInto = { ref: salesforceRef(mapping.salesforceType, survivorId), name };
    return { kind: "deleted", ref, mergedInto };
  }
  const observation = readObservation(mapping, row, answeredAt);
  return observation === null ? null : { kind: "found", observation };
}

function readImage(mapping: Mapping, row: JsonObject, entry: JsonObject | null): Image {
  const image: Record<string, FieldValue> = {};
  for (const rule of mapping.fields) {
    const { salesforce: path, reference, rows } = rule;
    const { role, field } = splitPath(path);
    const owner = role === null ? row : (entry ?? {});
    const value = rows === undefined ? scalar(owner[field]) : readRowsOf(row, rule);
    if (value !== undefined) image[path] = value;
    const namePath = reference?.names?.salesforce;
    if (namePath !== undefined) image[namePath] = throughRelationships(row, namePath);
  }
  return image;
}

function readMember(entry: JsonObject): Readonly<Record<string, MemberObservation>> {
  const id = textOf(entry, "Id");
  const version = utcOf(textOf(entry, "SystemModstamp"));
  if (id === null || version === null) return {};
  const ref = salesforceRef(PRICE_TYPE, id);
  const edit = readEdit(entry);
  return { [STANDARD_PRICE_ROLE]: { role: STANDARD_PRICE_ROLE, ref, version, edit } };
}

/**
 * Who changed the row last and when. `LastModifiedDate`, not `SystemModstamp`, which automated work of
 * Salesforce moves too. A bulk query writes the user's name as a column of its own.
 */
function readEdit(row: JsonObject): Edit {
  const by =
    textOf(objectOf(row, "LastModifiedBy") ?? {}, "Name") ?? textOf(row, "LastModifiedBy.Name");
  return { at: utcOf(textOf(row, "LastModifiedDate")), by };
}

function valueOf(mapping: Mapping, image: Image, fieldName: string): FieldValue {
  const rule = mapping.fields.find(({ name }) => name === fieldName);
  return rule === undefined ? null : (image[pathIn(rule, "salesforce")] ?? null);
}

function textAt(mapping: Mapping, image: Image, fieldName: string): string {
  const value = valueOf(mapping, image, fieldName);
  return typeof value === "string" ? value : "";
}
