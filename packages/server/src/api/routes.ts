import { integrityRoutes } from "./integrity.ts";
import { heldChangeRoutes } from "./held-changes.ts";
import { heldDeleteRoutes } from "./held-deletes.ts";
import { backfillRoutes } from "./backfills.ts";
import { logRoutes } from "./log.ts";
import { recordRoutes } from "./records.ts";
import type { ApiRoute } from "./route.ts";
import { setUpRoutes } from "./set-up.ts";
import { syncRunRoutes } from "./sync-runs.ts";

/** Every call of the API. `docs/spec/api.md` describes the same, in prose. */
export const API_ROUTES: readonly ApiRoute[] = [
  ...recordRoutes,
  ...logRoutes,
  ...syncRunRoutes,
  ...integrityRoutes,
  ...heldDeleteRoutes,
  ...heldChangeRoutes,
  ...backfillRoutes,
  ...setUpRoutes,
];
