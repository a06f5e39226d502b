import { touchParties } from "../entities/balances.ts";
import type { EntityDescriptor, WriteContext } from "../entities/descriptor.ts";
import { descriptorOf } from "../entities/registry.ts";
import { book } from "../entities/transactions/book.ts";
import { rateOf, refuseForeignAccounts } from "../entities/transactions/transaction-currency.ts";
import { refuseClosedPeriod, refuseDeposited } from "../entities/transactions/guards.ts";
import {
  detachSources,
  rebookSources,
  relink,
  type TraitsOf,
} from "../entities/transactions/relink.ts";
import { refuseExcess } from "../entities/transactions/amount-limit.ts";
import { moveStock } from "../entities/transactions/stock.ts";
import type { StoredRecord } from "../store/stored-record.ts";

const traitsOf: TraitsOf = (type) => descriptorOf(type).transaction;

/**
 * Stores a prepared record and moves what depends on it: the books, the transactions that it applies
 * to, the balances of its parties. Refuses what the books do not allow.
 */
export function storeRecord(
  descriptor: EntityDescriptor,
  before: StoredRecord | undefined,
  record: StoredRecord,
  context: WriteContext,
): StoredRecord {
  const traits = descriptor.transaction;
  if (traits !== undefined) {
    refuseClosedPeriod(before, record, context);
    if (before !== undefined) refuseDeposited(before);
  }
  const after = traits === undefined ? record : book(record, traits, context);
  refuseForeignAccounts(after, context);
  refuseExcess((after.postings ?? []).map(({ amount }) => amount));
  context.store.putRecord(after);
  settle(descriptor, before, after, context);
  // What settling changed of the record itself is part of the answer.
  return context.store.record(record.type, record.id) ?? after;
}

/** Stores the voided form of a record: whoever applied to it has the amount back (documented). */
export function storeVoided(
  descriptor: EntityDescriptor,
  before: StoredRecord,
  voided: StoredRecord,
  context: WriteContext,
): StoredRecord {
  refuseClosedPeriod(before, voided, context);
  refuseDeposited(before);
  const { postings: _booked, linkedFrom: _links, ...record } = voided;
  context.store.putRecord(record);
  detachSources(before, traitsOf, context);
  settle(descriptor, before, record, context);
  return record;
}

/** Removes a record that nothing applies to. */
export function removeStored(
  descriptor: EntityDescriptor,
  before: StoredRecord,
  context: WriteContext,
): void {
  refuseClosedPeriod(before, undefined, context);
  refuseDeposited(before);
  context.store.removeRecord(before.type, before.id);
  settle(descriptor, before, undefined, context);
}

function settle(
  descriptor: EntityDescriptor,
  before: StoredRecord | undefined,
  after: StoredRecord | undefined,
  context: WriteContext,
): void {
  descriptor.settle?.(before, after, context);
  if (descriptor.transaction === undefined) return;
  relink(before, after, traitsOf, context);
  moveStock(before, after, context);
  if (before !== undefined && after !== undefined && hasMoved(before, after)) {
    rebookSources(after, traitsOf, context);
  }
  touchParties([before, after], context);
}

/** Whose account it is on, which account, or what it is worth at home: payments of it are booked by all. */
function hasMoved(before: StoredRecord, after: StoredRecord): boolean {
  return standing(before) !== standing(after);
}

function standing({ fields, postings = [] }: StoredRecord): string {
  const isForeign = rateOf(fields) !== 1;
  const accounts = postings.flatMap(({ account, party, amount, home }) =>
    party === undefined
      ? []
      : [`${account}/${party.type}/${party.id}${isForeign ? `/${amount}/${home}` : ""}`],
  );
  return JSON.stringify([fields["ExchangeRate"], ...new Set(accounts)]);
}
