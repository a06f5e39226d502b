/** A record in the shape of the UI API, for components that wire `getRecord`. */
import type { RecordBody } from "../../page-host.ts";

export function uiRecord(objectApiName: string, record: RecordBody): unknown {
  const names = Object.keys(record).filter((name) => name !== "attributes");
  const fields = Object.fromEntries(
    names.map((name) => [name, { value: record[name], displayValue: null }]),
  );
  return {
    apiName: objectApiName,
    childRelationships: {},
    fields,
    id: record["Id"],
    lastModifiedDate: record["LastModifiedDate"] ?? null,
    recordTypeInfo: null,
    systemModstamp: record["SystemModstamp"] ?? null,
  };
}
