import { describe, expect } from "vitest";
import { at, connection, TENANT } from "../test/samples.ts";
import { holds } from "../test/scratch.ts";
import {
  findConnection,
  insertConnection,
  listConnections,
  updateConnectionIdentity,
  updateConnectionSettings,
  updateConnectionState,
} from "./connections.ts";

const ORG = connection({
  id: "salesforce-1",
  system: "salesforce",
  accountId: "00D000000000001EAA",
  connectedAt: at(1),
});

describe("connections", () => {
  holds("are listed in the order they were connected in", async ({ db }) => {
    await insertConnection(db, ORG);
    await insertConnection(db, connection());
    await insertConnection(db, connection({ id: "foreign", tenant: "t2" }));
    expect(await listConnections(db, TENANT)).toEqual([connection(), ORG]);
    expect(await findConnection(db, "none")).toBeNull();
  });

  holds("exist once for an account of a tenant", async ({ db }) => {
    await insertConnection(db, connection());
    await expect(insertConnection(db, connection({ id: "again" }))).rejects.toThrow(/UNIQUE/);
  });

  holds("change in one respect at a time", async ({ db }) => {
    await insertConnection(db, connection());
    await updateConnectionState(db, "quickbooks-1", "needsReconnect", "refused");
    await updateConnectionSettings(db, "quickbooks-1", { incomeAccountId: "1", "x y": "ü" });
    await updateConnectionIdentity(db, "quickbooks-1", { name: "Craig's", userId: "005" });
    expect(await findConnection(db, "quickbooks-1")).toEqual(
      connection({
        state: "needsReconnect",
        detail: "refused",
        settings: { incomeAccountId: "1", "x y": "ü" },
        name: "Craig's",
        userId: "005",
      }),
    );
  });
});
