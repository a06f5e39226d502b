/**
 * Possible matches of a record that is not linked, side by side with it: what has its name, and what a create of
 * unknown outcome may have made for it. They come from the directory, at no
 * call; `asOf` says how old what it holds of QuickBooks is.
 */
import type { FieldRule, Mapping } from "@accord-sync/core/mapping/mapping.ts";
import { type Image, valueAt } from "@accord-sync/core/records/image.ts";
import type { Observation } from "@accord-sync/core/records/observation.ts";
import { listCandidates } from "@accord-sync/ledger/create-candidates.ts";
import { findInDirectory, type NamedEntry } from "@accord-sync/ledger/directory.ts";
import { findLinksByRef } from "@accord-sync/ledger/links.ts";
import { directoryMatches } from "../directory-keeper.ts";
import type { ComparedValue, MatchView } from "../engine-api.ts";
import { type EngineContext, mappedScope, quickbooksRef } from "../engine-context.ts";
import { salesforceView } from "./log-view.ts";

/** Fields that the directory holds, by the names of the mapping's fields. */
const COMPARED = ["name", "email", "phone", "sku", "price", "description"] as const;

export async function matchViews(
  context: EngineContext,
  mapping: Mapping,
  own: Observation,
): Promise<readonly MatchView[]> {
  const { db } = context.ledger;
  const named = await directoryMatches(context, db, mapping, own.name);
  const found = [...named, ...(await madeInDoubt(context, mapping, own, named))];
  return Promise.all(found.map((entry) => matchView(context, mapping, own, entry)));
}

/** What an earlier write for the record may have made, whatever it is called since. */
async function madeInDoubt(
  context: EngineContext,
  mapping: Mapping,
  { ref }: Observation,
  named: readonly NamedEntry[],
): Promise<readonly NamedEntry[]> {
  const { db } = context.ledger;
  const { tenant, company } = context.scope;
  const entries: NamedEntry[] = [];
  for (const { type, id } of await listCandidates(db, mappedScope(context, mapping), ref)) {
    const entry = await findInDirectory(db, tenant, company, type, id);
    if (entry !== null && !named.some((each) => each.id === id)) entries.push(entry);
  }
  return entries;
}

async function matchView(
  context: EngineContext,
  mapping: Mapping,
  own: Observation,
  entry: NamedEntry,
): Promise<MatchView> {
  const ref = quickbooksRef(entry.type, entry.id);
  const links = await findLinksByRef(context.ledger.db, context.scope.tenant, ref);
  // A record whose Salesforce record is gone is free: Link Record ends the old link.
  const link = links.find((each) => !each.salesforceDeleted);
  return {
    quickbooksId: entry.id,
    name: entry.name,
    active: entry.isActive,
    url: context.quickbooks.pageUrl(ref),
    linkedTo: link === undefined ? null : salesforceView(link.salesforceRef, link.name),
    compare: compare(mapping, own.image, entry),
    currency: entry.currency,
    asOf: entry.seenAt,
  };
}

function compare(mapping: Mapping, own: Image, entry: NamedEntry): readonly ComparedValue[] {
  const rows: ComparedValue[] = [];
  for (const name of COMPARED) {
    const rule = mapping.fields.find((candidate) => candidate.name === name);
    if (rule === undefined) continue;
    const { label } = rule;
    const kind = rule.kind === "money" ? "money" : "text";
    rows.push({ field: name, label, kind, salesforce: textOf(own, rule), quickbooks: entry[name] });
  }
  if (mapping.fields.some((rule) => rule.name === "billingStreet")) {
    rows.push({
      field: "address",
      label: "Address",
      kind: "text",
      salesforce: addressOf(mapping, own),
      quickbooks: entry.address,
    });
  }
  if (entry.balance !== null) {
    const { balance: quickbooks } = entry;
    rows.push({ field: "balance", label: "Balance", kind: "money", salesforce: null, quickbooks });
  }
  return rows;
}

function textOf(image: Image, rule: FieldRule | undefined): string | null {
  const value = rule === undefined ? null : valueAt(image, rule.salesforce);
  return typeof value === "string" ? value : null;
}

/** The billing address on one line, as the directory holds QuickBooks'. */
function addressOf(mapping: Mapping, image: Image): string | null {
  const part = (field: string) =>
    textOf(
      image,
      mapping.fields.find((rule) => rule.name === field),
    );
  const place = [part("billingState"), part("billingPostalCode")].filter(Boolean).join(" ");
  const parts = [
    part("billingStreet")?.replaceAll(/\s*\n\s*/g, ", "),
    part("billingCity"),
    place,
    part("billingCountry"),
  ];
  return parts.filter(Boolean).join(", ") || null;
}
