/**
 * Compares what both systems were just read to hold of one linked pair with what the ledger knows, for
 * Sync Integrity (`docs/spec/integrity.md`). Pure: it looks at nothing and mends nothing.
 */
import { isSameStored } from "../mapping/canonical.ts";
import { type FieldRule, type Mapping, pathIn } from "../mapping/mapping.ts";
import { agreeAcross, NO_REFERENCES, type References } from "../mapping/references.ts";
import { type FieldValue, type Image, valueAt } from "../records/image.ts";
import { otherSystem, type SystemName } from "../records/record-ref.ts";

/** What a pair can be found with, the gravest first. */
export type PairFindingKind = "gone" | "older" | "missing" | "drift" | "mark";

/**
 * What repair does: `look` has the pair's ordinary pass look at both records and merge; `ask` opens a
 * difference for a person as well, because the pass has nothing that tells which value is the newer one;
 * `none` leaves it to a person from the start.
 */
export type Repair = "look" | "ask" | "none";

/** What the ledger holds of one side. */
export interface HeldSide {
  readonly base: Image;
  readonly seen: Image;
  /** It was noted as deleted, and told. */
  readonly isGone: boolean;
}

/** What one side was read to hold. */
export interface ReadSide {
  /** Its version against the ledger's. */
  readonly order: "same" | "newer" | "older";
  readonly image: Image;
  /** The link mark; null where there is none, and in QuickBooks. */
  readonly mark: string | null;
}

type BySystem<T> = Readonly<Record<SystemName, T>>;

export interface PairFacts {
  readonly mapping: Mapping;
  readonly held: BySystem<HeldSide>;
  /** Null for a record that was not there. */
  readonly read: BySystem<ReadSide | null>;
  /** The mark that the Salesforce record has to carry. */
  readonly mark: string;
  /** The links of the records that either side refers to. Default: none are linked. */
  readonly references?: References;
  /** Names of the fields with an open entry. */
  readonly openFields: ReadonlySet<string>;
  /** A notice or a write of the pair is under way. */
  readonly isBusy: boolean;
  /** The pair is set aside, or its changes are held back, for a reason that people were told. */
  readonly isSetAside: boolean;
  /** One of them cannot be read, which people were told: what was not read may well be there. Default: no. */
  readonly isUnreadable?: boolean;
}

/** One field with the values of both systems, as each stores it. */
export interface ComparedField {
  readonly field: string;
  readonly label: string;
  readonly salesforce: FieldValue;
  readonly quickbooks: FieldValue;
}

export interface PairFinding {
  readonly kind: PairFindingKind;
  /** Where it shows: the side that is gone, older or newer; both for drift. */
  readonly systems: readonly SystemName[];
  /** Fields on which the systems do not agree now. */
  readonly fields: readonly ComparedField[];
  readonly repair: Repair;
}

export type PairVerdict =
  | { readonly kind: "agreed" }
  /** Something is under way: nothing can be said yet. */
  | { readonly kind: "busy" }
  /** They may differ, and people were told why: an open entry, a record set aside or gone. */
  | { readonly kind: "waits" }
  | { readonly kind: "finding"; readonly finding: PairFinding };

const SYSTEMS: readonly SystemName[] = ["salesforce", "quickbooks"];
const AGREED: PairVerdict = { kind: "agreed" };
const BUSY: PairVerdict = { kind: "busy" };
const WAITS: PairVerdict = { kind: "waits" };

export function comparePair(facts: PairFacts): PairVerdict {
  if (facts.isBusy) return BUSY;
  const { salesforce, quickbooks } = facts.read;
  if (salesforce === null || quickbooks === null) {
    return facts.isUnreadable ? WAITS : compareGone(facts);
  }
  const read = { salesforce, quickbooks };
  const fields = fieldsApart(facts, read);

  const older = SYSTEMS.filter((system) => read[system].order === "older");
  if (older.length > 0) return found({ kind: "older", systems: older, fields, repair: "none" });
  const untold = SYSTEMS.filter((system) => isUntold(facts, read[system], system));
  if (untold.length > 0) return found({ kind: "missing", systems: untold, fields, repair: "look" });

  const isMarked = salesforce.mark === facts.mark;
  if (facts.isSetAside) return WAITS;
  if (fields.length > 0) {
    const repair = fields.every(({ field }) => isAtRest(facts, field)) ? "ask" : "look";
    return found({ kind: "drift", systems: SYSTEMS, fields, repair });
  }
  if (!isMarked) {
    return found({ kind: "mark", systems: ["salesforce"], fields: [], repair: "look" });
  }
  return facts.openFields.size > 0 ? WAITS : AGREED;
}

const found = (finding: PairFinding): PairVerdict => ({ kind: "finding", finding });

/** One of the two is not there. Where that is known, it was told, and the link rests. */
function compareGone({ read, held }: PairFacts): PairVerdict {
  const gone = SYSTEMS.filter((system) => read[system] === null);
  const untold = gone.filter((system) => !held[system].isGone);
  if (untold.length === 0) return WAITS;
  return found({ kind: "gone", systems: untold, fields: [], repair: "look" });
}

/** The record holds what the ledger does not know: a newer version, other values, or it is back. */
function isUntold({ mapping, held }: PairFacts, read: ReadSide, system: SystemName): boolean {
  const { seen, isGone } = held[system];
  if (isGone || read.order === "newer") return true;
  return mapping.fields.some((rule) => {
    const path = pathIn(rule, system);
    return (
      rule.when === "always" &&
      !isSameStored(rule.kind, valueAt(read.image, path), valueAt(seen, path))
    );
  });
}

/** Fields on which the two do not agree, and that nobody was asked about. */
function fieldsApart(facts: PairFacts, read: BySystem<ReadSide>): readonly ComparedField[] {
  const apart: ComparedField[] = [];
  for (const rule of facts.mapping.fields) {
    if (rule.when !== "always" || facts.openFields.has(rule.name)) continue;
    const salesforce = valueAt(read.salesforce.image, rule.salesforce);
    const quickbooks = valueAt(read.quickbooks.image, rule.quickbooks);
    const values = { salesforce, quickbooks };
    if (agreeAcross(rule, values, facts.references ?? NO_REFERENCES)) continue;
    if (isAllowed(facts, read, rule)) continue;
    apart.push({ field: rule.name, label: rule.label, salesforce, quickbooks });
  }
  return apart;
}

/**
 * In a one-way field the target may hold what a person wrote there, until the source changes again. And a
 * reference stays as it is when the record that it names is linked anew: no pass would touch it.
 */
function isAllowed(facts: PairFacts, read: BySystem<ReadSide>, rule: FieldRule): boolean {
  const { held } = facts;
  if (rule.reference !== undefined && isAtRest(facts, rule.name)) return true;
  if (rule.direction === "both") return false;
  const target: SystemName = rule.direction === "toSalesforce" ? "salesforce" : "quickbooks";
  const source = otherSystem(target);
  const path = pathIn(rule, source);
  return isSameStored(
    rule.kind,
    valueAt(read[source].image, path),
    valueAt(held[source].base, path),
  );
}

/** Neither system changed the field since both agreed, as far as the ledger knows: no pass would touch it. */
function isAtRest({ mapping, held }: PairFacts, name: string): boolean {
  const rule = mapping.fields.find((each) => each.name === name);
  if (rule === undefined) return false;
  return SYSTEMS.every((system) => {
    const path = pathIn(rule, system);
    const { base, seen } = held[system];
    return isSameStored(rule.kind, valueAt(seen, path), valueAt(base, path));
  });
}

/** The fields of a finding that only a person can decide about. */
export function fieldsToAsk(facts: PairFacts, { fields }: PairFinding): readonly ComparedField[] {
  return fields.filter(({ field }) => isAtRest(facts, field));
}
