import { readInvocable } from "./metadata/apex-class.ts";
import { readChannel, readMember } from "./metadata/channels.ts";
import { checkReferences } from "./metadata/check-references.ts";
import { fileKind, type FileKind, OTHERS_READ, warningFor } from "./metadata/file-kinds.ts";
import { MetadataDraft } from "./metadata/draft.ts";
import { withNamespace } from "./metadata/namespace.ts";
import { decodeName, MetadataError, rootElement } from "./metadata/xml.ts";
import { readStages, readValues } from "./metadata/picklist.ts";
import { readPermissionSet } from "./metadata/permission-set.ts";
import { readDuplicateRule, readMatchingRules, readValidationRule } from "./metadata/rules.ts";
import { readRecordType } from "./metadata/object.ts";
import { readRecord } from "./metadata/records.ts";
import type { OrgMetadata } from "./types.ts";

/**
 * Reads what an SFDX project in source format adds to the org: objects, fields, rules, value sets, record
 * types, permission sets, custom metadata records and change data capture channels. Pure: it is given the
 * files. What a project has and this emulator does not act on is listed in `warnings`; what cannot be
 * understood is an error, because silence would look like success.
 */

/** Text of each metadata file by its path inside the project, with forward slashes. */
export type MetadataFiles = ReadonlyMap<string, string>;

export { MetadataError };

/** The file that names the project's folders and its namespace. */
const PROJECT_FILE = "sfdx-project.json";

/** How one kind of file is read. */
interface Reader {
  /** The root element of the document. */
  readonly root: string;
  read(draft: MetadataDraft, kind: FileKind, file: ReturnType<typeof rootElement>): void;
}

/** Read in this order: value sets before the fields that share them, objects before what extends them. */
const READERS: readonly (readonly [string, Reader])[] = [
  [
    "globalValueSet",
    {
      root: "GlobalValueSet",
      read: (draft, { name }, file) => draft.valueSets.set(name, readValues(file, "customValue")),
    },
  ],
  [
    "standardValueSet",
    {
      root: "StandardValueSet",
      read: (draft, { name }, file) => {
        const values = readValues(file, "standardValue");
        draft.valueSets.set(name, values);
        draft.standardValueSets.set(name, values);
        if (name === "OpportunityStage") draft.stages = readStages(file);
      },
    },
  ],
  [
    "object",
    {
      root: "CustomObject",
      read: (draft, { object, name }, file) => draft.addObject(object ?? name, file),
    },
  ],
  [
    "field",
    { root: "CustomField", read: (draft, kind, file) => draft.addField(ownerOf(kind, file), file) },
  ],
  [
    "validationRule",
    {
      root: "ValidationRule",
      read: (draft, kind, file) =>
        draft.addValidationRule(ownerOf(kind, file), readValidationRule(file)),
    },
  ],
  [
    "recordType",
    {
      root: "RecordType",
      read: (draft, kind, file) => draft.addRecordType(ownerOf(kind, file), readRecordType(file)),
    },
  ],
  [
    "matchingRule",
    {
      root: "MatchingRules",
      read: (draft, { name }, file) => draft.matchingRules.push(...readMatchingRules(name, file)),
    },
  ],
  [
    "duplicateRule",
    {
      root: "DuplicateRule",
      read: (draft, { name }, file) => draft.duplicateRules.push(readDuplicateRule(name, file)),
    },
  ],
  [
    "permissionset",
    {
      root: "PermissionSet",
      read: (draft, { name }, file) => draft.permissionSets.push(readPermissionSet(name, file)),
    },
  ],
  [
    "profile",
    {
      root: "Profile",
      read: (draft, { name }, file) =>
        draft.profiles.push(readPermissionSet(decodeName(name), file)),
    },
  ],
  [
    "md",
    {
      root: "CustomMetadata",
      read: (draft, { name }, file) => draft.rows.push(readRecord(name, file, draft.fieldsOf)),
    },
  ],
  [
    "platformEventChannel",
    {
      root: "PlatformEventChannel",
      read: (draft, { name }, file) => readChannel(draft.channels, name, file),
    },
  ],
  [
    "platformEventChannelMember",
    {
      root: "PlatformEventChannelMember",
      read: (draft, _kind, file) => readMember(draft.channels, file),
    },
  ],
];

/** @throws MetadataError */
export function readMetadata(given: MetadataFiles): OrgMetadata {
  const namespace = namespaceOf(given.get(PROJECT_FILE));
  const files = withNamespace(given, namespace);
  const draft = new MetadataDraft();
  const bySuffix = sortFiles(files, draft);
  for (const [suffix, reader] of READERS) {
    for (const [path, kind] of bySuffix.get(suffix) ?? []) {
      reader.read(draft, kind, rootElement(path, files.get(path) ?? "", reader.root));
    }
  }
  const invocables = invocablesIn(files);
  const channels = [...draft.channels.values()];
  const metadata = { ...draft.finish(), namespace, invocables, channels };
  checkReferences(metadata);
  return metadata;
}

/** The invocable methods of the Apex classes, in order of their names. */
function invocablesIn(files: MetadataFiles): OrgMetadata["invocables"] {
  const sources = [...files].filter(([path]) => path.endsWith(".cls"));
  return sources
    .flatMap(([path, source]) => {
      const name = (path.split("/").at(-1) ?? "").slice(0, -".cls".length);
      return readInvocable(name, source) ?? [];
    })
    .toSorted((left, right) => (left.name < right.name ? -1 : 1));
}

/** The files by kind, in order of their paths; strange ones are refused, idle ones are warned of. */
function sortFiles(
  files: MetadataFiles,
  draft: MetadataDraft,
): ReadonlyMap<string, readonly (readonly [string, FileKind])[]> {
  const read = new Set(READERS.map(([suffix]) => suffix));
  const bySuffix = new Map<string, (readonly [string, FileKind])[]>();
  for (const path of [...files.keys()].toSorted()) {
    const kind = fileKind(path);
    if (kind === undefined) refuseStray(path);
    else if (read.has(kind.suffix)) {
      const known = bySuffix.get(kind.suffix) ?? [];
      known.push([path, kind]);
      bySuffix.set(kind.suffix, known);
    } else if (!OTHERS_READ.has(kind.suffix)) draft.warnings.push(warningFor(path, kind));
  }
  return bySuffix;
}

/** XML among the objects whose name does not say what it is would be lost without a word. */
function refuseStray(path: string): void {
  if (!/(?:^|\/)objects\/.*\.xml$/.test(path)) return;
  throw new MetadataError(
    path,
    "files under objects/ are named Name.kind-meta.xml (Level__c.field-meta.xml): rename it, or leave it out of what you load",
  );
}

/** The object in whose folder the file lies. */
function ownerOf(kind: FileKind, file: ReturnType<typeof rootElement>): string {
  if (kind.object !== undefined) return kind.object;
  throw file.error(`${kind.suffix} files lie in the folder of their object: objects/Account/…`);
}

/** The namespace of the project file; empty without one. @throws MetadataError when it is no JSON */
function namespaceOf(text: string | undefined): string {
  if (text === undefined) return "";
  try {
    const project: unknown = JSON.parse(text);
    const namespace =
      typeof project === "object" && project !== null && "namespace" in project
        ? project.namespace
        : "";
    return typeof namespace === "string" ? namespace : "";
  } catch (error) {
    throw new MetadataError(PROJECT_FILE, error instanceof Error ? error.message : String(error));
  }
}
