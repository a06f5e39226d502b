import { VIEWS_ARE_REFERENCES } from "../not-evidenced.ts";
import type { FieldSchema } from "../schema/types.ts";
import type { DocumentStore, Scalar } from "../store/document-store.ts";
import type { Row } from "../store/row.ts";
import { toApiTime } from "../times.ts";
import type { Uses } from "./prepare.ts";

/**
 * When each user last viewed and referenced a row. It is kept beside the rows: a view is no change, so it
 * moves no `SystemModstamp` and makes no event (D SOQL "FOR VIEW", "FOR REFERENCE").
 */
const VIEWS = "recordViews";
/** The rows of a user that the pages list as recently viewed, newest first. */
const RECENT = "recentlyViewed";
const RECENT_MAX = 50;

const PERSONAL: ReadonlySet<string> = new Set(["LastViewedDate", "LastReferencedDate"]);

/** Whether the asking user sees a value of their own. */
export const isPersonal = (field: FieldSchema): boolean =>
  !field.custom && PERSONAL.has(field.name);

const keyOf = (userId: string, id: string): string => `${userId}|${id}`;

/** The asking user's value of one of the two fields; null when there is none. */
export function viewOf(
  { store, userId }: { readonly store: DocumentStore; readonly userId?: string },
  row: Row,
  fieldName: string,
): Scalar {
  if (userId === undefined) return null;
  const at = store.get(VIEWS, keyOf(userId, String(row["Id"])))?.[fieldName];
  return typeof at === "string" ? at : null;
}

/** Notes that a user viewed or referenced a row, which counts as recently viewed either way. */
export function noteUse(
  store: DocumentStore,
  { userId, now }: { readonly userId: string; readonly now: number },
  id: string,
  { view, reference }: Uses,
): void {
  const key = keyOf(userId, id);
  const at = toApiTime(now);
  store.put(VIEWS, key, {
    ...store.get(VIEWS, key),
    ...(view && { LastViewedDate: at }),
    ...((reference || (view && VIEWS_ARE_REFERENCES)) && { LastReferencedDate: at }),
  });
  const recent = recentlyViewed(store, userId).filter((each) => each !== id);
  store.put(RECENT, userId, { ids: [id, ...recent].slice(0, RECENT_MAX) });
}

/** Ids of what a user viewed, newest first. */
export function recentlyViewed(store: DocumentStore, userId: string): readonly string[] {
  const ids = store.get(RECENT, userId)?.["ids"];
  return Array.isArray(ids) ? ids.map(String) : [];
}
