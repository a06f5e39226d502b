/** What a set of mappings must keep to. A mapping that does not is a bug of whoever made it. */
import { assert } from "../errors/assert.ts";
import type { FieldRule, Mapping } from "./mapping.ts";

/** Throws an InvariantError that names the field. */
export function checkMappings(mappings: readonly Mapping[]): void {
  const ids = new Set(mappings.map(({ id }) => id));
  assert(ids.size === mappings.length, "two mappings have one id");
  for (const mapping of mappings) {
    for (const rule of mapping.fields) checkField(`${mapping.id}.${rule.name}`, rule, ids);
  }
}

function checkField(name: string, rule: FieldRule, ids: ReadonlySet<string>): void {
  const { kind, reference, rows } = rule;
  assert((kind === "reference") === (reference !== undefined), `${name}: a reference has its rule`);
  assert((kind === "rows") === (rows !== undefined), `${name}: rows have their columns`);
  if (reference !== undefined) {
    const { mapping, otherwise, unlinked } = reference;
    assert(ids.has(mapping), `${name} refers to ${mapping}, which is no mapping`);
    assert(otherwise === undefined || unlinked === "skip", `${name}: nothing stands in for it`);
  }
  if (rows === undefined) return;
  assert(rule.when === "create", `${name}: rows are set when a record is made, and not merged`);
  assert(rule.direction === "toQuickbooks", `${name}: rows are written in QuickBooks alone`);
  for (const column of rows.columns) {
    assert(column.kind !== "rows", `${name}.${column.name}: a row holds no rows`);
    checkField(`${name}.${column.name}`, column, ids);
  }
}
