/**
 * What the ledger knows of a linked pair: per system the base image, what was last seen, and the
 * version to write against. Members (a product's price entry) have rows of their own; here they are
 * joined to their root, because fields are merged together and told apart by their path.
 */
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import { must } from "@accord-sync/core/errors/assert.ts";
import type { FieldValue, Image } from "@accord-sync/core/records/image.ts";
import type { MemberObservation, Observation } from "@accord-sync/core/records/observation.ts";
import type { RecordRef, SystemName } from "@accord-sync/core/records/record-ref.ts";
import { type ImageRow, loadImages, saveImages } from "@accord-sync/ledger/images.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import type { Link } from "@accord-sync/ledger/links.ts";
import { editsAfter, keptEdits, type SeenBy, type ValueEdits } from "./value-edits.ts";

/** The link mark travels with the seen image under a name that no field can have. */
const MARK_PATH = "@linkMark";
/** When the record was made: another time under the same id is another record. */
const MADE_PATH = "@createdAt";
/** A member that was seen and is gone keeps its row, for its base image, without a version. */
const GONE = "";

export interface SideState {
  readonly ref: RecordRef;
  readonly version: string;
  readonly modifiedAt: string;
  readonly isSettled: boolean;
  readonly base: Image;
  readonly seen: Image;
  /** Who wrote the values that differ from the base, and when. */
  readonly edits: ValueEdits;
  readonly members: Readonly<Record<string, MemberObservation>>;
  /** The link mark last seen on the record; null where there is none. */
  readonly mark: string | null;
  /** The mark that we last stored there; null before the first. */
  readonly stampedMark: string | null;
  /** When the record was made, as its system tells. */
  readonly createdAt: string;
}

export interface LinkState {
  readonly link: Link;
  readonly salesforce: SideState;
  readonly quickbooks: SideState;
}

function joinRows(rows: readonly ImageRow[]): SideState {
  const root = must(
    rows.find((row) => row.role === ""),
    "a link has a root image in each system",
  );
  const members: Record<string, MemberObservation> = {};
  let base: Image = {};
  let seen: Image = {};
  let edits: ValueEdits = {};
  for (const row of rows) {
    base = { ...base, ...row.base };
    seen = { ...seen, ...row.seen };
    edits = { ...edits, ...row.edits };
    if (row.role !== "" && row.version !== GONE) {
      members[row.role] = { role: row.role, ref: row.ref, version: row.version };
    }
  }
  const { [MARK_PATH]: mark, [MADE_PATH]: createdAt, ...fields } = seen;
  const { [MARK_PATH]: stampedMark, ...baseFields } = base;
  const { ref, version, modifiedAt, isSettled } = root;
  return {
    ref,
    version,
    modifiedAt,
    isSettled,
    base: baseFields,
    seen: fields,
    edits,
    members,
    mark: typeof mark === "string" ? mark : null,
    stampedMark: typeof stampedMark === "string" ? stampedMark : null,
    createdAt: typeof createdAt === "string" ? createdAt : "",
  };
}

export async function loadLinkState(db: Db, link: Link): Promise<LinkState> {
  const rows = await loadImages(db, link.id);
  const side = (system: SystemName) => joinRows(rows.filter((row) => row.system === system));
  return { link, salesforce: side("salesforce"), quickbooks: side("quickbooks") };
}

const belongsTo = (role: string) => (path: string) => path.startsWith(`${role}.`);

function part<T>(
  image: Readonly<Record<string, T>>,
  belongs: (path: string) => boolean,
): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(image).filter(([path]) => belongs(path)));
}

/** Stores one side of a link, split into its root and its members. */
export async function saveSide(
  db: Db,
  mapping: Mapping,
  linkId: string,
  side: SideState,
): Promise<void> {
  const { system } = side.ref;
  const roles = mapping.members.filter((rule) => rule.system === system);
  const edits = keptEdits(mapping, side);
  const isRoot = (path: string) => !roles.some(({ role }) => belongsTo(role)(path));
  const rows: ImageRow[] = [
    {
      linkId,
      system,
      role: "",
      ref: side.ref,
      version: side.version,
      modifiedAt: side.modifiedAt,
      isSettled: side.isSettled,
      base: { ...part(side.base, isRoot), [MARK_PATH]: side.stampedMark },
      seen: {
        ...part(side.seen, isRoot),
        [MARK_PATH]: side.mark,
        [MADE_PATH]: side.createdAt,
      },
      edits: part(edits, isRoot),
    },
  ];
  for (const { role, type } of roles) {
    const member = side.members[role];
    const base = part(side.base, belongsTo(role));
    const seen = part(side.seen, belongsTo(role));
    if (member === undefined && Object.keys(base).length === 0) continue;
    rows.push({
      linkId,
      system,
      role,
      ref: member?.ref ?? { system, type, id: side.ref.id },
      version: member?.version ?? GONE,
      modifiedAt: side.modifiedAt,
      isSettled: side.isSettled,
      base,
      seen,
      edits: part(edits, belongsTo(role)),
    });
  }
  await saveImages(db, rows);
}

/** The side after an observation: its base stays, what is seen moves, and who wrote it with it. */
export function withObservation(
  mapping: Mapping,
  side: SideState,
  observation: Observation,
  seenBy: SeenBy,
): SideState {
  return {
    ref: side.ref,
    version: observation.version,
    modifiedAt: observation.modifiedAt,
    isSettled: observation.isSettled,
    base: side.base,
    seen: observation.image,
    edits: editsAfter(mapping, side, observation, seenBy),
    members: observation.members,
    mark: observation.linkMark,
    stampedMark: side.stampedMark,
    createdAt: side.createdAt,
  };
}

/** The side of a new link. `base` is null when the observed values are the base. */
export function firstSide(observation: Observation, base: Image | null = null): SideState {
  return {
    ref: observation.ref,
    version: observation.version,
    modifiedAt: observation.modifiedAt,
    isSettled: observation.isSettled,
    base: base ?? observation.image,
    seen: observation.image,
    edits: {},
    members: observation.members,
    mark: observation.linkMark,
    stampedMark: null,
    createdAt: observation.createdAt,
  };
}

/** The side with `values` as the base of their paths. */
export function withBase(side: SideState, values: Readonly<Record<string, FieldValue>>): SideState {
  return { ...side, base: { ...side.base, ...values } };
}
