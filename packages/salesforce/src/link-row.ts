/** Links with further companies, as rows of `Accord_Record_Status__c`. */
import type { WritableJson } from "@accord-sync/core/json/lossless-json.ts";
import type { LinkRow } from "@accord-sync/core/ports/remote.ts";
import type { RecordRef } from "@accord-sync/core/records/record-ref.ts";
import {
  COMPANY_FIELD,
  LINK_MARK_FIELD,
  LINK_ROW_FIELDS,
  LINK_ROW_TYPE,
  linkRowLookup,
} from "./fields.ts";
import { quoteText } from "./records/soql.ts";

/** Where a row is addressed: by its mark, so that nobody has to know its id. */
export function linkRowPath(dataPath: string, mark: string): string {
  return `${dataPath}/sobjects/${LINK_ROW_TYPE}/${LINK_MARK_FIELD}/${encodeURIComponent(mark)}`;
}

/** The values of a row that is kept. */
export function linkRowValues(
  ref: RecordRef,
  row: Extract<LinkRow, { readonly isLinked: true }>,
): Record<string, WritableJson> {
  const [company = "", type = "", ...id] = row.mark.split(":");
  return {
    [linkRowLookup(ref.type)]: ref.id,
    [COMPANY_FIELD]: company,
    [LINK_ROW_FIELDS.type]: type,
    [LINK_ROW_FIELDS.recordId]: id.join(":"),
    ...(row.status === undefined ? {} : { [LINK_ROW_FIELDS.status]: row.status }),
    ...(row.lastSyncAt === undefined ? {} : { [LINK_ROW_FIELDS.lastSyncAt]: row.lastSyncAt }),
  };
}

/** The condition of records of `type` that a row links under this mark. */
export function linkedByRow(type: string, mark: string): string {
  const lookup = linkRowLookup(type);
  return `Id IN (SELECT ${lookup} FROM ${LINK_ROW_TYPE} WHERE ${LINK_MARK_FIELD} = ${quoteText(mark)})`;
}
