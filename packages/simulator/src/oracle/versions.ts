/** I16: a version that the ledger recorded never goes back. Watched while the run goes on. */
import type { Link } from "@accord-sync/ledger/links.ts";
import { loadImages } from "@accord-sync/ledger/images.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import type { Violation } from "./evidence.ts";

export class VersionWatch {
  readonly #highest = new Map<string, string>();
  readonly violations: Violation[] = [];

  async look(db: Db, links: readonly Link[]): Promise<void> {
    for (const { id } of links) {
      for (const { system, role, version } of await loadImages(db, id)) {
        if (version === "") continue; // A member that is gone.
        const key = `link ${id} ${system} ${role}`;
        const before = this.#highest.get(key);
        if (before !== undefined && isOlder(version, before)) {
          this.violations.push({
            id: "I16",
            text: `${key} went from ${before} back to ${version}`,
          });
        }
        this.#highest.set(key, version);
      }
    }
  }
}

/** SyncTokens are numbers, SystemModstamps are ISO times of one form. */
function isOlder(left: string, right: string): boolean {
  const isNumber = /^\d+$/.test(left) && /^\d+$/.test(right);
  return isNumber ? Number(left) < Number(right) : left < right;
}
