/**
 * I12, of names: a record is set aside for a name only while another record in QuickBooks has it, and not because
 * records wait for each other's names.
 */
import { refKey } from "@accord-sync/core/records/record-ref.ts";
import type { Link } from "@accord-sync/ledger/links.ts";
import { findRecord, textOf } from "../remote-view.ts";
import { PAIR_LIST } from "../shared-fields.ts";
import type { Evidence, Violation } from "./evidence.ts";

/** Types that share names, and the field that has them. */
const LISTS = [
  { field: "DisplayName", types: ["Customer", "Vendor", "Employee"] },
  { field: "Name", types: ["Item"] },
] as const;

const alike = (name: string): string => name.trim().replaceAll(/\s+/g, " ").toLowerCase();

/** The ids of the records in use in QuickBooks that have the name, by type. */
function holdersOf({ world }: Evidence, type: string, name: string): readonly string[] {
  const list = LISTS.find(({ types }) => types.some((each) => each === type));
  return (list?.types ?? []).flatMap((each) =>
    [...world.company.store.records(each)]
      .filter(({ fields }) => fields["Active"] !== false)
      .filter(({ fields }) => alike(textOf(fields[list?.field ?? ""]) ?? "") === alike(name))
      .map(({ id }) => `${each} ${id}`),
  );
}

/** The record that has the name that this link's record is set aside for; null when it is not set aside so. */
function waitsFor(evidence: Evidence, link: Link): readonly string[] | null {
  const { reports, world } = evidence;
  const parked = reports.parked.get(refKey(link.salesforceRef));
  const pair = PAIR_LIST.find((each) => each.mapping === link.mapping);
  if (parked === undefined || pair === undefined) return null;
  const { code } = JSON.parse(parked.error) as { readonly code: string };
  const entries = reports.entries.get(link.id) ?? [];
  const isOpen = entries.some(({ field, closedAt }) => field === "name" && closedAt === null);
  const record = findRecord(world, "salesforce", pair, link.salesforceRef.id);
  const name = record?.values["name"];
  if (code !== "QBO_NAME_IN_USE" || isOpen || !name) return null;
  const { type, id } = link.quickbooksRef;
  return holdersOf(evidence, type, name).filter((each) => each !== `${type} ${id}`);
}

export function judgeNames(evidence: Evidence): readonly Violation[] {
  const { links } = evidence.reports;
  const waits = new Map(
    links.flatMap((link) => {
      const holders = waitsFor(evidence, link);
      const { type, id } = link.quickbooksRef;
      return holders === null ? [] : [[`${type} ${id}`, holders] as const];
    }),
  );
  return [...waits].flatMap(([own, holders]) => {
    if (holders.length === 0) {
      return [{ id: "I12", text: `${own} is set aside for a name that nobody has` }];
    }
    return inCircle(waits, own)
      ? [{ id: "I12", text: `${own} is set aside for a name whose holder waits for its own` }]
      : [];
  });
}

function inCircle(waits: ReadonlyMap<string, readonly string[]>, own: string): boolean {
  const seen = new Set<string>();
  const open = [...(waits.get(own) ?? [])];
  for (const each of open) {
    if (each === own) return true;
    if (seen.has(each)) continue;
    seen.add(each);
    open.push(...(waits.get(each) ?? []));
  }
  return false;
}
