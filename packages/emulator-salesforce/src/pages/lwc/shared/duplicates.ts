/** What a duplicate rule found, out of the refusal of a save. */
import type { Problem } from "./api.ts";
import { recordUrl } from "./router.ts";

export interface Duplicates {
  /** What the rule tells the person. */
  readonly message: string;
  /** An alert rule lets the person save all the same. */
  readonly canSave: boolean;
  readonly matches: readonly { readonly id: string; readonly name: string; readonly url: string }[];
}

interface MatchRecord {
  readonly record?: {
    readonly Id?: string;
    readonly Name?: string;
    readonly attributes?: { readonly type?: string };
  };
}

/** The part of the platform's answer that is read; the API itself spells it so. */
interface DuplicateItem {
  readonly duplicateResut?: {
    readonly allowSave?: boolean;
    readonly errorMessage?: string | null;
    readonly matchResults?: readonly { readonly matchRecords?: readonly MatchRecord[] }[];
  };
}

export function duplicatesOf(problem: Problem): Duplicates | null {
  const error = problem.errors.find(({ errorCode }) => errorCode === "DUPLICATES_DETECTED");
  if (error === undefined) return null;
  const { duplicateResut: found = {} } = error as DuplicateItem;
  const alike = (found.matchResults ?? []).flatMap((each) => each.matchRecords ?? []);
  const matches = alike.flatMap(({ record }) => {
    const id = record?.Id;
    if (id === undefined) return [];
    return [{ id, name: record?.Name ?? id, url: recordUrl(record?.attributes?.type ?? "", id) }];
  });
  return {
    message: found.errorMessage ?? error.message,
    canSave: found.allowSave === true,
    matches,
  };
}
