/** The emulated org of a simulation: the Salesforce package as if deployed, with or without its demo data. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { OrgOptions } from "@accord-sync/emulator-salesforce/org.ts";
import { readMetadataFolder } from "@accord-sync/emulator-salesforce/runtime/metadata-folder.ts";
import { readMetadata } from "@accord-sync/emulator-salesforce/schema/sfdx.ts";
import { withInvoiceMarks } from "./invoice-org.ts";
import type { Seed } from "@accord-sync/emulator-salesforce/seed.ts";

const PROJECT = fileURLToPath(new URL("../../../salesforce-app", import.meta.url));
const DEMO = new URL("../../emulator-salesforce/data/seed/org.json", import.meta.url);
/** What every org has before anybody works in it. */
const BARE: readonly string[] = ["Organization", "User", "Pricebook2"];

const files = readMetadataFolder(PROJECT);
const metadata = readMetadata(files);
let invoiceMetadata: typeof metadata | null = null;
const demo = JSON.parse(readFileSync(DEMO, "utf8")) as Seed;
const bare = Object.fromEntries(Object.entries(demo).filter(([name]) => BARE.includes(name)));

/** `hasInvoices`: set up for the mapping of opportunities. */
export function orgSeed(
  isDemo: boolean,
  hasInvoices = false,
): Pick<OrgOptions, "metadata" | "seed"> {
  if (hasInvoices) invoiceMetadata ??= readMetadata(withInvoiceMarks(files));
  const used = hasInvoices && invoiceMetadata !== null ? invoiceMetadata : metadata;
  return { metadata: used, seed: isDemo ? demo : bare };
}
