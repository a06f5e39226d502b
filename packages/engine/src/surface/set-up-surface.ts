/** Surface: the state of the connections and the mappings. */
import { nextEnd } from "@accord-sync/core/authorisation/authorisation-ends.ts";
import { must } from "@accord-sync/core/errors/assert.ts";
import {
  actionOf,
  messageOf,
  type OperationalError,
} from "@accord-sync/core/errors/operational-error.ts";
import type { MonthOutlook } from "@accord-sync/core/metering/month-outlook.ts";
import type { DailyUsage } from "@accord-sync/core/ports/remote.ts";
import type { SystemName } from "@accord-sync/core/records/record-ref.ts";
import { type Result, succeed } from "@accord-sync/core/records/result.ts";
import { type ConnectionRow, listConnections } from "@accord-sync/ledger/connections.ts";
import { countDirectory } from "@accord-sync/ledger/directory.ts";
import { countHeldDeletions } from "@accord-sync/ledger/deletions.ts";
import { countLinksHeld } from "@accord-sync/ledger/held-changes.ts";
import { countOpenEntries } from "@accord-sync/ledger/entries.ts";
import { countInbox } from "@accord-sync/ledger/inbox.ts";
import { countLinks } from "@accord-sync/ledger/links.ts";
import { countErrors } from "@accord-sync/ledger/parked.ts";
import { readTally } from "@accord-sync/ledger/tally.ts";
import type { SweepFactsNow } from "../company-sweeps.ts";
import { type MonthParts, monthMessage, readOutlook } from "../month-budget.ts";
import type { ChangesFound } from "../change-follower.ts";
import type { ConnectionView, StatusView } from "../engine-api.ts";
import type { EngineContext } from "../engine-context.ts";
import {
  chooseIncomeAccount,
  chosenIncomeAccount,
  incomeAccountChoices,
} from "../income-account.ts";
import { authorisationEnds, wasConnected } from "../token-keeper.ts";

/** What the status tells that the ledger does not hold. */
export interface ServiceFacts {
  readonly version: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly month: MonthParts;
  readonly sweeps: () => SweepFactsNow;
  /** Where a person connects QuickBooks again; null for nowhere. */
  readonly connectUrl: string | null;
  /** The same of Salesforce. */
  readonly salesforceConnectUrl: string | null;
  readonly orgFacts: () => OrgFacts;
  /** Whether the system answered or refused since the service started. */
  readonly isKnown: (system: SystemName) => boolean;
}

/** What only the running engine knows of the org. */
export interface OrgFacts {
  readonly changes: ChangesFound;
  readonly dailyRequests: DailyUsage | null;
  readonly problems: readonly OperationalError[];
  readonly polledObjects: readonly string[];
}

/** What the view of a connection needs beside its row. */
interface ConnectionFacts {
  readonly connectUrl: string | null;
  readonly salesforceConnectUrl: string | null;
  readonly budget: NonNullable<ConnectionView["budget"]>;
  readonly sweep: NonNullable<ConnectionView["sweep"]>;
  readonly org: OrgFacts;
  readonly isKnown: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

function connectionView(row: ConnectionRow, facts: ConnectionFacts): ConnectionView {
  const isQuickbooks = row.system === "quickbooks";
  return {
    id: row.id,
    system: row.system,
    name: row.name,
    accountId: row.accountId,
    state: row.state,
    detail: row.detail,
    connectedAt: row.connectedAt,
    wasConnected: wasConnected(row),
    isKnown: facts.isKnown,
    paused: row.paused,
    connectUrl: isQuickbooks ? facts.connectUrl : facts.salesforceConnectUrl,
    incomeAccount: isQuickbooks
      ? { chosen: chosenIncomeAccount(row), choices: incomeAccountChoices(row) }
      : null,
    budget: isQuickbooks ? facts.budget : null,
    sweep: isQuickbooks ? facts.sweep : null,
    org: isQuickbooks ? null : orgView(facts.org),
    authorisation: nextEnd(authorisationEnds(row), facts.now),
  };
}

function budgetView(outlook: MonthOutlook): NonNullable<ConnectionView["budget"]> {
  return {
    meteredThisMonth: outlook.used,
    meteredPerMonth: outlook.budget,
    expectedThisMonth: outlook.expected,
    expectedBy: outlook.expectedBy,
    state: outlook.state,
    message: monthMessage(outlook),
    endsAt: outlook.endsAt,
    days: outlook.days.map(({ day, used }) => ({ day, metered: used })),
  };
}

function sweepView({ everyMs, why, lastAt }: SweepFactsNow): NonNullable<ConnectionView["sweep"]> {
  return { everySeconds: Math.round(everyMs / 1_000), why, lastAt };
}

function orgView({
  changes,
  dailyRequests,
  problems,
  polledObjects,
}: OrgFacts): ConnectionView["org"] {
  return {
    changes,
    dailyRequests,
    polledObjects,
    problems: problems.map((error) => ({
      code: error.code,
      message: messageOf(error),
      action: actionOf(error),
    })),
  };
}

/** A person's choice of the account for income of products that are made in QuickBooks. */
export async function chooseAccount(
  context: EngineContext,
  facts: ServiceFacts,
  connectionId: string,
  accountId: string,
): Promise<Result<ConnectionView>> {
  const chosen = await chooseIncomeAccount(context.ledger, connectionId, accountId);
  if (!chosen.ok) return chosen;
  return succeed(await connectionViewOf(context, facts, chosen.value.id));
}

/** Of one that is there. */
export async function connectionViewOf(
  context: EngineContext,
  facts: ServiceFacts,
  id: string,
): Promise<ConnectionView> {
  const { connections } = await statusView(context, facts);
  const view = connections.find((connection) => connection.id === id);
  return must(view, "a connection that was just changed is listed");
}

export async function statusView(context: EngineContext, facts: ServiceFacts): Promise<StatusView> {
  const { version, startedAt, connectUrl, salesforceConnectUrl } = facts;
  const { db } = context.ledger;
  const { tenant, company } = context.scope;
  const outlook = await readOutlook(facts.month, context.clock.now());
  const connections = (await listConnections(db, tenant)).map((row) =>
    connectionView(row, {
      connectUrl,
      salesforceConnectUrl,
      org: facts.orgFacts(),
      isKnown: facts.isKnown(row.system),
      budget: budgetView(outlook),
      sweep: sweepView(facts.sweeps()),
      now: context.clock.now(),
    }),
  );
  const linked = await countLinks(db, tenant);
  const listed = await Promise.all(
    context.mappings.map((mapping) => countDirectory(db, tenant, company, mapping.quickbooksType)),
  );
  const tally = await readTally(db, tenant, company);
  return {
    version,
    startedAt,
    connections,
    inbox: await countInbox(db, tenant),
    counts: {
      linked,
      errors: await countErrors(db, tenant),
      needsDecision: await countOpenEntries(db, tenant),
      heldDeletes: await countHeldDeletions(db, tenant),
      heldChanges: await countLinksHeld(db, tenant),
      notLinkedInQuickbooks: Math.max(0, listed.reduce((sum, count) => sum + count, 0) - linked),
    },
    webhooks: { received: tally.received, refused: tally.refused },
  };
}
