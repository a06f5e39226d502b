import { fileURLToPath } from "node:url";
import type { OrgOptions } from "../../src/org.ts";
import { readMetadataFolder } from "../../src/runtime/metadata-folder.ts";
import { readMetadata } from "../../src/schema/sfdx.ts";
import type { Snapshot } from "../../src/store/document-store.ts";
import { OrgClient } from "./org-client.ts";

/** An org with platform events and channels: filtered, enriched, of people, of platform events. */

const FOLDER = fileURLToPath(new URL("../fixtures/events", import.meta.url));

export function eventsOrg(
  events: NonNullable<OrgOptions["settings"]>["events"] = {},
  restore?: Snapshot,
): OrgClient {
  const metadata = readMetadata(readMetadataFolder(FOLDER));
  const from = restore === undefined ? {} : { restore };
  return new OrgClient({ metadata, settings: { events }, ...from });
}
