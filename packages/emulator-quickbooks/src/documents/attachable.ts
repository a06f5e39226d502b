import { fault, type FaultError } from "../faults/api-fault.ts";
import { unsupportedAttachableType } from "../faults/document-faults.ts";
import { invalidEnumeration, invalidReference, missingParameter } from "../faults/fault-texts.ts";
import {
  compact,
  inOrder,
  objectOf,
  objectsOf,
  textOf,
  type JsonObject,
} from "../json/json-value.ts";
import { ATTACHABLE_MISSING_ELEMENT, NOT_ATTACHED_TO } from "../not-evidenced.ts";
import { ENTITY_TYPES, type EntityType, type StoredRecord } from "../store/stored-record.ts";
import type { Store } from "../store/store.ts";
import {
  listOf,
  operations,
  setOf,
  type Draft,
  type EntityDescriptor,
  type ReadContext,
} from "../entities/descriptor.ts";
import { referenceNoun } from "../entities/references.ts";
import { temporaryAddress } from "./file-address.ts";

/** D, spelled exactly. */
const CATEGORIES = new Set([
  "Contact Photo",
  "Document",
  "Image",
  "Receipt",
  "Signature",
  "Sound",
  "Other",
]);

/**
 * Notes and files, alone or attached to records. Key order and ids of nineteen digits recorded (attachment/*), lengths and categories
 * from the documentation. No thumbnails are made.
 */
export const ATTACHABLE: EntityDescriptor = {
  type: "Attachable",
  operations: operations("create read query update delete"),
  counter: "attachable",
  idBase: 5_000_000_000_000_000_000n,
  wireOrder: listOf(`
    FileName FileAccessUri TempDownloadUri Size ContentType Category Lat Long PlaceName Note Tag domain
    sparse Id SyncToken MetaData CustomField AttachableRef`),
  computed: setOf("FileAccessUri TempDownloadUri Size"),
  readOnly: setOf(`
    FileAccessUri TempDownloadUri Size ThumbnailFileAccessUri ThumbnailTempDownloadUri documentId
    AttachableEx`),
  deletesWithoutToken: true,
  isInChangeData: true,
  check: checkAttachable,
  prepare: ({ fields }, { store }) => {
    const references = objectsOf(fields, "AttachableRef").map((each) => attached(each, store));
    return {
      fields: references.length === 0 ? fields : { ...fields, AttachableRef: references },
    };
  },
  view: fileProperties,
  settle: (before, after, { store }) => {
    if (before === undefined || after !== undefined) return;
    const file = store.state("file", before.id);
    if (file === undefined) return;
    store.removeState("fileKey", file.key);
    store.removeState("file", before.id);
  },
};

/** A note or a file name is required (D). */
function checkAttachable({ fields }: Draft, errors: FaultError[]): void {
  const category = textOf(fields, "Category");
  if (category !== undefined && !CATEGORIES.has(category)) {
    errors.push(invalidEnumeration(category));
  }
  if (textOf(fields, "Note") === undefined && textOf(fields, "FileName") === undefined) {
    errors.push(missingParameter(ATTACHABLE_MISSING_ELEMENT));
  }
}

/** A reference to the record that the attachable belongs to, as it is stored: type spelled exactly. */
function attached(reference: JsonObject, store: Store): JsonObject {
  const entity = objectOf(reference, "EntityRef");
  const id = textOf(entity ?? {}, "value");
  const sent = textOf(entity ?? {}, "type");
  if (id === undefined || sent === undefined) throw fault(missingParameter("EntityRef"));
  const type = attachableType(sent);
  if (type === undefined) throw fault(unsupportedAttachableType(sent));
  if (store.record(type, id) === undefined) throw fault(invalidReference(referenceNoun(type), id));
  return inOrder(
    {
      ...reference,
      EntityRef: { value: id, type },
      IncludeOnSend: reference["IncludeOnSend"] === true,
    },
    ["EntityRef", "LineInfo", "IncludeOnSend"],
  );
}

/** Types are written in any case: the documentation's own samples have `Invoice` and `purchase`. */
function attachableType(sent: string): EntityType | undefined {
  const lower = sent.toLowerCase();
  const type = ENTITY_TYPES.find((each) => each.toLowerCase() === lower);
  return type === undefined || NOT_ATTACHED_TO.split(" ").includes(type) ? undefined : type;
}

/** What a file adds to a read; nothing for a note. */
function fileProperties(record: StoredRecord, context: ReadContext): JsonObject {
  const { store, settings, now, origin } = context;
  const file = store.state("file", record.id);
  if (file === undefined) return {};
  const { realmId } = settings;
  const fileName = textOf(record.fields, "FileName") ?? "";
  return compact({
    FileAccessUri: `/v3/company/${realmId}/download/${record.id}`,
    TempDownloadUri: temporaryAddress({ file, fileName, realmId, origin, now }),
    Size: file.size,
    ContentType: textOf(record.fields, "ContentType") ?? file.contentType,
  });
}
