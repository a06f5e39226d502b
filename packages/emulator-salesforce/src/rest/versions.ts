import { type ApiError, notFound, refuse } from "../api-error.ts";
import { RETIRED_VERSION_ERROR } from "../not-evidenced.ts";

/** API versions (S1.1): what is offered, what still answers, what is gone. */

const FIRST_OFFERED = 60;
const LATEST = 68;
/** The platform retired everything up to this one. */
const LAST_RETIRED = 30;
const SEASONS: readonly string[] = ["Spring", "Summer", "Winter"];

/** `GET /services/data`: versions 60.0 to 68.0. */
export function versionList(): readonly {
  readonly label: string;
  readonly url: string;
  readonly version: string;
}[] {
  return Array.from({ length: LATEST - FIRST_OFFERED + 1 }, (_, index) => {
    const season = SEASONS[index % 3] ?? "";
    const year = 24 + Math.floor(index / 3) + (season === "Winter" ? 1 : 0);
    const version = `${FIRST_OFFERED + index}.0`;
    return { label: `${season} '${year}`, url: `/services/data/v${version}`, version };
  });
}

/**
 * Why a version is not answered; undefined when it is. 31.0 to 59.0 are not offered but answer as 60.0
 * does: the `sf` CLI asks under 51.0 for its user, and jsforce's default is 50.0.
 */
export function versionProblem(version: string): ApiError | undefined {
  const number = /^\d{1,3}\.0$/.test(version) ? Number(version) : Number.NaN;
  if (number > LAST_RETIRED && number <= LATEST) return undefined;
  if (!(number > 0 && number <= LAST_RETIRED)) return notFound();
  return refuse(410, RETIRED_VERSION_ERROR.errorCode, RETIRED_VERSION_ERROR.message);
}

/** Whether calls under this version are answered. */
export function isKnownVersion(version: string): boolean {
  return versionProblem(version) === undefined;
}
