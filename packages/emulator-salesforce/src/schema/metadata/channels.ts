import type { Channel, ChannelMember } from "../types.ts";
import type { MetadataElement } from "./xml.ts";

/** Channels of events, and what is selected on them, one member to a file. */

export type Channels = Map<string, Channel>;

/** Fields that a member may enrich (S2.1). */
export const ENRICHED_FIELDS_MAX = 10;

/** A channel; its members may have been read before it, so its name may be known already. */
export function readChannel(channels: Channels, name: string, element: MetadataElement): void {
  const channelType = element.text("channelType") ?? "data";
  if (channelType !== "data" && channelType !== "event") {
    throw element.error(`<channelType> must be data or event, not '${channelType}'`);
  }
  channels.set(name, { name, channelType, members: channels.get(name)?.members ?? [] });
}

/** One member, added to the channel that it names. @throws MetadataError */
export function readMember(channels: Channels, element: MetadataElement): void {
  const name = element.must("eventChannel");
  const selected = element.must("selectedEntity");
  const enrichedFields = element.children("enrichedFields").map((each) => each.must("name"));
  if (enrichedFields.length > ENRICHED_FIELDS_MAX) {
    throw element.error(`at most ${ENRICHED_FIELDS_MAX} <enrichedFields> are allowed`);
  }
  const member: ChannelMember = {
    entity: entityOf(selected),
    enrichedFields,
    filterExpression: element.text("filterExpression") ?? null,
  };
  const known = channels.get(name);
  const channelType = known?.channelType ?? (selected.endsWith("__e") ? "event" : "data");
  channels.set(name, { name, channelType, members: [...(known?.members ?? []), member] });
}

/** `AccountChangeEvent` → `Account`, `X__ChangeEvent` → `X__c`; `X__e` stays. */
export function entityOf(selected: string): string {
  if (selected.endsWith("__ChangeEvent")) return selected.replace(/__ChangeEvent$/, "__c");
  return selected.replace(/ChangeEvent$/, "");
}
