import { refuse } from "../api-error.ts";
import { CHANNEL_ERRORS, ENTITY_LIMIT_ERROR } from "../not-evidenced.ts";
import type { ObjectEntry, SchemaRegistry } from "../schema/registry.ts";
import { ENRICHED_FIELDS_MAX } from "../schema/metadata/channels.ts";
import type { Channel, ChannelMember } from "../schema/types.ts";
import type { DocumentStore } from "../store/document-store.ts";
import { changeEventName } from "../schema/event-name.ts";
import { capturedFields } from "./event-schema.ts";
import { type CompiledFilter, compileFilter, FilterError } from "./filter.ts";

/**
 * The channels and what is selected on them: those of the metadata, and over them what was changed at run
 * time, as in Setup. At most five entities may be selected for change events, each counted once however
 * many channels carry it; selections on a channel that a released managed package brought are exempt (S2.1).
 */

export interface ChannelRules {
  /** Entities selected for change events over all channels; Infinity with the add-on. */
  readonly selectedEntitiesMax: number;
  /** Names of channels that belong to a released managed package. */
  readonly exemptChannels: readonly string[];
}

/** A selection, ready for use. */
export interface Selection extends ChannelMember {
  readonly filter: CompiledFilter | undefined;
}

const CHANNELS = "channels";

/** What stands in the overlay for a channel that was taken away: the metadata may still declare it. */
type Dropped = {
  readonly name: string;
  readonly isDropped: true;
};

/** The channels of one org. */
export class ChannelBook {
  readonly #store: DocumentStore;
  readonly #schema: SchemaRegistry;
  readonly #rules: ChannelRules;
  readonly #declared: readonly Channel[];
  /** The overlay that `#channels` was computed from; another size or document makes it stale. */
  #seen: readonly unknown[] | undefined;
  #channels: ReadonlyMap<string, Channel> = new Map();
  #selected: ReadonlySet<string> = new Set();
  readonly #compiled = new Map<string, CompiledFilter | undefined>();

  /** @throws ApiError when the metadata selects too much or a filter cannot be read */
  constructor(
    store: DocumentStore,
    schema: SchemaRegistry,
    declared: readonly Channel[],
    rules: ChannelRules,
  ) {
    this.#store = store;
    this.#schema = schema;
    this.#rules = rules;
    this.#declared = declared;
    for (const channel of declared) {
      for (const member of channel.members) this.#compile(channel, member);
    }
    this.#checkLimit([...this.all().values()]);
  }

  /** All channels by name. */
  all(): ReadonlyMap<string, Channel> {
    const overlay = [...this.#store.all(CHANNELS).values()];
    const isSame =
      this.#seen?.length === overlay.length && overlay.every((each, i) => each === this.#seen?.[i]);
    if (isSame) return this.#channels;
    this.#seen = overlay;
    const channels = new Map(this.#declared.map((each) => [each.name, each]));
    for (const document of overlay) {
      const each = document as Channel | Dropped;
      if ("isDropped" in each) channels.delete(each.name);
      else channels.set(each.name, each);
    }
    this.#channels = channels;
    this.#selected = new Set(
      [...channels.values()].flatMap((each) =>
        each.channelType === "data" ? each.members.map((member) => member.entity) : [],
      ),
    );
    return channels;
  }

  /** Whether any channel carries the object's change events. */
  isSelected(objectName: string): boolean {
    this.all();
    return this.#selected.has(objectName);
  }

  /** What a topic carries by entity; undefined when there is no such topic. */
  selectionsOf(topic: string): ReadonlyMap<string, Selection> | undefined {
    const [, kind, name = ""] = /^\/(data|event)\/([A-Za-z0-9_]+)$/.exec(topic) ?? [];
    if (kind === undefined) return undefined;
    const channel = this.all().get(name);
    if (channel !== undefined) {
      if ((channel.channelType === "event") !== (kind === "event")) return undefined;
      return new Map(channel.members.map((each) => [each.entity, this.#selection(channel, each)]));
    }
    const object =
      kind === "event"
        ? this.#schema.object(name)
        : this.#schema.objects.find((each) => changeEventName(each.name) === name);
    if (object === undefined) return undefined;
    const exists =
      kind === "event" ? object.platformEvent !== undefined : this.isSelected(object.name);
    return exists ? new Map([[object.name, plain(object.name)]]) : undefined;
  }

  /** Makes an empty custom channel. @throws ApiError */
  create(name: string, channelType: Channel["channelType"]): void {
    if (!/^[A-Za-z](?:_?[A-Za-z0-9])*__chn$/.test(name)) {
      throw refuse(400, "INVALID_INPUT", CHANNEL_ERRORS.badName(name));
    }
    if (this.all().has(name)) {
      throw refuse(400, "DUPLICATE_DEVELOPER_NAME", CHANNEL_ERRORS.exists(name));
    }
    this.#put({ name, channelType, members: [] });
  }

  /** Takes a custom channel away, and what was selected on it. @throws ApiError */
  drop(name: string): void {
    this.#channelNamed(name);
    if (!name.endsWith("__chn")) throw refuse(400, "INVALID_INPUT", CHANNEL_ERRORS.badName(name));
    const dropped: Dropped = { name, isDropped: true };
    this.#store.put(CHANNELS, name, dropped);
  }

  /** Selects an entity on a channel, or changes how it is selected. @throws ApiError */
  select(channelName: string, member: ChannelMember): void {
    const channel = this.#channelNamed(channelName);
    const members = channel.members.filter((each) => each.entity !== member.entity);
    const changed = { ...channel, members: [...members, member] };
    this.#compile(changed, member);
    this.#checkLimit([...this.all().values()].map((each) => (each === channel ? changed : each)));
    this.#put(changed);
  }

  /** Takes an entity off a channel; nothing happens when it is not selected there. */
  unselect(channelName: string, entity: string): void {
    const channel = this.#channelNamed(channelName);
    const members = channel.members.filter((each) => each.entity !== entity);
    this.#put({ ...channel, members });
  }

  /** Entities that count towards the limit. */
  countedEntities(channels: Iterable<Channel> = this.all().values()): ReadonlySet<string> {
    const counted = new Set<string>();
    for (const channel of channels) {
      if (channel.channelType === "event") continue;
      if (this.#rules.exemptChannels.includes(channel.name)) continue;
      for (const { entity } of channel.members) counted.add(entity);
    }
    return counted;
  }

  #channelNamed(name: string): Channel {
    const channel = this.all().get(name);
    if (channel !== undefined) return channel;
    throw refuse(400, "INVALID_INPUT", CHANNEL_ERRORS.unknown(name));
  }

  #put(channel: Channel): void {
    this.#store.put(CHANNELS, channel.name, channel);
  }

  #checkLimit(channels: readonly Channel[]): void {
    const max = this.#rules.selectedEntitiesMax;
    if (this.countedEntities(channels).size <= max) return;
    throw refuse(400, ENTITY_LIMIT_ERROR.errorCode, ENTITY_LIMIT_ERROR.message(max));
  }

  #selection(channel: Channel, member: ChannelMember): Selection {
    return { ...member, filter: this.#compile(channel, member) };
  }

  /** Checks a member and compiles its filter once; undefined: it lets everything through. */
  #compile(channel: Channel, member: ChannelMember): CompiledFilter | undefined {
    // Which entities a channel takes depends on its type, so that is asked before what is known.
    const object = this.#entity(channel, member.entity);
    const key = JSON.stringify([member.entity, member.enrichedFields, member.filterExpression]);
    if (this.#compiled.has(key)) return this.#compiled.get(key);
    checkEnrichment(object, member);
    const { filterExpression } = member;
    const filter = filterExpression === null ? undefined : filterOf(object, filterExpression);
    this.#compiled.set(key, filter);
    return filter;
  }

  #entity(channel: Channel, name: string): ObjectEntry {
    const object = this.#schema.object(name);
    const fits =
      channel.channelType === "event"
        ? object?.platformEvent !== undefined
        : object?.changeEvents === true;
    if (object !== undefined && fits) return object;
    throw refuse(400, "INVALID_INPUT", CHANNEL_ERRORS.badEntity(name, channel.name));
  }
}

const plain = (entity: string): Selection => ({
  entity,
  enrichedFields: [],
  filterExpression: null,
  filter: undefined,
});

function checkEnrichment(object: ObjectEntry, { enrichedFields }: ChannelMember): void {
  if (enrichedFields.length > ENRICHED_FIELDS_MAX) {
    throw refuse(400, "INVALID_INPUT", CHANNEL_ERRORS.tooManyFields(ENRICHED_FIELDS_MAX));
  }
  const carried = new Set(capturedFields(object).map((field) => field.name));
  const unknown = enrichedFields.filter((name) => !carried.has(name));
  if (unknown.length === 0) return;
  throw refuse(400, "INVALID_INPUT", CHANNEL_ERRORS.badFields(unknown.join(", ")));
}

function filterOf(object: ObjectEntry, expression: string): CompiledFilter {
  try {
    return compileFilter(
      expression,
      (path) =>
        /^ChangeEventHeader\.\w+$/i.test(path) ||
        object.field(path.split(".")[0] ?? "") !== undefined,
    );
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    throw refuse(400, "INVALID_INPUT", CHANNEL_ERRORS.badFilter(error.message));
  }
}
