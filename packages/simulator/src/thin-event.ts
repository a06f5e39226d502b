/** Change events that tell less than they should, as bytes: what Salesforce sends for too large or too many changes. */
import { typeOfSchema } from "@accord-sync/emulator-salesforce/feed/type-of-schema.ts";

interface Event {
  readonly ChangeEventHeader: {
    readonly changeType: string;
    readonly recordIds: readonly string[];
  };
}

/** The record id of an overflow event. */
const NO_RECORD = "000000000000000AAA";

/** The same change with its header alone: `gap` names its records, `overflow` names none. */
export function thinEvent(
  schemaJson: string,
  payload: Uint8Array,
  kind: "gap" | "overflow",
): Buffer {
  const type = typeOfSchema(schemaJson);
  const event = type.fromBuffer(Buffer.from(payload)) as Event;
  const { ChangeEventHeader: header } = event;
  // A gap stays one, and an overflow tells even less.
  const { changeType } = header;
  const isThin = changeType.startsWith("GAP_");
  const named =
    kind === "overflow"
      ? { changeType: "GAP_OVERFLOW", recordIds: [NO_RECORD] }
      : { changeType: isThin ? changeType : `GAP_${changeType}` };
  const empty = Object.fromEntries(Object.keys(event).map((name) => [name, null]));
  const told = { ...header, ...named, nulledFields: [], changedFields: [], diffFields: [] };
  return type.toBuffer({ ...empty, ChangeEventHeader: told });
}
