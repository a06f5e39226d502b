/** The object that an entity's change events are of. */

/** `AccountChangeEvent` is of Account, `Sale__ChangeEvent` of Sale__c; null for what names no object. */
export function objectOfEvent(entity: string): string | null {
  const [, custom, standard] = /^(?:(.+)__|(.+))ChangeEvent$/.exec(entity) ?? [];
  return custom === undefined ? (standard ?? null) : `${custom}__c`;
}

/** The object of a topic of one, `/data/AccountChangeEvent`; null for a channel, which may carry several. */
export function objectOfTopic(topic: string): string | null {
  return objectOfEvent(topic.slice(topic.lastIndexOf("/") + 1));
}
