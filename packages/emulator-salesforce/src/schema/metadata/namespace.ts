import type { MetadataFiles } from "../sfdx.ts";

/**
 * A project with a namespace writes its own names without it; in the org, and for its API, they carry it:
 * `Level__c` is `acme__Level__c` (D: Metadata API, "namespace prefix"). Names that carry one stay.
 */

const OWN_NAME =
  /(?<![A-Za-z0-9_])([A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*)__(c|r|e|mdt|chn|ChangeEvent)(?![A-Za-z0-9_])/g;

/** The files as they would be in the org. */
export function withNamespace(files: MetadataFiles, namespace: string): MetadataFiles {
  if (namespace === "") return files;
  const qualify = (text: string) => text.replaceAll(OWN_NAME, `${namespace}__$1__$2`);
  return new Map([...files].map(([path, text]) => [qualify(path), qualify(text)]));
}
