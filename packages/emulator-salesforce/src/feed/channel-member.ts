import { entityOf } from "../schema/metadata/channels.ts";
import type { ChannelMember } from "../schema/types.ts";
import { isObject } from "../wire.ts";

/** What a body selects on a channel, in the names of the Tooling API; what it leaves out is empty. */
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

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
