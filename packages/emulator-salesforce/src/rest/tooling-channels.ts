import { methodNotAllowed, notFound, refuse } from "../api-error.ts";
import { changeEventName } from "../feed/event-schema.ts";
import { entityOf } from "../schema/metadata/channels.ts";
import type { ChannelMember } from "../schema/types.ts";
import { empty, type EmulatorAnswer, isObject, json } from "../wire.ts";
import { bodyOf } from "./request-body.ts";
import type { Call } from "./call.ts";

/**
 * The part of the Tooling API that changes what is selected for change data capture (D
 * `tooling_api_objects_platformeventchannelmember`): `/tooling/sobjects/PlatformEventChannel` and
 * `…/PlatformEventChannelMember`, each with `FullName` and `Metadata`.
 */

const IDS = "channelMemberIds";
const MEMBER_PREFIX = "0v8";
const CHANNEL_PREFIX = "0YL";

/** Whether a call below `tooling` is for this file. */
export function isChannelResource(call: Call): boolean {
  const [, resource, type, id] = call.path;
  const isRow = id === undefined ? call.request.method === "POST" : id !== "describe";
  return isRow && resource === "sobjects" && /^PlatformEventChannel(?:Member)?$/.test(type ?? "");
}

export function toolingChannels(call: Call): EmulatorAnswer {
  const { method } = call.request;
  const [, resource, type, id, ...rest] = call.path;
  if (resource !== "sobjects" || rest.length > 0) throw notFound();
  if (type === "PlatformEventChannel" && id === undefined) {
    if (method !== "POST") throw methodNotAllowed(method, ["POST"]);
    return createChannel(call);
  }
  if (type !== "PlatformEventChannelMember") throw notFound();
  if (id === undefined) {
    if (method !== "POST") throw methodNotAllowed(method, ["POST"]);
    return createMember(call);
  }
  const known = call.org.store.get(IDS, id);
  if (known === undefined) throw notFound();
  const at = { channel: String(known["channel"]), entity: String(known["entity"]) };
  switch (method) {
    case "GET":
      return memberAnswer(call, id, at);
    case "PATCH": {
      const member = memberOf(metadataOf(call));
      call.org.feed.channels.select(at.channel, { ...member, entity: at.entity });
      return empty(204);
    }
    case "DELETE":
      call.org.feed.channels.unselect(at.channel, at.entity);
      call.org.store.remove(IDS, id);
      return empty(204);
    default:
      throw methodNotAllowed(method, ["DELETE", "GET", "HEAD", "PATCH"]);
  }
}

const created = (id: string): EmulatorAnswer =>
  json(201, { id, success: true, errors: [], warnings: [], infos: [] });

function createChannel(call: Call): EmulatorAnswer {
  const name = textOf(bodyOf(call)["FullName"]);
  const type = metadataOf(call)["channelType"] === "event" ? "event" : "data";
  call.org.feed.channels.create(name, type);
  return created(call.org.ids.record(CHANNEL_PREFIX));
}

function createMember(call: Call): EmulatorAnswer {
  const metadata = metadataOf(call);
  const channel = textOf(metadata["eventChannel"]);
  const member = memberOf(metadata);
  call.org.feed.channels.select(channel, member);
  const id = call.org.ids.record(MEMBER_PREFIX);
  call.org.store.put(IDS, id, { channel, entity: member.entity });
  return created(id);
}

/** A member as the Tooling API shows it; 404 when somebody has taken it off its channel. */
function memberAnswer(
  call: Call,
  id: string,
  at: { readonly channel: string; readonly entity: string },
): EmulatorAnswer {
  const channel = call.org.feed.channels.all().get(at.channel);
  const member = channel?.members.find((each) => each.entity === at.entity);
  if (member === undefined) throw notFound();
  const selectedEntity = at.entity.endsWith("__e") ? at.entity : changeEventName(at.entity);
  const developerName = `${at.channel.replace("__", "_")}_${selectedEntity.replace("__", "_")}`;
  return json(200, {
    attributes: {
      type: "PlatformEventChannelMember",
      url: `${call.base}/tooling/sobjects/PlatformEventChannelMember/${id}`,
    },
    Id: id,
    DeveloperName: developerName,
    FullName: developerName,
    EventChannel: at.channel,
    SelectedEntity: selectedEntity,
    Metadata: {
      enrichedFields: member.enrichedFields.map((name) => ({ name })),
      eventChannel: at.channel,
      filterExpression: member.filterExpression,
      selectedEntity,
    },
  });
}

function metadataOf(call: Call): Readonly<Record<string, unknown>> {
  const metadata = bodyOf(call)["Metadata"];
  if (isObject(metadata)) return metadata;
  throw refuse(400, "REQUIRED_FIELD_MISSING", "Required fields are missing: [Metadata]", [
    "Metadata",
  ]);
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

/** The selection in a body; also what the control endpoint takes. */
export function memberOf(metadata: Readonly<Record<string, unknown>>): ChannelMember {
  const enriched: unknown = metadata["enrichedFields"] ?? [];
  const filter = metadata["filterExpression"];
  const names = (Array.isArray(enriched) ? (enriched as readonly unknown[]) : []).map((each) =>
    textOf(isObject(each) ? each["name"] : each),
  );
  return {
    entity: entityOf(textOf(metadata["selectedEntity"])),
    enrichedFields: names,
    filterExpression: typeof filter === "string" && filter.trim() !== "" ? filter : null,
  };
}
