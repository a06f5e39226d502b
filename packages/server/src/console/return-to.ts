/**
 * Where a sign-in leads: the page that asked for it. Only a path of our own counts, so that no address
 * can send a person who signs in here to another site.
 */
const BASE = "http://console.invalid";
export const HOME = "/";

/** The path and query as the browser would read them; the home page for anything that leads elsewhere. */
export function returnPath(to: string | undefined): string {
  if (to === undefined || !to.startsWith("/") || !URL.canParse(to, BASE)) return HOME;
  const url = new URL(to, BASE);
  const path = url.pathname + url.search;
  // "//other.example" and "/\other.example" name a host; "/.//other.example" would once it is resolved.
  return url.origin === BASE && !path.startsWith("//") ? path : HOME;
}

/** The address of the sign-in that leads back to `path`. */
export const signInPath = (path: string): string =>
  path === HOME ? "/sign-in" : `/sign-in?${new URLSearchParams({ to: path }).toString()}`;
