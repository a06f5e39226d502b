import { SOQL_LIMIT_ERRORS } from "../not-evidenced.ts";
import { malformed } from "./soql-error.ts";

/** Parents and child sets that one statement may name (D SOQL "Relationship Query Limitations"). */
const PARENTS_MAX = 55;
const CHILDREN_MAX = 20;

/** The relationships that a statement has named so far, those of its subqueries included. */
export class Relationships {
  readonly #soql: string;
  readonly #parents = new Set<string>();
  #children = 0;

  constructor(soql: string) {
    this.#soql = soql;
  }

  /** The same one counts once. @param path from an object: `Contact.Account.Owner` @throws MALFORMED_QUERY */
  addParent(path: string): void {
    this.#parents.add(path);
    if (this.#parents.size <= PARENTS_MAX) return;
    throw malformed(
      this.#soql,
      path.split(".").at(-1) ?? "",
      SOQL_LIMIT_ERRORS.parents(PARENTS_MAX),
    );
  }

  /** @throws MALFORMED_QUERY */
  addChildren(name: string): void {
    this.#children += 1;
    if (this.#children <= CHILDREN_MAX) return;
    throw malformed(this.#soql, name, SOQL_LIMIT_ERRORS.children(CHILDREN_MAX));
  }
}
