import type { Row } from "../store/row.ts";
import { QUERY_SCOPE_ERROR } from "../not-evidenced.ts";
import { visibleField, type Scope } from "./scope.ts";
import { refuseQuery } from "./soql-error.ts";
import type { Test } from "./where.ts";

/** `USING SCOPE` (D SOQL "USING SCOPE"): all rows, or those that the asking user owns. */
export function ownedBy(scope: Scope, name: string | undefined): Test<Row> | undefined {
  const wanted = name?.toLowerCase() ?? "everything";
  if (wanted === "everything") return undefined;
  const { world, object } = scope;
  const owner = visibleField(world, object, "OwnerId");
  const userId = world.userId;
  // Teams, territories and delegation are not set up in this org, so their scopes are not offered.
  if (wanted !== "mine" || owner === undefined || userId === undefined) {
    throw refuseQuery(QUERY_SCOPE_ERROR.errorCode, QUERY_SCOPE_ERROR.message(name ?? ""));
  }
  return {
    accepts: (row) => row[owner.name] === userId,
    reach: { field: owner, values: [userId], isExact: true },
  };
}
