/** SOQL of this adapter. Every value that enters a statement goes through `quoteText`. */
import { type FieldRule, type Mapping, pathIn } from "@accord-sync/core/mapping/mapping.ts";
import type { Maker } from "@accord-sync/core/ports/remote.ts";
import {
  LINK_MARK_FIELD,
  MERGED_TYPES,
  PRICE_TYPE,
  splitPath,
  STANDARD_PRICE_ROLE,
  SURVIVOR,
  SURVIVOR_FIELD,
} from "../fields.ts";

/** `value` as a SOQL text literal. */
export function quoteText(value: string): string {
  const escapes: Readonly<Record<string, string>> = {
    "\\": "\\\\",
    "'": "\\'",
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
  };
  return `'${value.replaceAll(/[\\'\n\r\t]/g, (character) => escapes[character] ?? character)}'`;
}

/** Read with every record, whatever is mapped. */
const LAST_EDIT = ["LastModifiedDate", "LastModifiedBy.Name"];
const ALWAYS = ["Id", "SystemModstamp", "CreatedDate", "IsDeleted", ...LAST_EDIT, LINK_MARK_FIELD];
const MEMBER_ALWAYS = ["Id", "SystemModstamp", ...LAST_EDIT, "IsActive", "IsDeleted"];

/** A mapping never changes in place, and every read of its records asks for the same fields. */
const selectLists = new WeakMap<Mapping, string>();

/** Fields of the root and, for a mapping with a price, of the standard entry as a child query. */
function selectList(mapping: Mapping): string {
  const list = selectLists.get(mapping) ?? writeSelectList(mapping);
  selectLists.set(mapping, list);
  return list;
}

function writeSelectList(mapping: Mapping): string {
  const columns = [...rootColumns(mapping), ...rowQueries(mapping)];
  if (!hasPrice(mapping)) return columns.join(", ");
  const paths = mapping.fields.map((rule) => splitPath(rule.salesforce));
  const member = paths.filter(({ role }) => role === STANDARD_PRICE_ROLE).map(({ field }) => field);
  const child = [...new Set([...MEMBER_ALWAYS, ...member])].join(", ");
  // Deleted entries too: their time of deletion is part of the product's version.
  return `${columns.join(", ")}, (SELECT ${child} FROM PricebookEntries WHERE Pricebook2.IsStandard = true)`;
}

function rootColumns(mapping: Mapping): readonly string[] {
  const single = mapping.fields.filter(({ rows }) => rows === undefined);
  const paths = single.map((rule) => splitPath(rule.salesforce));
  const root = paths.filter(({ role }) => role === null).map(({ field }) => field);
  return [...new Set([...ALWAYS, ...root, ...namesOf(single)])];
}

/** Paths of the names of what is referred to, through the relationship: `Account.Name`. */
function namesOf(rules: readonly FieldRule[]): readonly string[] {
  const names = rules.map(({ reference }) => reference?.names?.salesforce);
  return names.filter((name) => name !== undefined);
}

/** The rows of each list as a child query by the relationship's name. */
function rowQueries(mapping: Mapping): readonly string[] {
  return mapping.fields.flatMap(({ salesforce, rows }) => {
    if (rows === undefined) return [];
    const fields = [
      ...new Set([
        "Id",
        ...rows.columns.map((column) => column.salesforce),
        ...namesOf(rows.columns),
      ]),
    ];
    return [`(SELECT ${fields.join(", ")} FROM ${salesforce} ORDER BY ${rows.salesforceOrder})`];
  });
}

export function hasPrice(mapping: Mapping): boolean {
  return mapping.members.some(({ type }) => type === PRICE_TYPE);
}

/** True when a record is read together with rows of other objects. */
export function hasChildren(mapping: Mapping): boolean {
  return hasPrice(mapping) || mapping.fields.some(({ rows }) => rows !== undefined);
}

/** All live records of the mapping's type without their members: the one form that a bulk query takes. */
export function selectRoots(mapping: Mapping): string {
  return `SELECT ${rootColumns(mapping).join(", ")} FROM ${mapping.salesforceType}`;
}

/** Selects records of the mapping's type, all that an observation needs. */
export function selectRecords(mapping: Mapping, clauses: string): string {
  return `SELECT ${selectList(mapping)} FROM ${mapping.salesforceType} ${clauses}`;
}

/** As `selectRecords`, for a query of all rows: of a deleted one also what it was merged into. */
export function selectSeen(mapping: Mapping, clauses: string): string {
  const type = mapping.salesforceType;
  // Of a case only the id: its name is a number that nobody calls it by.
  const survivor = MERGED_TYPES.has(type)
    ? [SURVIVOR_FIELD, ...(type === "Case" ? [] : [`${SURVIVOR}.Name`])]
    : [];
  return `SELECT ${[selectList(mapping), ...survivor].join(", ")} FROM ${type} ${clauses}`;
}

/** The field that names a record of this mapping. */
export function nameField(mapping: Mapping): string {
  const rule = mapping.fields.find(({ name }) => name === mapping.matchField);
  return rule === undefined ? "Name" : pathIn(rule, "salesforce");
}

/** What this user made, whatever its name, unless its mark begins as one by which it is told anyhow. */
export function madeBy({ userId, marks }: Maker): string {
  const like = marks.map((mark) => `(NOT ${LINK_MARK_FIELD} LIKE ${quoteText(`${mark}%`)})`);
  const strange = [`${LINK_MARK_FIELD} != null`, ...like].join(" AND ");
  return `CreatedById = ${quoteText(userId)} AND (${LINK_MARK_FIELD} = null OR (${strange}))`;
}
