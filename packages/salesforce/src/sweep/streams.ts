/** What a sweep reads: one query a stream. */
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import { PRICE_TYPE } from "../fields.ts";
import { hasPrice, quoteText, selectRecords, selectSeen } from "../records/soql.ts";
import type { StreamPosition } from "./sweep-cursor.ts";

export interface Stream {
  readonly name: string;
  readonly mapping: Mapping;
  /** Rows of a page at most, where child rows count among those that a query returns at once. */
  readonly rowsMax?: number;
  /** The statement of the next page of at most `rows` rows. */
  statement(position: StreamPosition, rows: number): string;
}

/** A product has a price entry, seldom more than one. */
const ROWS_WITH_PRICES = 1_000;

/**
 * The records of each mapping by SystemModstamp; and, as price entries are not selected for change events and
 * leave their product's stamp alone, the products whose entries changed (S8).
 */
export function streamsOf(mappings: readonly Mapping[]): readonly Stream[] {
  return mappings.flatMap((mapping) =>
    hasPrice(mapping) ? [recordStream(mapping), priceStream(mapping)] : [recordStream(mapping)],
  );
}

function recordStream(mapping: Mapping): Stream {
  return {
    name: mapping.salesforceType,
    mapping,
    ...(hasPrice(mapping) ? { rowsMax: ROWS_WITH_PRICES } : {}),
    statement({ from, after }, rows) {
      const page =
        after === null
          ? `SystemModstamp >= ${from}`
          : `SystemModstamp >= ${after.time} AND (SystemModstamp > ${after.time} OR Id > ${quoteText(after.id)})`;
      return selectSeen(mapping, `WHERE ${page} ORDER BY SystemModstamp, Id LIMIT ${rows}`);
    },
  };
}

function priceStream(mapping: Mapping): Stream {
  return {
    name: `${mapping.salesforceType}/prices`,
    mapping,
    rowsMax: ROWS_WITH_PRICES,
    statement({ from, after }, rows) {
      const changed = `Id IN (SELECT Product2Id FROM ${PRICE_TYPE} WHERE SystemModstamp >= ${from})`;
      const page = after === null ? changed : `${changed} AND Id > ${quoteText(after.id)}`;
      return selectRecords(mapping, `WHERE ${page} ORDER BY Id LIMIT ${rows}`);
    },
  };
}
