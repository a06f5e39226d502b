/** What every JSON address works with: the org as the logged-in person, and what metadata says of it. */
import type { DescribedObject, PageHost, PageOrg, PageResult } from "../../page-host.ts";
import type { AppMetadata } from "../app-metadata.ts";

export interface World {
  readonly host: PageHost;
  /** As the logged-in person. */
  readonly org: PageOrg;
  readonly app: AppMetadata;
  /** Describes an object, once per request. */
  readonly describe: (objectName: string) => PageResult<DescribedObject>;
}

export function worldOf(host: PageHost, app: AppMetadata): World {
  const known = new Map<string, PageResult<DescribedObject>>();
  return {
    host,
    org: host.org,
    app,
    describe(objectName) {
      const found = known.get(objectName) ?? host.org.describe(objectName);
      known.set(objectName, found);
      return found;
    },
  };
}

export const failed = (status: number, errorCode: string, message: string): PageResult<never> => ({
  ok: false,
  status,
  errors: [{ message, errorCode }],
});

const NOT_FOUND = "The requested resource does not exist";
const RECORD_ID = /^[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?$/;

export const isRecordId = (text: string): boolean => RECORD_ID.test(text);

/** The object that a record id belongs to, by its first three characters, as `Id.getSObjectType()`. */
export function objectOfId(
  world: Pick<World, "org" | "describe">,
  id: string,
): PageResult<DescribedObject> {
  if (!isRecordId(id)) return failed(404, "NOT_FOUND", NOT_FOUND);
  for (const name of world.org.objects()) {
    const object = world.describe(name);
    if (object.ok && object.value.keyPrefix === id.slice(0, 3)) return object;
  }
  return failed(404, "NOT_FOUND", NOT_FOUND);
}

/** A text inside a SOQL literal. */
export const quoted = (text: string): string => `'${text.replaceAll(/['\\]/g, "\\$&")}'`;

/** A search text inside a SOQL LIKE: quotes, backslashes and wildcards stand for themselves. */
export const containing = (text: string): string =>
  `LIKE '%${text.replaceAll(/[\\'%_]/g, "\\$&")}%'`;

/** The field that names a record: `Name`, `OrderNumber` and so on. */
export const nameFieldOf = (object: DescribedObject): string =>
  object.fields.find((field) => field.nameField)?.name ?? "Id";

/** As many ids as a query takes without growing too long. */
const IDS_MAX = 1_000;
/** An id that no row has. */
const NOBODY = "Id = null";

/** Rows with a text in one of the fields. In large tables the ids are found first, and name the rows. */
export function textCondition(
  world: World,
  object: string,
  { fields, text }: { readonly fields: readonly string[]; readonly text: string },
): string {
  const ids = world.org.idsWithText({ object, fields, text, limit: IDS_MAX });
  if (ids === undefined) {
    return `(${fields.map((name) => `${name} ${containing(text)}`).join(" OR ")})`;
  }
  return ids.length === 0 ? NOBODY : `Id IN (${ids.map(quoted).join(", ")})`;
}
