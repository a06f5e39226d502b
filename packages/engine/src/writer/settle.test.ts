import { describe, expect, it } from "vitest";
import {
  type OperationalError,
  operationalError,
} from "@accord-sync/core/errors/operational-error.ts";
import { CUSTOMER_ACCOUNT } from "@accord-sync/core/mapping/default-mappings.ts";
import type { QuickbooksRemote, WirePayload } from "@accord-sync/core/ports/remote.ts";
import type { Observation } from "@accord-sync/core/records/observation.ts";
import { succeed } from "@accord-sync/core/records/result.ts";
import { hasCandidates, listCandidates } from "@accord-sync/ledger/create-candidates.ts";
import { listNoticesFor } from "@accord-sync/ledger/inbox.ts";
import { findIntent, insertIntent, type Intent } from "@accord-sync/ledger/intents.ts";
import { keepApart } from "@accord-sync/ledger/kept-apart.ts";
import { findParked } from "@accord-sync/ledger/parked.ts";
import { mappedScope, nowIso, quickbooksRef, salesforceRef } from "../engine-context.ts";
import { bareDirectoryEntry } from "../testing/bare-directory-entry.ts";
import { testContext, type TestContext } from "../testing/test-context.ts";
import { endDoubts } from "./create-doubt.ts";
import { writePlan } from "./intent-plan.ts";
import { settle } from "./settle.ts";

const PAYLOAD: WirePayload = {
  method: "POST",
  path: "/customer?requestid=intent-1",
  headers: {},
  body: '{"DisplayName":"Pier"}',
};

function customer(id: string): Observation {
  return {
    ref: quickbooksRef("Customer", id),
    version: "0",
    modifiedAt: "2026-01-05T09:00:00Z",
    createdAt: "2026-01-05T09:00:00Z",
    isSettled: true,
    image: { DisplayName: "Pier" },
    members: {},
    name: "Pier",
    isActive: true,
    linkMark: null,
  };
}

/** A context with one create in QuickBooks that a process left in flight, `ageMs` old. */
async function doubtfulCreate(
  ageMs: number,
  remote: {
    readonly found?: readonly Observation[];
    /** What was made then under any name, and changed since. */
    readonly changed?: readonly Observation[];
    readonly refusal?: OperationalError;
    readonly applied?: Observation;
  },
): Promise<{
  readonly context: TestContext;
  readonly intent: Intent;
  readonly sent: WirePayload[];
}> {
  const sent: WirePayload[] = [];
  const base = await testContext();
  const quickbooks: QuickbooksRemote = {
    ...base.quickbooks,
    find: async (_mapping, { isChanged = false }) =>
      succeed((isChanged ? remote.changed : remote.found) ?? []),
    directoryEntry: bareDirectoryEntry,
    send: async (_mapping, payload) => {
      sent.push(payload);
      if (remote.applied !== undefined) {
        return { outcome: "applied", observation: remote.applied, requestId: "1-tid" };
      }
      const error = remote.refusal ?? LOST;
      return { outcome: remote.refusal === undefined ? "unknown" : "rejected", error };
    },
  };
  const context: TestContext = { ...base, quickbooks };
  const intent: Intent = {
    ...mappedScope(context, CUSTOMER_ACCOUNT),
    id: "intent-1",
    linkId: null,
    operation: "create",
    target: "quickbooks",
    type: "Customer",
    source: salesforceRef("Account", "1"),
    ref: null,
    payload: JSON.stringify(PAYLOAD),
    fingerprint: JSON.stringify({ type: "Customer", name: "Pier" }),
    plan: writePlan({
      kind: "create",
      actor: null,
      wish: { noticeId: "1", seq: 1 },
      source: { ...customer("1"), ref: salesforceRef("Account", "1") },
      sent: { DisplayName: "Pier" },
    }),
    state: "inFlight",
    createdAt: nowIso(context),
    sentAt: nowIso(context),
    attempts: 1,
    receipt: null,
    settledAt: null,
  };
  await context.ledger.transaction((tx) => insertIntent(tx, intent));
  await context.clock.advance(ageMs);
  return { context, intent, sent };
}

/** A failure that had an answer, which names its exchange. */
const LOST = operationalError(
  "REMOTE_FAILING",
  {},
  { vendor: { code: "500", message: "", detail: "", requestId: "0-tid" } },
);

const YOUNG_MS = 60_000;
const OLD_MS = 3_600_000;

const stateOf = async ({ ledger }: TestContext): Promise<string | undefined> =>
  (await findIntent(ledger.db, "intent-1"))?.state;

describe("a create in QuickBooks whose outcome is not known", () => {
  it("is repeated byte for byte while its requestid is remembered", async () => {
    const { context, intent, sent } = await doubtfulCreate(YOUNG_MS, {});
    expect((await settle(context, intent)).kind).toBe("doubtful");
    expect(sent).toEqual([PAYLOAD]);
    expect(await stateOf(context)).toBe("doubtful");
  });

  it("keeps the vendor's id of the exchange with the intent, whether it is known or not", async () => {
    const doubtful = await doubtfulCreate(YOUNG_MS, {});
    await settle(doubtful.context, doubtful.intent);
    const open = await findIntent(doubtful.context.ledger.db, "intent-1");
    expect(JSON.parse(open?.receipt ?? "{}")).toMatchObject({ vendor: { requestId: "0-tid" } });

    const { context, intent } = await doubtfulCreate(YOUNG_MS, { applied: customer("71") });
    expect((await settle(context, intent)).kind).toBe("applied");
    const settled = await findIntent(context.ledger.db, "intent-1");
    expect(JSON.parse(settled?.receipt ?? "{}")).toEqual({
      version: "0",
      adopted: false,
      requestId: "1-tid",
    });
  });

  it("stays doubtful when the repetition was turned away before anybody looked at it", async () => {
    const refusal = operationalError("QBO_THROTTLED");
    const { context, intent } = await doubtfulCreate(YOUNG_MS, { refusal });
    expect((await settle(context, intent)).kind).toBe("doubtful");
  });

  it("is never repeated when it is old: where nothing is found it did not happen", async () => {
    const { context, intent, sent } = await doubtfulCreate(OLD_MS, { found: [] });
    expect((await settle(context, intent)).kind).toBe("rejected");
    expect(sent).toEqual([]);
    expect(await stateOf(context)).toBe("refused");
  });

  it("goes to a person when several records may be its result", async () => {
    const found = [customer("71"), customer("72")];
    const { context, intent } = await doubtfulCreate(OLD_MS, { found });
    expect(await settle(context, intent)).toMatchObject({
      kind: "rejected",
      error: { code: "WRITE_OUTCOME_AMBIGUOUS" },
    });
  });

  it("keeps what it may have made, and its own record, until a person tells (I4)", async () => {
    const changed = { ...customer("71"), version: "1", image: { DisplayName: "Pier 2" } };
    const { context, intent } = await doubtfulCreate(OLD_MS, { found: [], changed: [changed] });
    expect((await settle(context, intent)).kind).toBe("rejected");
    const { db } = context.ledger;
    const scope = mappedScope(context, CUSTOMER_ACCOUNT);
    const source = salesforceRef("Account", "1");
    expect(await listCandidates(db, scope, source)).toEqual([changed.ref]);
    expect(JSON.parse((await findParked(db, scope, source))?.error ?? "{}")).toMatchObject({
      code: "WRITE_OUTCOME_AMBIGUOUS",
    });
    const [notice] = await listNoticesFor(db, context.scope, changed.ref);
    expect(notice).toMatchObject({ source: "recovery" });
  });

  it("frees the others when one is linked, and has them looked at", async () => {
    const found = [customer("71"), customer("72")];
    const { context, intent } = await doubtfulCreate(OLD_MS, { found });
    await settle(context, intent);
    const { db } = context.ledger;
    const scope = mappedScope(context, CUSTOMER_ACCOUNT);
    const [chosen, other] = found.map(({ ref }) => ref);
    const linked = [salesforceRef("Account", "1"), ...(chosen === undefined ? [] : [chosen])];
    await context.ledger.transaction((tx) => endDoubts(context, tx, CUSTOMER_ACCOUNT, linked));
    expect(await hasCandidates(db, scope)).toBe(false);
    const left = other === undefined ? [] : await listNoticesFor(db, context.scope, other);
    expect(left.map(({ seq }) => seq)).toEqual([2]);
  });

  it("adopts no record that a person unlinked", async () => {
    const { context, intent } = await doubtfulCreate(OLD_MS, { found: [customer("71")] });
    const scope = mappedScope(context, CUSTOMER_ACCOUNT);
    await context.ledger.transaction((tx) =>
      keepApart(tx, scope, [customer("71").ref], nowIso(context)),
    );
    expect((await settle(context, intent)).kind).toBe("rejected");
  });

  it("takes no record of that name for its own when a value differs", async () => {
    const other = { ...customer("71"), image: { DisplayName: "Pier and Sons" } };
    const refusal = operationalError("QBO_DUPLICATE_NAME", { name: "Pier" });
    const { context, intent } = await doubtfulCreate(YOUNG_MS, { refusal, found: [other] });
    expect(await settle(context, intent)).toMatchObject({
      kind: "rejected",
      error: { code: "QBO_DUPLICATE_NAME" },
    });
  });
});
