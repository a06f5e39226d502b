import type { EntityDescriptor, ReadContext } from "../entities/descriptor.ts";
import { objectsOf } from "../json/json-value.ts";
import type { StoredRecord } from "../store/stored-record.ts";
import { predicateOf, type Predicate } from "./compare.ts";
import { filterProperty, type QueryProperty } from "./query-property.ts";
import { QueryRow } from "./query-row.ts";
import type { Condition, Query } from "./query-tree.ts";

/** A condition with the property that it speaks of. */
export interface ResolvedCondition {
  readonly property: QueryProperty;
  readonly condition: Condition;
}

/** The WHERE of a statement, ready to test records. */
export interface Filter {
  readonly conditions: readonly ResolvedCondition[];
  readonly accepts: (record: StoredRecord) => boolean;
}

type RowTest = (row: QueryRow) => boolean;

/**
 * All conditions must hold, on what a read of the record shows: computed balances, ` (deleted)` names.
 * Without a condition on Active only active records pass (recorded). Fault 4001 for a property that is
 * unknown or not filterable.
 */
export function filterOf(query: Query, descriptor: EntityDescriptor, context: ReadContext): Filter {
  const clock = { timeZone: context.settings.timeZone, now: context.now };
  const conditions = query.where.map((condition) => ({
    property: filterProperty(condition.property, descriptor),
    condition,
  }));
  const namesActive = conditions.some(({ property }) => property.name === "Active");
  const tests: RowTest[] = [];
  const byList = new Map<string, MemberTest[]>();
  for (const { property, condition } of conditions) {
    const test = predicateOf(property, condition, clock);
    const { member } = property;
    if (member === undefined) tests.push((row) => test(property.read(row)));
    else byList.set(member.list, [...(byList.get(member.list) ?? []), { member, test }]);
  }
  for (const [list, members] of byList) tests.push(someMember(list, members));
  return {
    conditions,
    accepts: (record) => {
      if (!namesActive && record.fields["Active"] === false) return false;
      const row = new QueryRow(record, descriptor, context);
      return tests.every((test) => test(row));
    },
  };
}

interface MemberTest {
  readonly member: NonNullable<QueryProperty["member"]>;
  readonly test: Predicate;
}

/** One member of the list meets every condition on the list: the type and the id of one reference. */
function someMember(list: string, members: readonly MemberTest[]): RowTest {
  return (row) =>
    objectsOf({ [list]: row.value(list) ?? [] }, list).some((each) =>
      members.every(({ member, test }) => test(member.readMember(each))),
    );
}
