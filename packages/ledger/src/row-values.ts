/**
 * How values that SQL has no type for are kept, the same in every table.
 *
 * Rows are built column by column, never by spreading what was given: a wider object, say a link
 * given as the scope of a log entry, must not bring its own id along.
 */
import type { RecordRef, SystemName } from "@accord-sync/core/records/record-ref.ts";
import type { MappedScope, Scope } from "./ledger.ts";

/** No row has this id. */
const NO_ROW = 0;

/** Row numbers are text outside. Text that is no row number, whoever typed it, matches no row. */
export function rowNumber(id: string): number {
  return /^[1-9]\d{0,14}$/.test(id) ? Number(id) : NO_ROW;
}

export function rowNumberOrNull(id: string | null): number | null {
  return id === null ? null : rowNumber(id);
}

export function idOf(row: number): string {
  return String(row);
}

export function idOrNull(row: number | null): string | null {
  return row === null ? null : idOf(row);
}

export function flag(value: boolean): 0 | 1 {
  return value ? 1 : 0;
}

/** The columns of a record ref where the row may be about either system. */
export interface RefColumns {
  readonly system: SystemName;
  readonly type: string;
  readonly recordId: string;
}

export function refColumns(ref: RecordRef): RefColumns {
  return { system: ref.system, type: ref.type, recordId: ref.id };
}

export function refOf(row: RefColumns): RecordRef {
  return { system: row.system, type: row.type, id: row.recordId };
}

/** A ref whose system the column names tell; both parts are null together. */
export function refOrNull(
  system: SystemName,
  type: string | null,
  id: string | null,
): RecordRef | null {
  return type === null || id === null ? null : { system, type, id };
}

/** Only the scope of something wider, for insertion and for comparison. */
export function scopeColumns(scope: Scope): Scope {
  return { tenant: scope.tenant, org: scope.org, company: scope.company };
}

export function mappedColumns(scope: MappedScope): MappedScope {
  return { ...scopeColumns(scope), mapping: scope.mapping };
}
