import { describe, expect, it } from "vitest";
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import { INVOICE_OPPORTUNITY } from "@accord-sync/core/testing/invoice-mapping.ts";
import type { DirectoryEntry, Sweep } from "@accord-sync/core/ports/remote.ts";
import { fail, succeed } from "@accord-sync/core/records/result.ts";
import { listDirectoryIds, upsertDirectory } from "@accord-sync/ledger/directory.ts";
import { listDue } from "@accord-sync/ledger/inbox.ts";
import { insertLink } from "@accord-sync/ledger/links.ts";
import { mappedScope, quickbooksRef, salesforceRef } from "./engine-context.ts";
import { sweep } from "./sweeper.ts";
import { testContext } from "./testing/test-context.ts";

const entry = (type: string, id: string): DirectoryEntry => ({
  type,
  id,
  name: `${type} ${id}`,
  email: null,
  phone: null,
  address: null,
  balance: null,
  currency: null,
  sku: null,
  price: null,
  description: null,
  isActive: true,
  version: "0",
  createdAt: "2026-01-05T09:00:00Z",
  modifiedAt: "2026-01-05T09:00:00Z",
});

const gap = (type: string) => ({
  type,
  from: "2026-01-01T00:00:00Z",
  until: "2026-02-01T00:00:00Z",
});

/** A company whose first sweep could not show some deletions, and what it lists now, two a page. */
async function setUp(gaps: readonly string[], there: Readonly<Record<string, string[]>>) {
  const base = await testContext();
  const listed: string[] = [];
  let sweeps = 0;
  let isDown = false;
  const quickbooks = {
    ...base.quickbooks,
    accountId: "c",
    sweep: async () => {
      sweeps += 1;
      const unseenDeletions = sweeps === 1 ? gaps.map(gap) : [];
      const swept: Sweep = { changes: [], cursor: `${sweeps}`, isFull: false, unseenDeletions };
      return succeed(swept);
    },
    listDirectory: async (type: string, from: string | null) => {
      listed.push(type);
      if (isDown && from !== null) return fail(operationalError("REMOTE_UNREACHABLE"));
      const start = Number(from ?? 0);
      const ids = there[type] ?? [];
      const items = ids.slice(start, start + 2).map((id) => entry(type, id));
      return succeed({ items, next: start + 2 < ids.length ? String(start + 2) : null });
    },
  };
  const context = { ...base, quickbooks };
  const known = ["Customer", "Item", "Vendor"].flatMap((type) =>
    ["1", "2", "3", "4"].map((id) => ({
      ...entry(type, id),
      canonicalName: id,
      seenAt: "2026-01-05T09:00:00Z",
    })),
  );
  await context.ledger.transaction((tx) => upsertDirectory(tx, "t", "c", known));
  return {
    context,
    listed,
    setDown: (value: boolean) => {
      isDown = value;
    },
    due: async () => {
      const notices = await listDue(context.ledger.db, "t", "2100-01-01T00:00:00Z", 100);
      return notices.map(({ ref }) => `${ref.type} ${ref.id}`).toSorted();
    },
  };
}

describe("records whose deletion no sweep could show", () => {
  it("are looked at when a list of their type lacks them, and only those", async () => {
    const { context, listed, due } = await setUp(["Customer"], { Customer: ["1", "3", "4", "9"] });
    expect(await sweep(context, "quickbooks")).toBeNull();
    expect(await due()).toEqual(["Customer 2"]);
    expect(listed).toEqual(["Customer", "Customer"]);
    expect(await sweep(context, "quickbooks")).toBeNull();
    expect(listed).toHaveLength(2);
  });

  it("of a type that nothing is mapped to leave the directory", async () => {
    const { context, due } = await setUp(["Vendor"], { Vendor: ["1", "2", "3"] });
    await sweep(context, "quickbooks");
    expect(await listDirectoryIds(context.ledger.db, "t", "c", "Vendor")).toEqual(["1", "2", "3"]);
    expect(await due()).toEqual([]);
  });

  it("are looked for again when the list broke off, and not taken for gone", async () => {
    const { context, setDown, due } = await setUp(["Item"], { Item: ["1", "2", "3"] });
    setDown(true);
    expect(await sweep(context, "quickbooks")).toMatchObject({ code: "REMOTE_UNREACHABLE" });
    expect(await due()).toEqual([]);
    setDown(false);
    expect(await sweep(context, "quickbooks")).toBeNull();
    expect(await due()).toEqual(["Item 4"]);
  });

  it("of a transaction are looked at where one that is linked is in no list", async () => {
    const { context, due } = await setUp(["Invoice"], {});
    const selected: string[] = [];
    const select = async (mapping: Mapping) => {
      selected.push(mapping.quickbooksType);
      return succeed({ items: [], unreadable: [{ type: "Invoice", id: "12" }], next: null });
    };
    const sales = {
      ...context,
      mappings: [...context.mappings, INVOICE_OPPORTUNITY],
      quickbooks: { ...context.quickbooks, select },
    };
    await context.ledger.transaction(async (tx) => {
      for (const id of ["11", "12"]) {
        await insertLink(tx, {
          ...mappedScope(sales, INVOICE_OPPORTUNITY),
          salesforceRef: salesforceRef("Opportunity", `006${id}`),
          quickbooksRef: quickbooksRef("Invoice", id),
          createdAt: "2026-01-05T09:00:00Z",
          lastSyncAt: null,
          name: id,
          salesforceDeleted: false,
          quickbooksDeleted: false,
        });
      }
    });
    expect(await sweep(sales, "quickbooks")).toBeNull();
    expect(selected).toEqual(["Invoice"]);
    expect(await due()).toEqual(["Invoice 11"]);
  });

  it("cost nothing while every deletion is shown", async () => {
    const { context, listed } = await setUp([], {});
    await sweep(context, "quickbooks");
    expect(listed).toEqual([]);
  });
});
