/** The merge, for which a temporary name in QuickBooks is nobody's value: a forced run never carries it over. */
import { type Merge, type MergeInput, mergeRecord } from "@accord-sync/core/merge/merge-record.ts";
import { isTemporaryName } from "@accord-sync/core/mapping/temporary-name.ts";

/** `quickbooksId` is that of the linked record. */
export function mergeNames(input: MergeInput, quickbooksId: string): Merge {
  const merge = mergeRecord(input);
  if (input.forceFrom !== "quickbooks") return merge;
  const { matchField } = input.mapping;
  const isTemporary = merge.fields.some(
    ({ rule, seen }) => rule.name === matchField && isTemporaryName(seen.quickbooks, quickbooksId),
  );
  if (!isTemporary) return merge;
  const unforced = mergeRecord({ ...input, forceFrom: null }).fields;
  return {
    fields: merge.fields.map((field, place) =>
      field.rule.name === matchField ? (unforced[place] ?? field) : field,
    ),
  };
}
