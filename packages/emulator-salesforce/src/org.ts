import type { Access } from "./access/access.ts";
import { completeSetup, deriveChannels, deriveSetup, type SetUp } from "./access/set-up-org.ts";
import { UserAccess } from "./access/user-access.ts";
import { type BulkSettings, DEFAULT_BULK_SETTINGS } from "./bulk/advance.ts";
import { type Commit, commitOf, gapOf } from "./commit.ts";
import { EDITIONS } from "./control/editions.ts";
import { FaultBook } from "./control/faults.ts";
import { HeldEvents } from "./control/held-events.ts";
import { LongRequests } from "./control/long-requests.ts";
import { RequestLog } from "./control/request-log.ts";
import { Usage } from "./control/usage.ts";
import { type Actor, headerOnly } from "./feed/capture.ts";
import { AUTO_NUMBERS } from "./dml/auto-number.ts";
import { checkSchema } from "./dml/check-schema.ts";
import { withStandardDuplicateRules } from "./dml/duplicates/standard-rules.ts";
import { LockBook } from "./dml/locks.ts";
import { RECYCLE_BIN } from "./dml/recycle-bin.ts";
import { Allocations, DEFAULT_EVENT_SETTINGS, type EventSettings } from "./feed/allocations.ts";
import { ChangeFeed, type ReadyEvent, type StoredEvent } from "./feed/change-feed.ts";
import type { ChangeType } from "./feed/event-schema.ts";
import { EventOutbox } from "./feed/platform-events.ts";
import { handle } from "./handle.ts";
import { SESSION_IDLE_MS } from "./not-evidenced.ts";
import type { ConnectedApp } from "./oauth/apps.ts";
import type { OrgTrust } from "./oauth/jwt.ts";
import type { InvocableAction } from "./rest/actions.ts";
import { type ActionEntry, actionsOf } from "./rest/action-book.ts";
import { DescribedAt } from "./rest/described-at.ts";
import { LocatorBook } from "./rest/locators.ts";
import { RecentBook } from "./rest/recent.ts";
import { NO_FEATURES, type OrgFeatures } from "./schema/options.ts";
import { buildRegistry, type SchemaRegistry } from "./schema/registry.ts";
import { type Channel, NO_METADATA, type OrgMetadata } from "./schema/types.ts";
import { completeCheckboxes, plantSeed, type Seed } from "./seed.ts";
import { DocumentStore, type Snapshot } from "./store/document-store.ts";
import { COUNTERS, type Ids, sequentialIds } from "./store/ids.ts";
import type { EmulatorAnswer, EmulatorRequest } from "./wire.ts";

/**
 * One Salesforce org: its rows, rules, sessions and event bus, with no clock, randomness or I/O. Every
 * call names the time. What was committed is told to listeners before the answer is returned, so that a
 * shell can make it durable first.
 */

export interface OrgSettings extends OrgFeatures {
  /** Where clients reach the org, without a trailing slash. Default `http://127.0.0.1:4001`. */
  readonly instanceUrl: string;
  readonly organizationId: string;
  readonly adminUserId: string;
  /** The user that client credentials and, by its user name, JWT bearer sign in. */
  readonly integrationUserId: string;
  readonly apps: readonly ConnectedApp[];
  /** API calls in a rolling day; default 100,000 (S1.9). */
  readonly dailyApiRequests: number;
  /** Requests of 20 seconds or longer at one time; default 25 (S1.9). See `EDITIONS`. */
  readonly longRequestsMax: number;
  /** Milliseconds after its last use at which a session ends; default 2 hours. */
  readonly sessionIdleMs: number;
  /** Whether the standard duplicate rules of accounts and contacts warn; default no. */
  readonly standardDuplicateRules: boolean;
  /** Objects selected on the default channel `ChangeEvents`; at most 5 in a real org (S2.1). */
  readonly selectedObjects: readonly string[];
  /** How fast bulk jobs are, and who may delete for ever. */
  readonly bulk: BulkSettings;
  /** Allocations and limits of the event bus. */
  readonly events: EventSettings;
}

/** The demo org. Its ids are fixed, so that checks from outside can rely on them. */
export const DEFAULT_SETTINGS: OrgSettings = {
  ...NO_FEATURES,
  instanceUrl: "http://127.0.0.1:4001",
  organizationId: "00D000000000001EAA",
  adminUserId: "005000000000001AAA",
  integrationUserId: "005000000000002AAA",
  apps: [{ id: "demo", secret: "demo" }],
  ...EDITIONS.Enterprise,
  sessionIdleMs: SESSION_IDLE_MS,
  standardDuplicateRules: false,
  selectedObjects: ["Account", "Product2"],
  bulk: DEFAULT_BULK_SETTINGS,
  events: DEFAULT_EVENT_SETTINGS,
};

/** All parts are optional: `createOrg()` is an empty org with the standard objects. */
export interface OrgOptions {
  readonly settings?: Partial<Omit<OrgSettings, "events">> & {
    readonly events?: Partial<EventSettings>;
  };
  /** What an SFDX project adds; see `readMetadata`. */
  readonly metadata?: OrgMetadata;
  /** Rows to begin with; ignored when `restore` is given. */
  readonly seed?: Seed;
  /** Epoch milliseconds at which the seed was made. Default 0. */
  readonly seededAt?: number;
  /** A state to continue from. */
  readonly restore?: Snapshot;
  /** Default: identifiers that repeat from run to run. */
  readonly ids?: (store: DocumentStore) => Ids;
  readonly trust?: OrgTrust;
  /** What invocable methods of Apex classes do, of the project or beside it; default: none runs. */
  readonly actions?: readonly InvocableAction[];
}

/** An org in memory. Its parts are open to shells and tests; requests go through `handle`. */
export interface Org {
  readonly settings: OrgSettings;
  readonly store: DocumentStore;
  readonly schema: SchemaRegistry;
  readonly ids: Ids;
  readonly feed: ChangeFeed;
  /** Platform events that wait for the commit. */
  readonly outbox: EventOutbox;
  readonly allocations: Allocations;
  readonly usage: Usage;
  readonly faults: FaultBook;
  /** Rows that something else is writing. */
  readonly locks: LockBook;
  readonly requestLog: RequestLog;
  readonly locators: LocatorBook;
  readonly recent: RecentBook;
  readonly describedAt: DescribedAt;
  readonly longRequests: LongRequests;
  readonly heldEvents: HeldEvents;
  readonly trust: OrgTrust | undefined;
  readonly actions: readonly ActionEntry[];
  readonly channels: readonly Channel[];
  /** What a user may see and change. */
  accessOf(userId: string): Access;
  /** Answers one request; synchronous, atomic. `now` is epoch milliseconds. */
  handle(request: EmulatorRequest, now: number): EmulatorAnswer;
  /** Commits whatever the store holds uncommitted, with its change events. */
  commit(actor: Actor, now: number): Commit;
  publishGap(
    objectName: string,
    recordIds: readonly string[],
    changeType: ChangeType,
    now: number,
  ): void;
  /** Puts platform events on the bus at once, as the Publish calls do. */
  publish(events: readonly ReadyEvent[], now: number): readonly StoredEvent[];
  /**
   * Back to the seed. Replay ids given so far cannot be resumed from afterwards; new rows get ids above
   * all that were ever given out.
   */
  reset(now: number): void;
  onCommit(listener: (commit: Commit) => void): () => void;
}

const KEY_PREFIXES = "keyPrefixes";

/** Builds an org from a seed or a snapshot. Throws when the seed does not fit the schema. */
export function createOrg(options: OrgOptions = {}): Org {
  const settings = settingsOf(options);
  const metadata = metadataOf(options, settings);
  const store = new DocumentStore();
  if (options.restore !== undefined) store.restore(options.restore);
  const ids = (options.ids ?? sequentialIds)(store);
  const schema = schemaOf(store, settings, metadata);
  store.keepOnRollback(AUTO_NUMBERS);
  const channels = channelsOf(settings, metadata);
  const at = options.seededAt ?? 0;
  const setUp: SetUp = { store, schema, metadata, users: settings, at };
  deriveSetup(setUp);
  if (options.restore === undefined) plant(setUp, options.seed);
  else complete(setUp);
  const userAccess = new UserAccess(store, schema, metadata, settings);
  const feed = new ChangeFeed(store, schema, channels, settings.events);
  deriveChannels(setUp, () => feed.channels.all());
  const allocations = new Allocations(settings.events);
  const listeners = new Set<(commit: Commit) => void>();
  const tell = (commit: Commit): Commit => {
    org.usage.countPublished(commit.events.length);
    for (const listener of listeners) listener(commit);
    return commit;
  };
  const org: Org = {
    settings,
    store,
    schema,
    ids,
    feed,
    outbox: new EventOutbox(store, feed, allocations, settings.events),
    allocations,
    usage: new Usage(),
    faults: new FaultBook(),
    locks: new LockBook(),
    requestLog: new RequestLog(),
    locators: new LocatorBook(),
    recent: new RecentBook(),
    describedAt: new DescribedAt(at),
    longRequests: new LongRequests(),
    heldEvents: new HeldEvents(),
    trust: options.trust,
    actions: actionsOf(metadata.invocables, options.actions ?? []),
    channels,
    accessOf: (userId) => userAccess.of(userId),
    handle: (request, now) => handle(org, request, now),
    commit: (actor, now) => tell(commitOf(org, actor, now)),
    publishGap: (objectName, recordIds, changeType, now) => {
      const object = schema.object(objectName);
      if (object !== undefined) tell(gapOf(org, headerOnly(object, recordIds, changeType), now));
    },
    publish: (ready, now) => {
      const number = feed.nextTransactionNumber();
      const events = feed.appendPlatformEvents(ready, { number, at: now });
      return tell({ at: now, changes: store.takeChanges(), rows: [], events }).events;
    },
    reset: (now) => {
      resetOrg(org, { ...setUp, at: now }, options.seed);
      tell({ at: now, changes: [], replacedBy: store.snapshot(), rows: [], events: [] });
    },
    onCommit: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return org;
}

/** The defaults under what was given. */
function settingsOf({ settings }: OrgOptions): OrgSettings {
  const events = { ...DEFAULT_EVENT_SETTINGS, ...settings?.events };
  return { ...DEFAULT_SETTINGS, ...settings, events };
}

/** The objects of an org, checked, with their indexes declared. */
function schemaOf(
  store: DocumentStore,
  { personAccounts, multiCurrency }: OrgSettings,
  metadata: OrgMetadata,
): SchemaRegistry {
  const features = { personAccounts, multiCurrency };
  const schema = buildRegistry(metadata, (name) => customKeyPrefix(store, name), features);
  checkSchema(schema);
  defineIndexes(store, schema);
  return schema;
}

const RESET_REPLAY_GAP = 1000;

/** What a reset leaves: as in an org, no id or key prefix is ever given a second time. */
const KEPT_AT_RESET = [COUNTERS, KEY_PREFIXES, "trustedCertificates"] as const;

/** Back to the seed: all but what is kept is forgotten. */
function resetOrg(org: Org, setUp: SetUp, seed: Seed | undefined): void {
  const replayId = org.feed.latest() + RESET_REPLAY_GAP;
  const transaction = org.feed.latestTransaction();
  const all = org.store.snapshot();
  const kept = KEPT_AT_RESET.map((name) => [name, all.get(name) ?? new Map()] as const);
  org.store.restore(new Map(kept));
  plant(setUp, seed);
  org.feed.startAbove({ replayId, transaction });
  org.usage.reset();
  org.faults.replace([]);
  org.locks.clear();
  for (const part of [org.requestLog, org.locators, org.recent, org.longRequests, org.heldEvents])
    part.clear();
  org.allocations.reset();
  org.describedAt.reset(setUp.at);
  org.store.takeChanges();
}

/** The project's metadata, with the standard duplicate rules when the org has them on. */
function metadataOf(options: OrgOptions, settings: OrgSettings): OrgMetadata {
  const own = options.metadata ?? NO_METADATA;
  return settings.standardDuplicateRules ? withStandardDuplicateRules(own) : own;
}

/** Stores the seed, if there is one, and what every org has. */
function plant(setUp: SetUp, seed: Seed | undefined): void {
  if (seed !== undefined) plantSeed(setUp.store, setUp.schema, seed, setUp.at);
  completeSetup(setUp);
  setUp.store.takeChanges();
}

/** Gives rows from an earlier start what the project and the emulator have gained since. */
function complete(setUp: SetUp): void {
  completeCheckboxes(setUp.store, setUp.schema);
  completeSetup(setUp);
  setUp.store.takeChanges();
}

/** Custom objects take `a00`, `a01`, … in order of appearance, platform events `e00`, …; for ever. */
function customKeyPrefix(store: DocumentStore, objectName: string): string {
  const known = store.get(KEY_PREFIXES, objectName)?.["prefix"];
  if (typeof known === "string") return known;
  const isEvent = objectName.endsWith("__e");
  const taken = [...store.all(KEY_PREFIXES).keys()].filter(
    (name) => name.endsWith("__e") === isEvent,
  );
  const prefix = `${isEvent ? "e" : "a"}${taken.length.toString(36).padStart(2, "0")}`;
  store.put(KEY_PREFIXES, objectName, { prefix });
  return prefix;
}

/** Indexes on what rules and equality conditions look rows up by. */
function defineIndexes(store: DocumentStore, schema: SchemaRegistry): void {
  store.defineIndex(RECYCLE_BIN, "root");
  for (const object of schema.objects) {
    for (const field of object.fields) {
      const isLookedUp =
        field.unique || field.externalId || field.nameField || field.type === "reference";
      if (isLookedUp) store.defineIndex(object.name, field.name);
    }
  }
}

/** The project's channels, and the default one unless the project selects objects on it. */
function channelsOf(settings: OrgSettings, metadata: OrgMetadata): readonly Channel[] {
  const members = settings.selectedObjects.map((entity) => ({
    entity,
    enrichedFields: [],
    filterExpression: null,
  }));
  const fallback: Channel = { name: "ChangeEvents", channelType: "data", members };
  const hasDefault = metadata.channels.some((each) => each.name === fallback.name);
  return hasDefault ? metadata.channels : [fallback, ...metadata.channels];
}
