import type { Row } from "../store/row.ts";
import type { ObjectEntry } from "../schema/registry.ts";
import type { FieldSchema, FieldType } from "../schema/types.ts";
import type { ApiBase } from "./project.ts";
import { parseSosl, type Returning, type SearchGroup } from "./parse-sosl.ts";
import { runQuery } from "./run-query.ts";
import { isVisible, objectInFrom, type QueryWorld } from "./scope.ts";
import type { QueryRecord } from "./select-list.ts";
import { matchesTerms, parseTerms, type SearchTree, wordsIn } from "./sosl-terms.ts";

/**
 * SOSL (D SOQL and SOSL Reference, "Salesforce Object Search Language"): words in text, e-mail and phone
 * fields of several objects. Salesforce searches an index that follows changes after a while and ranks
 * what it finds; here every change is searchable at once, and results come by their ids.
 */
export interface SearchAnswer {
  readonly searchRecords: readonly QueryRecord[];
}

/** Rows that one search can answer in all, and of one object without WHERE or ORDER BY. */
const ROWS_MAX = 2_000;
const PLAIN_ROWS_MAX = 250;

/** Types whose texts are searched. */
const SEARCHED: ReadonlySet<FieldType> = new Set<FieldType>([
  "string",
  "textarea",
  "email",
  "phone",
  "url",
  "picklist",
  "multipicklist",
]);

/**
 * Runs a statement such as `FIND {Acme*} IN NAME FIELDS RETURNING Account(Id, Name)`.
 * @param base begins the addresses in the records
 * @throws MALFORMED_SEARCH, INVALID_SEARCH, and what a query throws
 */
export function runSearch(world: QueryWorld, sosl: string, base: ApiBase): SearchAnswer {
  const statement = parseSosl(sosl);
  const tree = parseTerms(statement.terms);
  const returning = statement.returning.length > 0 ? statement.returning : everything(world);
  const visible: QueryWorld = { ...world, includeDeleted: false };
  const perObject = Math.min(PLAIN_ROWS_MAX, Math.floor(ROWS_MAX / returning.length));
  const found = returning.map((spec) => {
    const most = spec.hasWhereOrOrder ? ROWS_MAX : perObject;
    return {
      spec,
      records: recordsOf(visible, { spec, tree, group: statement.group, base }).slice(0, most),
    };
  });
  return { searchRecords: share(found, Math.min(statement.limit ?? ROWS_MAX, ROWS_MAX)) };
}

/** All objects, when RETURNING does not name any. */
function everything(world: QueryWorld): readonly Returning[] {
  return world.schema.objects
    .filter((object) => object.writable && world.access.object(object.name).read)
    .map(({ name }) => ({
      object: name,
      fields: undefined,
      clauses: "",
      hasWhereOrOrder: false,
      limit: undefined,
    }));
}

interface SearchOfObject {
  readonly spec: Returning;
  readonly tree: SearchTree | undefined;
  readonly group: SearchGroup;
  readonly base: ApiBase;
}

/** The rows of one object that match, shown, filtered and sorted as its clauses ask. */
function recordsOf(
  world: QueryWorld,
  { spec, tree, group, base }: SearchOfObject,
): readonly QueryRecord[] {
  const object = objectInFrom(world, spec.object, spec.object);
  const soql = `SELECT ${spec.fields ?? "Id"} FROM ${object.name} ${spec.clauses}`;
  const fields = searchedFields(world, object, group);
  const accepts = (row: Row): boolean =>
    tree !== undefined && isVisible(world, row) && matchesTerms(tree, textsOf(fields, row));
  const { rows, project } = runQuery({ ...world, accepts }, soql, base);
  return rows.map((row) => project(row));
}

const textsOf = (fields: readonly FieldSchema[], row: Row): readonly (readonly string[])[] =>
  fields.map((field) => wordsIn(String(row[field.name] ?? "")));

/** Further fields of `IN NAME FIELDS` (D SOSL "IN SearchGroup"). */
const NAME_FIELDS: Readonly<Record<string, readonly string[]>> = {
  Account: ["Website", "Site", "NameLocal"],
  Contact: ["AssistantName", "FirstNameLocal", "LastNameLocal"],
  Lead: ["Company", "CompanyLocal", "FirstNameLocal", "LastNameLocal"],
  Case: ["SuppliedName", "SuppliedCompany", "Subject"],
  User: ["CommunityNickname"],
};

function searchedFields(
  world: QueryWorld,
  object: ObjectEntry,
  group: SearchGroup,
): readonly FieldSchema[] {
  const extra = NAME_FIELDS[object.name] ?? [];
  // Products are always searched in all fields.
  const isWhole = group === "ALL" || group === "SIDEBAR" || object.name === "Product2";
  return object.fields.filter((field) => {
    if (!world.access.canReadField(object.name, field) || field.formula !== null) return false;
    if (group === "EMAIL" && !isWhole) return field.type === "email";
    if (group === "PHONE" && !isWhole) return field.type === "phone";
    if (group === "NAME" && !isWhole) return field.nameField || extra.includes(field.name);
    return SEARCHED.has(field.type);
  });
}

/** Gives each object the same part of the whole limit; what one does not need goes to the others. */
function share(
  found: readonly { readonly spec: Returning; readonly records: readonly QueryRecord[] }[],
  limit: number,
): readonly QueryRecord[] {
  const counts = found.map(() => 0);
  let left = limit;
  for (let gave = true; gave && left > 0; ) {
    gave = false;
    for (const [at, { records }] of found.entries()) {
      if (left === 0 || (counts[at] ?? 0) >= records.length) continue;
      counts[at] = (counts[at] ?? 0) + 1;
      left -= 1;
      gave = true;
    }
  }
  return found.flatMap(({ records }, at) => records.slice(0, counts[at]));
}
