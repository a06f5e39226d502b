import { objectOf, type JsonObject } from "../json/json-value.ts";

/** Read-only: once a document has been sent, no update takes away when. */
export function withDeliveryInfo(before: JsonObject, after: JsonObject): JsonObject {
  const delivery = objectOf(before, "DeliveryInfo");
  return delivery === undefined ? after : { ...after, DeliveryInfo: delivery };
}
