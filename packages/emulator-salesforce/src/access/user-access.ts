import type { SchemaRegistry } from "../schema/registry.ts";
import type { OrgMetadata, PermissionSetSchema } from "../schema/types.ts";
import type { DocumentStore, Scalar } from "../store/document-store.ts";
import { type Access, FULL_ACCESS } from "./access.ts";
import { buildAccess } from "./build-access.ts";
import { API_ONLY, profilesOf, STANDARD_USER, SYSTEM_ADMINISTRATOR } from "./profiles.ts";
import { setupId } from "./setup-ids.ts";

/** The two users that every org has. */
export interface KnownUsers {
  readonly adminUserId: string;
  readonly integrationUserId: string;
}

const ASSIGNMENTS = "PermissionSetAssignment";

/**
 * The access of each user: from the profile and the assignments as they are in the store at the moment of
 * asking. One `Access` is shared by all users, and all orgs of one project, with the same sets.
 */
export class UserAccess {
  readonly #store: DocumentStore;
  readonly #schema: SchemaRegistry;
  readonly #metadata: OrgMetadata;
  readonly #users: KnownUsers;
  readonly #built: Map<string, Access>;

  constructor(
    store: DocumentStore,
    schema: SchemaRegistry,
    metadata: OrgMetadata,
    users: KnownUsers,
  ) {
    this.#store = store;
    this.#schema = schema;
    this.#metadata = metadata;
    this.#users = users;
    this.#built = BUILT.get(schema) ?? new Map<string, Access>();
    BUILT.set(schema, this.#built);
  }

  /** What a user may see and change now. A user without a row has the profile that its id implies. */
  of(userId: string): Access {
    const profileId = this.#store.get("User", userId)?.["ProfileId"];
    const profile =
      typeof profileId === "string"
        ? profileId
        : setupId("00e", profileNameOf(userId, this.#users, this.#metadata));
    if (profile === ADMIN_PROFILE) return FULL_ACCESS;
    const assigned = [...this.#store.lookup(ASSIGNMENTS, "AssigneeId", userId)]
      .map((id) => String(this.#store.get(ASSIGNMENTS, id)?.["PermissionSetId"]))
      .toSorted();
    const key = [profile, ...assigned].join(",");
    const known = this.#built.get(key);
    if (known !== undefined) return known;
    const access = this.#build(profile, new Set(assigned));
    this.#built.set(key, access);
    return access;
  }

  #build(profileId: string, assigned: ReadonlySet<string>): Access {
    const profiles = [...profilesOf(this.#metadata).values()];
    return buildAccess(
      this.#schema,
      profiles.find((each) => setupId("00e", each.name) === profileId),
      this.#metadata.permissionSets.filter((each) => assigned.has(setupId("0PS", each.name))),
    );
  }
}

/** What was built, for as long as anybody holds the schema. */
const BUILT = new WeakMap<SchemaRegistry, Map<string, Access>>();

const ADMIN_PROFILE = setupId("00e", SYSTEM_ADMINISTRATOR);

/** The permission sets of the project that are made for the integration user. */
const integrationSets = (metadata: OrgMetadata): readonly PermissionSetSchema[] =>
  metadata.permissionSets.filter((each) => each.name.endsWith("_Integration"));

/**
 * The profile that a user begins with. An integration user without a permission set made for it could do
 * nothing at all, so in such a project it is an administrator.
 */
export function profileNameOf(userId: string, users: KnownUsers, metadata: OrgMetadata): string {
  if (userId === users.adminUserId) return SYSTEM_ADMINISTRATOR;
  if (userId !== users.integrationUserId) return STANDARD_USER;
  return integrationSets(metadata).length === 0 ? SYSTEM_ADMINISTRATOR : API_ONLY;
}

/**
 * Gives users their profile, and the integration user its permission sets, where rows say nothing of it
 * yet. Runs at every start; assignments that were taken away stay away.
 */
export function completeUsers(
  store: DocumentStore,
  metadata: OrgMetadata,
  users: KnownUsers,
  time: string,
): void {
  for (const [id, row] of store.all("User")) {
    if (typeof row["ProfileId"] === "string") continue;
    store.put("User", id, {
      ...row,
      ProfileId: setupId("00e", profileNameOf(id, users, metadata)),
    });
    if (id !== users.integrationUserId) continue;
    for (const set of integrationSets(metadata)) assign(store, id, set, time);
  }
}

function assign(
  store: DocumentStore,
  userId: string,
  set: PermissionSetSchema,
  time: string,
): void {
  const id = setupId("0Pa", `${userId}.${set.name}`);
  const row: Record<string, Scalar> = {
    Id: id,
    PermissionSetId: setupId("0PS", set.name),
    AssigneeId: userId,
    IsActive: true,
    SystemModstamp: time,
  };
  store.put(ASSIGNMENTS, id, row);
}
