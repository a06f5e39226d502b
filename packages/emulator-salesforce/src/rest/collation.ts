import { COLLATES_SUBREQUESTS } from "../not-evidenced.ts";
import { isObject, splitUrl } from "../wire.ts";
import { referencesIn } from "./references.ts";
import type { Subrequest } from "./subrequest.ts";

/**
 * The order in which the subrequests of a composite run (D, requests_composite). Collated, subrequests of
 * one kind run together as soon as what they refer to has run, whatever stands between them: a client that
 * relies on the order without saying so is found out. Kind: same method, same version, both directly under
 * `sobjects`, no HTTP headers, at most five objects in a group.
 */

const OBJECTS_MAX = 5;

/** The subrequests in the order in which they run; each comes after those it refers to. */
export function runningOrder(
  subrequests: readonly Subrequest[],
  isCollated: boolean,
): readonly Subrequest[] {
  if (!isCollated || !COLLATES_SUBREQUESTS) return subrequests;
  const waiting = [...subrequests];
  const done = new Set<string>();
  const known = new Set(subrequests.map((each) => each.referenceId));
  const isReady = (each: Subrequest): boolean =>
    referencesOf(each).every((id) => done.has(id) || !known.has(id) || id === each.referenceId);
  const order: Subrequest[] = [];
  while (waiting.length > 0) {
    const first = waiting.find(isReady) ?? waiting[0];
    if (first === undefined) break;
    const group = [first, ...waiting.filter((each) => each !== first && isReady(each))];
    for (const each of companions(group)) {
      order.push(each);
      waiting.splice(waiting.indexOf(each), 1);
    }
    for (const each of order) done.add(each.referenceId);
  }
  return order;
}

/** The first of the candidates and those of its kind. */
function companions([first, ...others]: readonly Subrequest[]): readonly Subrequest[] {
  if (first === undefined) return [];
  const kind = kindOf(first);
  if (kind === undefined) return [first];
  const objects = new Set([kind.object]);
  const alike = others.filter((each) => {
    const other = kindOf(each);
    if (other === undefined || other.name !== kind.name) return false;
    if (!objects.has(other.object) && objects.size === OBJECTS_MAX) return false;
    objects.add(other.object);
    return true;
  });
  return [first, ...alike];
}

/** What may be put together with what; undefined for a subrequest that runs in its own place. */
function kindOf({ method, url, httpHeaders }: Subrequest) {
  const [, , version = "", resource, object = ""] = splitUrl(url).segments;
  if (resource !== "sobjects" || Object.keys(httpHeaders).length > 0) return undefined;
  return { name: `${method} ${version}`, object: object.toLowerCase() };
}

/** The ids of the subrequests that one refers to, in its address, headers and body. */
export function referencesOf({ url, httpHeaders, body }: Subrequest): readonly string[] {
  const texts = [url, ...Object.values(httpHeaders), ...textsIn(body)];
  return texts.flatMap((text) => referencesIn(text));
}

/** All texts in a value. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isObject(value) ? Object.values(value).flatMap(textsIn) : [];
}
