import type { SchemaRegistry } from "../schema/registry.ts";
import type { Channel, OrgMetadata } from "../schema/types.ts";
import type { DocumentStore, Scalar } from "../store/document-store.ts";
import { toApiTime } from "../times.ts";
import { CATALOG_ROWS, channelRows, memberRows, recordRows } from "./catalog-rows.ts";
import { setupId } from "./setup-ids.ts";
import { SETUP_ROWS, type SetupSource } from "./setup-rows.ts";
import { completeUsers, type KnownUsers } from "./user-access.ts";

/** What every org has besides its seed: set-up as rows, users with profiles, currencies. */

export interface SetUp {
  readonly store: DocumentStore;
  readonly schema: SchemaRegistry;
  readonly metadata: OrgMetadata;
  readonly users: KnownUsers;
  /** Epoch milliseconds at which the org was set up. */
  readonly at: number;
}

/** Lets SOQL and the row resources read set-up; costs nothing until somebody does. */
export function deriveSetup(setUp: SetUp): void {
  const { store, schema } = setUp;
  const source = sourceOf(setUp);
  for (const [name, rowsOf] of Object.entries({ ...SETUP_ROWS, ...CATALOG_ROWS })) {
    store.derive(name, () => rowsOf(source));
  }
  for (const object of schema.objects) {
    if (object.kind === "customMetadata")
      store.derive(object.name, () => recordRows(source, object));
  }
}

/** The same for channels and their members, which can be changed while the org runs. */
export function deriveChannels(setUp: SetUp, all: () => ReadonlyMap<string, Channel>): void {
  const source = sourceOf(setUp);
  const channels = (): readonly Channel[] => [...all().values()];
  setUp.store.derive("PlatformEventChannel", () => channelRows(source, channels()), all);
  setUp.store.derive("PlatformEventChannelMember", () => memberRows(source, channels()), all);
}

const sourceOf = (setUp: SetUp): SetupSource => ({
  schema: setUp.schema,
  metadata: setUp.metadata,
  createdById: setUp.users.adminUserId,
  time: toApiTime(setUp.at),
});

/** Stores what rows lack: profiles, the integration user's permission sets, currencies. Repeatable. */
export function completeSetup(setUp: SetUp): void {
  const { store, schema, metadata, users } = setUp;
  const time = toApiTime(setUp.at);
  completeUsers(store, metadata, users, time);
  const { multiCurrency } = schema.features;
  if (multiCurrency === null || store.all("CurrencyType").size > 0) return;
  for (const currency of multiCurrency.currencies) {
    const id = setupId("01L", currency.isoCode);
    const row: Record<string, Scalar> = {
      Id: id,
      IsoCode: currency.isoCode,
      ConversionRate: currency.conversionRate,
      DecimalPlaces: currency.decimalPlaces,
      IsActive: currency.active,
      IsCorporate: currency.isoCode === multiCurrency.corporate,
      CreatedDate: time,
      CreatedById: users.adminUserId,
      LastModifiedDate: time,
      LastModifiedById: users.adminUserId,
      SystemModstamp: time,
    };
    store.put("CurrencyType", id, row);
  }
}
