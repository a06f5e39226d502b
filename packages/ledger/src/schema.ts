/**
 * The tables as statements see them. Columns are camelCase here and snake_case in SQL. Times are
 * ISO 8601 text in UTC of one form (`isoSeconds`), so that text order is time order; flags are 0
 * or 1; everything structured is JSON as text, which only the functions of its noun parse.
 */
import type { SystemName } from "@accord-sync/core/records/record-ref.ts";
import type { Generated } from "kysely";
import type { DeletionSchema } from "./schema-deletions.ts";
import type { HeldChangesSchema } from "./schema-held-changes.ts";
import type { IntegritySchema } from "./schema-integrity.ts";

/** On every row from the first migration on: whose it is. */
export interface TenantColumns {
  tenant: string;
}

export interface ScopeColumns extends TenantColumns {
  org: string;
  company: string;
}

export interface MappedColumns extends ScopeColumns {
  mapping: string;
}

/** One row a ledger: which opening of it may write (I17). */
interface EngineEpochTable {
  id: number;
  epoch: number;
}

interface ConnectionsTable extends TenantColumns {
  id: string;
  system: SystemName;
  accountId: string;
  name: string;
  state: string;
  detail: string | null;
  settings: string;
  userId: string | null;
  connectedAt: string;
  pausedBy: string | null;
  pausedAt: string | null;
}

interface SecretsTable extends TenantColumns {
  connectionId: string;
  name: string;
  sealed: string;
}

interface CursorsTable extends TenantColumns {
  accountId: string;
  feed: string;
  value: string;
}

interface InboxTable extends MappedColumns {
  id: Generated<number>;
  system: SystemName;
  type: string;
  recordId: string;
  seq: number;
  source: string;
  direction: string;
  onMatch: string;
  actor: string | null;
  priority: number;
  lift: number;
  firstAt: string;
  at: string;
  dueAt: string;
  remoteTime: string | null;
  known: string | null;
  runId: string | null;
  wishSeq: number;
  attempts: number;
  waiting: string | null;
  /** The system that `waiting` names, lifted out of its JSON so that a release is one statement. */
  waitingFor: SystemName | null;
}

interface TallyTable extends TenantColumns {
  accountId: string;
  outcome: string;
  count: number;
}

interface LinksTable extends MappedColumns {
  id: Generated<number>;
  salesforceType: string;
  salesforceId: string;
  quickbooksType: string;
  quickbooksId: string;
  revision: number;
  createdAt: string;
  lastSyncAt: string | null;
  name: string;
  salesforceDeleted: number;
  quickbooksDeleted: number;
  endedAt: string | null;
}

interface ImagesTable extends MappedColumns {
  linkId: number;
  system: SystemName;
  role: string;
  type: string;
  recordId: string;
  version: string;
  modifiedAt: string;
  isSettled: number;
  base: string;
  seen: string;
  edits: string;
}

interface KeptApartTable extends MappedColumns {
  system: SystemName;
  type: string;
  recordId: string;
  at: string;
}

interface CreateCandidatesTable extends KeptApartTable {
  madeSystem: SystemName;
  madeType: string;
  madeId: string;
}

interface IntentsTable extends MappedColumns {
  id: string;
  linkId: number | null;
  operation: string;
  target: SystemName;
  type: string;
  sourceSystem: SystemName | null;
  sourceType: string | null;
  sourceId: string | null;
  refSystem: SystemName | null;
  refType: string | null;
  refId: string | null;
  payload: string;
  fingerprint: string | null;
  plan: string;
  state: string;
  createdAt: string;
  sentAt: string | null;
  attempts: number;
  receipt: string | null;
  settledAt: string | null;
}

interface EntriesTable extends MappedColumns {
  id: Generated<number>;
  linkId: number;
  field: string;
  kind: string;
  salesforceValue: string;
  quickbooksValue: string;
  baseRevision: number;
  openedAt: string;
  keep: SystemName | null;
  decidedBy: string | null;
  decidedAt: string | null;
  closedAt: string | null;
  closedHow: string | null;
  salesforceEdit: string | null;
  quickbooksEdit: string | null;
  reason: string | null;
}

interface LogEntriesTable extends MappedColumns {
  id: Generated<number>;
  at: string;
  linkId: number | null;
  salesforceType: string | null;
  salesforceId: string | null;
  quickbooksType: string | null;
  quickbooksId: string | null;
  name: string | null;
  direction: string;
  action: string;
  outcome: string;
  actor: string | null;
  message: string;
  error: string | null;
  changes: string;
  intentId: string | null;
  reprocessed: number;
}

interface ParkedTable extends MappedColumns {
  system: SystemName;
  type: string;
  recordId: string;
  error: string;
  logId: number | null;
  at: string;
  kind: string;
  refusedWrite: string | null;
  waitsFor: string | null;
}

interface WaitsTable extends MappedColumns {
  system: SystemName;
  type: string;
  recordId: string;
  neededMapping: string;
  neededSystem: SystemName;
  neededType: string;
  neededId: string;
  neededName: string | null;
  unlinked: string;
  askedBy: number;
  askedWish: number;
  onMatch: string;
  actor: string | null;
  priority: number;
  at: string;
}

interface DirectoryTable extends TenantColumns {
  company: string;
  type: string;
  id: string;
  name: string;
  canonicalName: string;
  email: string | null;
  phone: string | null;
  address: string | null;
  balance: string | null;
  currency: string | null;
  sku: string | null;
  price: string | null;
  description: string | null;
  isActive: number;
  version: string;
  createdAt: string;
  modifiedAt: string;
  seenAt: string;
}

interface RunsTable extends ScopeColumns {
  id: string;
  object: string;
  filter: string;
  state: string;
  page: string | null;
  found: number;
  done: number;
  error: string | null;
  actor: string | null;
  startedAt: string;
  finishedAt: string | null;
}

interface RunResultsTable extends ScopeColumns {
  id: Generated<number>;
  runId: string;
  quickbooksId: string;
  name: string;
  outcome: string;
  message: string;
  salesforceType: string | null;
  salesforceId: string | null;
}

interface MappingSettingsTable extends MappedColumns {
  realTime: number;
}

interface FieldPoliciesTable extends MappedColumns {
  field: string;
  policy: string;
}

interface MeteringTable extends TenantColumns {
  accountId: string;
  month: string;
  callClass: string;
  count: number;
}

/** What one system held of one mapping, read from its first page to its last. */
interface SurveyPartsTable extends MappedColumns {
  id: Generated<number>;
  survey: string;
  purpose: string;
  owner: string;
  system: SystemName;
  hasKeys: number;
  job: string | null;
  position: string | null;
  isRead: number;
  records: number;
  calls: number;
  restarts: number;
  startedAt: string;
  readAt: string | null;
}

interface SurveyRecordsTable extends TenantColumns {
  id: Generated<number>;
  part: number;
  recordId: string;
  version: string;
  observation: string;
}

interface SurveyKeysTable extends TenantColumns {
  part: number;
  kind: string;
  value: string;
  recordId: string;
}

interface BackfillsTable extends ScopeColumns {
  id: string;
  state: string;
  request: string;
  survey: string | null;
  position: string | null;
  underWay: string | null;
  error: string | null;
  calls: string;
  expected: string | null;
  expectedMinutes: number | null;
  startedAt: string;
  plannedAt: string | null;
  finishedAt: string | null;
  stretchAt: string | null;
  stretchDone: number;
}

interface BackfillPairsTable extends TenantColumns {
  backfill: string;
  mapping: string;
  quickbooksId: string;
  salesforceId: string;
  score: number;
}

interface BackfillItemsTable extends MappedColumns {
  id: Generated<number>;
  backfill: string;
  step: number;
  action: string;
  target: SystemName | null;
  state: string;
  name: string;
  salesforceId: string | null;
  quickbooksId: string | null;
  score: number | null;
  refusals: string | null;
  choice: string | null;
  claimedBy: number | null;
  attempts: number;
  error: string | null;
  message: string | null;
}

interface BackfillChangesTable extends TenantColumns {
  backfill: string;
  mapping: string;
  salesforceId: string;
}

/** Not a tenant's: a token is used up for the whole service. */
interface UsedTokensTable {
  issuer: string;
  jti: string;
  expiresAt: string;
}

export interface Schema extends IntegritySchema, DeletionSchema, HeldChangesSchema {
  engineEpoch: EngineEpochTable;
  connections: ConnectionsTable;
  secrets: SecretsTable;
  cursors: CursorsTable;
  inbox: InboxTable;
  tally: TallyTable;
  links: LinksTable;
  images: ImagesTable;
  keptApart: KeptApartTable;
  createCandidates: CreateCandidatesTable;
  intents: IntentsTable;
  entries: EntriesTable;
  logEntries: LogEntriesTable;
  parked: ParkedTable;
  waits: WaitsTable;
  directory: DirectoryTable;
  runs: RunsTable;
  runResults: RunResultsTable;
  mappingSettings: MappingSettingsTable;
  fieldPolicies: FieldPoliciesTable;
  metering: MeteringTable;
  usedTokens: UsedTokensTable;
  surveyParts: SurveyPartsTable;
  surveyRecords: SurveyRecordsTable;
  surveyKeys: SurveyKeysTable;
  backfills: BackfillsTable;
  backfillPairs: BackfillPairsTable;
  backfillItems: BackfillItemsTable;
  backfillChanges: BackfillChangesTable;
}
