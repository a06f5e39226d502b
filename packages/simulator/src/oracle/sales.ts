/**
 * I4 and I11 for records that name others: an opportunity has at most one invoice, each invoice is one
 * opportunity's, and its customer is the one that the opportunity's account is linked with.
 */
import { refKey } from "@accord-sync/core/records/record-ref.ts";
import { mark } from "../marks.ts";
import { atPath, textOf } from "../remote-view.ts";
import type { Evidence, Violation } from "./evidence.ts";
import { LINK_ENDS } from "./set-aside.ts";

const MAPPING = "invoice-opportunity";

export function judgeSales({ world, reports }: Evidence): readonly Violation[] {
  if (!world.hasInvoices) return [];
  const found: Violation[] = [];
  const links = reports.links.filter(({ mapping }) => mapping === MAPPING);
  const invoices = [...world.company.store.records("Invoice")];
  for (const { id, fields } of invoices) {
    const count = links.filter(({ quickbooksRef }) => quickbooksRef.id === id).length;
    // Its link a person may end: by an unlink, or by approving that it is voided as its opportunity went.
    const isUnlinked = reports.log.some(
      ({ action, outcome, quickbooksRef }) =>
        LINK_ENDS.has(action) && outcome === "applied" && quickbooksRef?.id === id,
    );
    if (count > 1 || (count === 0 && !isUnlinked))
      found.push({ id: "I4", text: `invoice ${id} has ${count} opportunities` });
    const twins = invoices.filter((each) => each.fields["DocNumber"] === fields["DocNumber"]);
    if (twins.length > 1) {
      found.push({ id: "I4", text: `${twins.length} invoices of ${textOf(fields["DocNumber"])}` });
    }
  }
  for (const { id: linkId, salesforceRef, quickbooksRef } of links) {
    mark("invoice of an opportunity");
    const opportunity = world.org.store.get("Opportunity", salesforceRef.id);
    const invoice = invoices.find(({ id }) => id === quickbooksRef.id);
    const account = textOf(opportunity?.["AccountId"]);
    if (invoice === undefined || account === null) continue;
    if (reports.parked.has(refKey(salesforceRef))) continue;
    const customer = textOf(atPath(invoice.fields, "CustomerRef.value"));
    const link = reports.links.find(({ salesforceRef: ref }) => ref.id === account);
    // Who was linked anew took no invoice along: that is a change of no record that names them.
    const isLinkedAnew = reports.log.some(
      (line) =>
        ["unlink", "link", "delete", "move"].includes(line.action) &&
        [line.salesforceRef?.id, line.quickbooksRef?.id].some(
          (id) => id === account || id === customer,
        ),
    );
    if (link === undefined || isLinkedAnew || link.quickbooksRef.id === customer) continue;
    // The customer that it named was merged into another, and the sale was moved as well: a person chooses.
    const entries = reports.entries.get(linkId) ?? [];
    if (entries.some(({ field, closedAt }) => field === "customer" && closedAt === null)) continue;
    found.push({
      id: "I11",
      text: `invoice ${invoice.id} names customer ${customer ?? "none"}; its opportunity's account is linked with ${link.quickbooksRef.id}`,
    });
  }
  return found;
}
