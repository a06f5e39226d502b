import { field, systemFields } from "./field-kinds.ts";
import { type Element, MetadataError, must, optional } from "./sfdx-xml.ts";
import type { Channel, ChannelMember, ObjectSchema } from "./types.ts";

/** The event metadata of an SFDX project: platform events, channels, and what is selected on them. */

/** Fields that a member may enrich (S2.1). */
export const ENRICHED_FIELDS_MAX = 10;

/** A channel; its members may have been read before it, so its name may be known already. */
export function readChannel(channels: Map<string, Channel>, name: string, element: Element): void {
  const channelType = optional(element, "channelType") === "event" ? "event" : "data";
  channels.set(name, { name, channelType, members: channels.get(name)?.members ?? [] });
}

/** One member, added to the channel that it names. @throws MetadataError */
export function readMember(channels: Map<string, Channel>, path: string, element: Element): void {
  const name = must(path, element, "eventChannel");
  const selected = must(path, element, "selectedEntity");
  const enrichedFields = enrichedNames(element);
  if (enrichedFields.length > ENRICHED_FIELDS_MAX) {
    throw new MetadataError(path, `at most ${ENRICHED_FIELDS_MAX} <enrichedFields> are allowed`);
  }
  const member: ChannelMember = {
    entity: entityOf(selected),
    enrichedFields,
    filterExpression: optional(element, "filterExpression") ?? null,
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

/** `<enrichedFields><name>…</name></enrichedFields>`, once or several times. */
function enrichedNames(element: Element): readonly string[] {
  const given: unknown = element["enrichedFields"];
  if (given === undefined) return [];
  return (Array.isArray(given) ? (given as readonly unknown[]) : [given]).flatMap((each) =>
    typeof each === "object" && each !== null ? (optional(each as Element, "name") ?? []) : [],
  );
}

/** A platform event with the fields that every one has; its own fields have files of their own. */
export function readPlatformEvent(name: string, element: Element): Omit<ObjectSchema, "keyPrefix"> {
  const label = optional(element, "label") ?? name;
  const isImmediate = optional(element, "publishBehavior") === "PublishImmediately";
  const created = systemFields(label).filter(
    (each) => each.name === "CreatedDate" || each.name === "CreatedById",
  );
  const readOnly = { createable: false, updateable: false, nillable: false };
  return {
    name,
    label,
    labelPlural: optional(element, "pluralLabel") ?? label,
    custom: true,
    writable: true,
    changeEvents: false,
    platformEvent: { publishBehavior: isImmediate ? "PublishImmediately" : "PublishAfterCommit" },
    fields: [
      field("ReplayId", "Replay ID", "string", { ...readOnly, length: 1000 }),
      field("EventUuid", "Event UUID", "string", { ...readOnly, length: 36 }),
      ...created,
    ],
  };
}
