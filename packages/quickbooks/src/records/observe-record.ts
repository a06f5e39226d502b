/** Turns a record of QuickBooks' JSON into what the engine knows of it. */
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import type { FieldValue, Image } from "@accord-sync/core/records/image.ts";
import type { Observation, Sighting } from "@accord-sync/core/records/observation.ts";
import type { RecordRef } from "@accord-sync/core/records/record-ref.ts";
import { entityType } from "../entity-types.ts";
import { type JsonObject, objectOf, textOf } from "@accord-sync/core/json/lossless-json.ts";
import { utcOf } from "./quickbooks-time.ts";
import { readImage } from "./record-codec.ts";
import { readRowsOf } from "./row-codec.ts";

/** What QuickBooks puts before the note of a transaction that is voided. */
const VOIDED_NOTE = "Voided";

export function quickbooksRef(type: string, id: string): RecordRef {
  return { system: "quickbooks", type, id };
}

/**
 * The paths to read from a record of `type`: the mapping's, and those that the directory shows, which
 * travel in the image so that the directory is kept at no call.
 */
function pathsToRead(type: string, mapping: Mapping | null): readonly string[] {
  const single = mapping?.fields.filter(({ rows }) => rows === undefined) ?? [];
  const mapped = single.flatMap(({ quickbooks, reference }) => {
    const name = reference?.names?.quickbooks;
    return name === undefined ? [quickbooks] : [quickbooks, name];
  });
  return [...new Set([...mapped, ...directoryPaths(type)])];
}

function rowsOf(mapping: Mapping | null, record: JsonObject): Image {
  const values: Record<string, FieldValue> = {};
  for (const { quickbooks: path, rows } of mapping?.fields ?? []) {
    if (rows !== undefined) values[path] = readRowsOf(record, path, rows);
  }
  return values;
}

function directoryPaths(type: string): readonly string[] {
  const { nameProperty, addressProperty, hasBalance, isSold } = entityType(type);
  const address = ["Street", "City", "CountrySubDivisionCode", "PostalCode", "Country"];
  return [
    nameProperty,
    ...(addressProperty === null
      ? []
      : [
          "PrimaryEmailAddr.Address",
          "PrimaryPhone.FreeFormNumber",
          ...address.map((part) => `${addressProperty}.${part}`),
        ]),
    ...(hasBalance ? ["Balance", "CurrencyRef.value"] : []),
    ...(isSold === true ? ["Sku", "UnitPrice", "Description"] : []),
  ];
}

/** Null when the JSON lacks what every record has (Id, SyncToken, times). */
export function readObservation(
  type: string,
  mapping: Mapping | null,
  record: JsonObject,
): Observation | null {
  const id = textOf(record, "Id");
  const version = textOf(record, "SyncToken");
  const metaData = objectOf(record, "MetaData");
  const createdAt = utcOf(textOf(metaData, "CreateTime"));
  const modifiedAt = utcOf(textOf(metaData, "LastUpdatedTime"));
  if (id === null || version === null || createdAt === null || modifiedAt === null) return null;

  const image = { ...readImage(record, pathsToRead(type, mapping)), ...rowsOf(mapping, record) };
  const name = image[entityType(type).nameProperty];
  return {
    ref: quickbooksRef(type, id),
    version,
    modifiedAt,
    // QuickBooks tells nowhere who changed a record.
    edit: { at: modifiedAt, by: null },
    createdAt,
    // A SyncToken counts changes: a later one always carries another.
    isSettled: true,
    image,
    members: {},
    name: typeof name === "string" ? name : "",
    isActive: record["Active"] !== false,
    ...(isVoided(type, record) ? { isVoided: true } : {}),
    linkMark: null,
  };
}

/** A voided transaction is worth nothing and says so before any note of its own (recorded voiding of an invoice). */
function isVoided(type: string, record: JsonObject): boolean {
  if (entityType(type).isNameList) return false;
  const isWorthNothing = Number(textOf(record, "TotalAmt") ?? "") === 0;
  return isWorthNothing && textOf(record, "PrivateNote")?.startsWith(VOIDED_NOTE) === true;
}

/** A record of a change list or a read, which may say that it was deleted. Null: unreadable. */
export function readSighting(
  type: string,
  mapping: Mapping | null,
  record: JsonObject,
): Sighting | null {
  const id = textOf(record, "Id");
  if (id !== null && textOf(record, "status")?.toLowerCase() === "deleted") {
    return { kind: "deleted", ref: quickbooksRef(type, id) };
  }
  const observation = readObservation(type, mapping, record);
  return observation === null ? null : { kind: "found", observation };
}
