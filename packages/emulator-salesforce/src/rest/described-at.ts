import type { Access } from "../access/access.ts";

/**
 * Since when the describes of a user are as they are. They change with the user's profile and permission
 * sets (S1.3); the schema itself changes only when the org is opened with another project.
 */
export class DescribedAt {
  #openedAt: number;
  readonly #byUser = new Map<string, { readonly access: Access; readonly since: number }>();

  /** @param openedAt epoch milliseconds at which the org was opened */
  constructor(openedAt: number) {
    this.#openedAt = openedAt;
  }

  /** Epoch milliseconds at a whole second. A change of rights counts from when it is first noticed. */
  since(userId: string, access: Access, now: number): number {
    const known = this.#byUser.get(userId);
    if (known?.access === access) return known.since;
    const changedAt = known === undefined ? this.#openedAt : now;
    const since = Math.floor(changedAt / 1000) * 1000;
    this.#byUser.set(userId, { access, since });
    return since;
  }

  /** All describes are new again. */
  reset(now: number): void {
    this.#openedAt = now;
    this.#byUser.clear();
  }
}
