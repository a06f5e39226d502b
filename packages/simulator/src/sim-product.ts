/** How a process of the product is set up in a run: its adapters, its tokens and its pace. */
import type { Http } from "@accord-sync/core/ports/http.ts";
import type { TokenSource } from "@accord-sync/core/ports/tokens.ts";
import type { SystemName } from "@accord-sync/core/records/record-ref.ts";
import { succeed } from "@accord-sync/core/records/result.ts";
import type { EngineOptions } from "@accord-sync/engine/engine.ts";
import type { Pacing } from "@accord-sync/engine/pacing.ts";
import { createQuickbooksRemote } from "@accord-sync/quickbooks/quickbooks-remote.ts";
import { createSalesforceRemote } from "@accord-sync/salesforce/salesforce-remote.ts";
import { type FaultPlan, NO_FAULTS } from "./fault-plan.ts";
import { QUICKBOOKS_ORIGIN, SALESFORCE_ORIGIN } from "./sim-servers.ts";
import { ORG, REALM } from "./world.ts";

type Tokens = Readonly<Record<SystemName, TokenSource>>;

/** The token that both emulators accept, for seeds that are about something else. */
const DEMO_TOKEN: TokenSource = {
  current: async () => succeed("demo"),
  renew: async () => succeed("demo"),
};
export const DEMO_TOKENS: Tokens = { salesforce: DEMO_TOKEN, quickbooks: DEMO_TOKEN };

export function remotesFor(
  { pageRows, changeObjectsMax, bulkAbove }: FaultPlan,
  { http, tokens }: { readonly http: Http; readonly tokens: Tokens },
): Pick<EngineOptions, "salesforce" | "quickbooks"> {
  return {
    salesforce: createSalesforceRemote({
      orgId: ORG,
      instanceUrl: SALESFORCE_ORIGIN,
      http,
      tokens: tokens.salesforce,
      // QuickBooks' page is the smaller one; one that is full of it is drawn for both.
      ...(pageRows < NO_FAULTS.pageRows ? { sweepRows: pageRows } : {}),
      bulkAbove,
    }),
    quickbooks: createQuickbooksRemote({
      realmId: REALM,
      baseUrl: QUICKBOOKS_ORIGIN,
      appUrl: QUICKBOOKS_ORIGIN,
      http,
      tokens: tokens.quickbooks,
      pageSize: pageRows,
      changeObjectsMax,
    }),
  };
}

/** What is drawn for the whole run, but sweeps as they are now: they begin again when faults end. */
export function pacingFor(
  { requestIdTrustMs, workers }: FaultPlan,
  { sweeps, salesforceSweepMs }: FaultPlan,
): Partial<Pacing> {
  const pace = { requestIdTrustMs, concurrency: workers };
  if (!sweeps) return { ...pace, quickbooksSweepMs: 1e9, salesforceSweepMs: 1e9 };
  const quickbooks = { quickbooksSweepMs: 60_000, quickbooksSweepLongestMs: 60_000 };
  return { ...pace, ...quickbooks, salesforceSweepMs };
}
