/**
 * Record codec: QuickBooks JSON ⇄ images by the mapping's paths.
 *
 * A path is a property (`DisplayName`), or a group and its part (`BillAddr.City`). QuickBooks takes a
 * group as a whole even in a sparse update (Q3), so a group of which one part changes is composed of
 * what is known and what changes. Empty text clears a value (Q2); null would be ignored.
 */
import { isDecimalKind } from "@accord-sync/core/mapping/canonical.ts";
import type { Mapping, ValueKind } from "@accord-sync/core/mapping/mapping.ts";
import type { PlannedWrite } from "@accord-sync/core/ports/remote.ts";
import type { FieldValue, Image } from "@accord-sync/core/records/image.ts";
import {
  isDecimal,
  type Json,
  JsonNumber,
  type JsonObject,
  objectOf,
  type WritableJson,
} from "@accord-sync/core/json/lossless-json.ts";
import { CLEARED_PRICE, CLEARED_TEXT, SPARSE_REPLACES_GROUPS } from "../hypotheses.ts";
import { writeRowsOf } from "./row-codec.ts";
import { linesOf, STREET, streetOf } from "./street.ts";

/** QuickBooks' mark on the names of inactive records (Q6): never a value. */
const DELETED_SUFFIX = " (deleted)";
const MARKED_NAMES: ReadonlySet<string> = new Set(["DisplayName", "Name", "FullyQualifiedName"]);

interface Path {
  readonly group: string | null;
  readonly part: string;
}

function parsePath(path: string): Path {
  const dot = path.indexOf(".");
  return dot < 0
    ? { group: null, part: path }
    : { group: path.slice(0, dot), part: path.slice(dot + 1) };
}

/** The values at `paths`, each present; what QuickBooks leaves out is null. */
export function readImage(record: JsonObject, paths: readonly string[]): Image {
  return Object.fromEntries(paths.map((path) => [path, readValue(record, path)]));
}

function readValue(record: JsonObject, path: string): FieldValue {
  const { group, part } = parsePath(path);
  if (group === null) return withoutMark(record, part, scalar(record[part]));
  const owner = objectOf(record, group);
  return part === STREET ? streetOf(owner) : scalar(owner[part]);
}

/** A single value; null for what is empty, a list or a group. */
export function scalar(value: Json | undefined): FieldValue {
  if (typeof value === "boolean") return value;
  return typeof value === "string" && value !== "" ? value : null;
}

function withoutMark(record: JsonObject, property: string, value: FieldValue): FieldValue {
  const isMarked =
    record["Active"] === false &&
    MARKED_NAMES.has(property) &&
    typeof value === "string" &&
    value.endsWith(DELETED_SUFFIX);
  return isMarked ? value.slice(0, -DELETED_SUFFIX.length) : value;
}

/** The part of a planned write that says what to set. */
export type ValueChange = Pick<PlannedWrite, "mapping" | "operation" | "patch" | "known">;

type Members = Record<string, WritableJson>;

/** The properties of a body, in the order of the patch; groups whole. A create leaves out empty values. */
export function writeProperties(change: ValueChange): Readonly<Members> {
  const body: Members = {};
  for (const [path, value] of Object.entries(change.patch)) {
    const { group, part } = parsePath(path);
    const rule = change.mapping.fields.find((each) => each.quickbooks === path);
    if (rule?.rows !== undefined) {
      body[path] = writeRowsOf(value, rule.rows);
    } else if (group === null) {
      Object.assign(body, member(change, { path, name: part, value }));
    } else if (!(group in body)) {
      const whole = wholeGroup(group, change);
      if (Object.keys(whole).length > 0) body[group] = whole;
    }
  }
  return body;
}

/** What is known of the group and not changed, then what changes; empty only what is being cleared. */
function wholeGroup(group: string, change: ValueChange): Members {
  const prefix = `${group}.`;
  const members: Members = {};
  // The name of what is referred to is QuickBooks' own to give.
  const names = new Set(change.mapping.fields.map(({ reference }) => reference?.names?.quickbooks));
  const known = SPARSE_REPLACES_GROUPS ? (change.known ?? {}) : {};
  const kept = Object.entries(known).filter(
    ([path, value]) => !(path in change.patch) && value !== null && !names.has(path),
  );
  for (const [path, value] of [...kept, ...Object.entries(change.patch)]) {
    if (!path.startsWith(prefix)) continue;
    Object.assign(members, member(change, { path, name: path.slice(prefix.length), value }));
  }
  return members;
}

interface Place {
  readonly path: string;
  readonly name: string;
  readonly value: FieldValue;
}

function member(change: ValueChange, { path, name, value }: Place): Members {
  const isCreate = change.operation === "create";
  if (isCreate && value === null) return {};
  if (name === STREET) {
    const lines = Object.entries(linesOf(value === null ? null : String(value)));
    return Object.fromEntries(isCreate ? lines.filter(([, line]) => line !== "") : lines);
  }
  const wire = wireValue(kindOf(change.mapping, path), value);
  return wire === null ? {} : { [name]: wire };
}

/** Null: there is nothing to send. A flag cannot be empty, and an empty price is a price of 0 (Q2). */
export function wireValue(kind: ValueKind, value: FieldValue): WritableJson {
  if (typeof value === "boolean") return value;
  if (kind === "boolean") return value === null ? null : value === "true";
  if (!isDecimalKind(kind)) return value ?? CLEARED_TEXT;
  const text = value ?? CLEARED_PRICE;
  // What is no number goes as it is: QuickBooks refuses it in its own words.
  return isDecimal(text) ? new JsonNumber(text) : text;
}

function kindOf(mapping: Mapping, path: string): ValueKind {
  return mapping.fields.find((rule) => rule.quickbooks === path)?.kind ?? "text";
}
