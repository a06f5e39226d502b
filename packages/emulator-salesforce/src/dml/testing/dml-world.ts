import { ApiError } from "../../api-error.ts";
import { createOrg, type Org, type OrgSettings } from "../../org.ts";
import type { ApiErrorItem } from "../../page-host.ts";
import { field, lookup, systemFields, text } from "../../schema/field-kinds.ts";
import { type FieldSchema, NO_METADATA, type OrgMetadata } from "../../schema/types.ts";
import { createRow, updateRow } from "../change-rows.ts";
import type { DmlContext } from "../context.ts";
import type { Row } from "../../store/row.ts";
import { deleteRow } from "../delete-rows.ts";

/** An org whose rows a test changes without HTTP. */
export interface DmlWorld {
  readonly org: Org;
  /** The context at a second; each test counts its own time. */
  at(second: number): DmlContext;
  create(object: string, body: Readonly<Record<string, unknown>>, second?: number): string;
  update(
    object: string,
    id: string,
    body: Readonly<Record<string, unknown>>,
    second?: number,
  ): void;
  remove(object: string, id: string, second?: number): void;
  /** The row as it is stored, deleted or not. */
  row(object: string, id: string): Row | undefined;
  /** The ids of an object's live rows. */
  live(object: string): readonly string[];
}

/** 20 November 2026, 10:00:00 UTC: second 0 of a test. */
export const TEST_EPOCH = Date.UTC(2026, 10, 20, 10);

/** An empty org with whatever metadata a test needs. */
export function dmlWorld(
  metadata: Partial<OrgMetadata> = {},
  settings: Partial<OrgSettings> = {},
): DmlWorld {
  const org = createOrg({ metadata: { ...NO_METADATA, ...metadata }, settings });
  const userId = org.settings.adminUserId;
  const at = (second: number): DmlContext => ({
    store: org.store,
    schema: org.schema,
    ids: org.ids,
    now: TEST_EPOCH + second * 1000,
    access: org.accessOf(userId),
    actor: { userId, changeOrigin: "" },
  });
  return {
    org,
    at,
    create: (object, body, second = 0) => createRow(at(second), object, body),
    update: (object, id, body, second = 0) => updateRow(at(second), object, id, body),
    remove: (object, id, second = 0) => deleteRow(at(second), object, id),
    row: (object, id) => org.store.get(object, id) as Row | undefined,
    live: (object) =>
      [...org.store.all(object).values()]
        .filter((row) => row["IsDeleted"] !== true)
        .map((row) => String(row["Id"])),
  };
}

/** What a change was refused with; fails the test when it was not. */
export function refusalOf(change: () => unknown): readonly ApiErrorItem[] {
  try {
    change();
  } catch (error) {
    if (error instanceof ApiError) return error.items;
    throw error;
  }
  throw new Error("the change was accepted");
}

/** A custom object with system fields, a name and the given fields. */
export function customObject(
  name: string,
  fields: readonly FieldSchema[],
): OrgMetadata["objects"][number] {
  const label = name.replace(/__c$/, "").replaceAll("_", " ");
  return {
    name,
    label,
    labelPlural: `${label}s`,
    custom: true,
    writable: true,
    changeEvents: true,
    fields: [
      ...systemFields(label),
      text("Name", `${label} Name`, 80, { nameField: true }),
      ...fields.map((each) => ({ ...each, custom: true })),
    ],
  };
}

/** A master-detail field: the child goes with its master. */
export const masterDetail = (name: string, to: string, extras: Partial<FieldSchema> = {}) =>
  lookup(
    name,
    name,
    { to, as: name.replace(/__c$/, "__r"), children: `${name.replace(/__c$/, "")}_Children__r` },
    { cascadeDelete: true, nillable: false, ...extras },
  );

/** A custom lookup that is emptied when its target goes. */
export const customLookup = (name: string, to: string, extras: Partial<FieldSchema> = {}) =>
  lookup(
    name,
    name,
    { to, as: name.replace(/__c$/, "__r"), children: `${name.replace(/__c$/, "")}_List__r` },
    extras,
  );

/** A number with two digits after the point. */
export const number = (name: string, extras: Partial<FieldSchema> = {}) =>
  field(name, name.replace(/__c$/, ""), "double", { precision: 18, scale: 2, ...extras });
