/**
 * Whether the integration user can do what the mappings need: see every mapped field, and write those that
 * values flow into. Told when an org is connected, in plain words, before the first record fails for it.
 */
import type { Field } from "@jsforce/jsforce-node";
import {
  type OperationalError,
  operationalError,
} from "@accord-sync/core/errors/operational-error.ts";
import { flowsTo, type Mapping } from "@accord-sync/core/mapping/mapping.ts";
import { type Result, succeed } from "@accord-sync/core/records/result.ts";
import { COMPANY_FIELD, LINK_MARK_FIELD, PRICE_TYPE, splitPath } from "../fields.ts";
import { hasPrice } from "../records/soql.ts";
import type { DescribeCache } from "./describe-cache.ts";

/** What one object must offer. */
interface Need {
  readonly type: string;
  readonly seen: ReadonlySet<string>;
  /** Fields that are changed on a record that is there. */
  readonly changed: ReadonlySet<string>;
  /** Fields that are set when a record is made. */
  readonly made: ReadonlySet<string>;
}

/** What is wrong, nothing when the list is empty. One call for each object, and one for price entries. */
export async function checkAccess(
  cache: DescribeCache,
  mappings: readonly Mapping[],
): Promise<Result<readonly OperationalError[]>> {
  const problems: OperationalError[] = [];
  for (const need of mappings.flatMap(needsOf)) {
    const described = await cache.describe(need.type);
    if (described.ok) {
      problems.push(...problemsOf(need, described.value.fields));
    } else if (described.error.code === "SF_NOT_FOUND") {
      problems.push(operationalError("SF_OBJECT_MISSING", { type: need.type }));
    } else {
      return described;
    }
  }
  return succeed(problems);
}

function needsOf(mapping: Mapping): readonly Need[] {
  const root = needOf(mapping, mapping.salesforceType, (role) => role === null);
  const marks = [LINK_MARK_FIELD, COMPANY_FIELD];
  const needs: Need[] = [
    {
      ...root,
      seen: new Set([...root.seen, ...marks]),
      changed: new Set([...root.changed, ...marks]),
    },
  ];
  if (hasPrice(mapping)) needs.push(needOf(mapping, PRICE_TYPE, (role) => role !== null));
  return needs;
}

function needOf(mapping: Mapping, type: string, isOwn: (role: string | null) => boolean): Need {
  const rules = mapping.fields
    // Rows are another object's, whose name the mapping does not tell.
    .filter(({ rows }) => rows === undefined)
    .map((rule) => ({ rule, place: splitPath(rule.salesforce) }))
    .filter(({ place }) => isOwn(place.role));
  const written = rules.filter(({ rule }) => flowsTo(rule, "salesforce"));
  const names = (some: typeof rules) => new Set(some.map(({ place }) => place.field));
  return {
    type,
    seen: names(rules),
    changed: names(written.filter(({ rule }) => rule.when === "always")),
    made: names(written),
  };
}

function problemsOf(need: Need, fields: readonly Field[]): readonly OperationalError[] {
  const { type } = need;
  const byName = new Map(fields.map((field) => [field.name.toLowerCase(), field]));
  const find = (name: string) => byName.get(name.toLowerCase());
  const missing = [...need.seen].filter((name) => find(name) === undefined);
  const closed = [
    ...[...need.changed].filter((name) => find(name)?.updateable === false),
    ...[...need.made].filter((name) => find(name)?.createable === false),
  ];
  const problems: OperationalError[] = [];
  if (missing.length > 0) {
    problems.push(operationalError("SF_FIELD_MISSING", { type, detail: missing.join(", ") }));
  }
  if (closed.length > 0) {
    const detail = [...new Set(closed)].map((name) => `${type}.${name}`).join(", ");
    problems.push(operationalError("SF_FIELD_NOT_WRITABLE", { detail }));
  }
  return problems;
}
