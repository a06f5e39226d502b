/** What each kind of file in an SFDX project is to this emulator, told by its suffix. */

/** Files whose kind is decided by their name alone; `Suffix-meta.xml` is cut off. */
export interface FileKind {
  /** Such as `field` or `permissionset`. */
  readonly suffix: string;
  /** The name before the suffix, for example `Industry` of `Industry.field-meta.xml`. */
  readonly name: string;
  /** The object in whose folder it lies, if it lies in one. */
  readonly object: string | undefined;
}

const META_FILE = /(?:^|\/)([^/]+)\.([A-Za-z0-9]+)-meta\.xml$/;
const OBJECT_FOLDER = /(?:^|\/)objects\/([^/]+)\//;

/** Takes a path apart; undefined for a file that is no metadata. */
export function fileKind(path: string): FileKind | undefined {
  const [, name, suffix] = META_FILE.exec(path) ?? [];
  if (name === undefined || suffix === undefined) return undefined;
  return { name, suffix, object: OBJECT_FOLDER.exec(path)?.[1] };
}

/** Kinds that the pages read, or that say nothing of data, security or events: no warning for them. */
export const OTHERS_READ: ReadonlySet<string> = new Set([
  "app",
  "asset",
  "compactLayout",
  "css",
  "customPermission",
  "externalCredential",
  "eca",
  "ecaOauth",
  "ecaOauthPlcy",
  "ecaPlcy",
  "fieldSet",
  "flexipage",
  "html",
  "js",
  "labels",
  "layout",
  "listView",
  "namedCredential",
  "quickAction",
  "remoteSite",
  "resource",
  "tab",
  "translation",
  "objectTranslation",
  "webLink",
]);

/** Kinds that would change what the org does, but do not here; each is worth a warning. */
const NOT_ACTED_ON: Readonly<Record<string, string>> = {
  approvalProcess: "approval processes do not run",
  assignmentRules: "assignment rules do not run",
  autoResponseRules: "auto-response rules do not run",
  businessProcess: "business processes do not limit the picklist of their record types",
  cls: "Apex classes are known by name, their code does not run",
  escalationRules: "escalation rules do not run",
  flow: "flows do not run",
  flowDefinition: "flows do not run",
  sharingRules: "sharing rules are not applied; who has the object sees all its records",
  trigger: "triggers do not run",
  workflow: "workflow rules do not run",
};

/** What to tell of a file that this emulator does not act on. */
export function warningFor(path: string, kind: FileKind): string {
  const known = NOT_ACTED_ON[kind.suffix];
  if (known !== undefined) return `${path}: ${known} in this emulator`;
  return `${path}: files of kind '${kind.suffix}' are not known to this emulator and have no effect`;
}
