import { describe, expect } from "vitest";
import { ACCOUNT, at, CUSTOMER, link, SCOPE, TENANT } from "../test/samples.ts";
import { holds } from "../test/scratch.ts";
import { closeDeletion, insertDeletion } from "./deletions.ts";
import { insertLink } from "./links.ts";
import {
  countErrors,
  findParked,
  listWaitingParked,
  park,
  type Parked,
  releaseParked,
  unpark,
} from "./parked.ts";

const PARKED: Parked = {
  ...SCOPE,
  ref: ACCOUNT,
  error: '{"code":"QBO_DUPLICATE_NAME"}',
  logId: "3",
  at: at(0),
  kind: "error",
  refusedWrite: '{"target":"quickbooks"}',
  waitsFor: null,
};

describe("parked records", () => {
  holds("are found with their reason, in their scope", async ({ db }) => {
    await park(db, PARKED);
    expect(await findParked(db, SCOPE, ACCOUNT)).toEqual(PARKED);
    expect(await findParked(db, SCOPE, CUSTOMER)).toBeNull();
    expect(await findParked(db, { ...SCOPE, mapping: "item" }, ACCOUNT)).toBeNull();
  });

  holds("are parked once, for the latest reason", async ({ db }) => {
    await park(db, PARKED);
    const held: Parked = { ...PARKED, kind: "held", logId: null, error: "{}", at: at(1) };
    await park(db, held);
    expect(await findParked(db, SCOPE, ACCOUNT)).toEqual(held);
    expect(await countErrors(db, TENANT)).toBe(0);
  });

  holds("are listed while they wait, and stay parked when it has come", async ({ db }) => {
    const waits: Parked = { ...PARKED, waitsFor: "names pier" };
    await park(db, waits);
    await park(db, { ...PARKED, ref: CUSTOMER });
    await park(db, { ...waits, company: "co2" });
    expect(await listWaitingParked(db, TENANT, SCOPE.company)).toEqual([waits]);
    await releaseParked(db, SCOPE, ACCOUNT);
    expect(await listWaitingParked(db, TENANT, SCOPE.company)).toEqual([]);
    expect(await findParked(db, SCOPE, ACCOUNT)).toEqual({ ...PARKED, refusedWrite: null });
    expect(await findParked(db, SCOPE, CUSTOMER)).toMatchObject({
      refusedWrite: PARKED.refusedWrite,
    });
  });

  holds("go back into rotation alone", async ({ db }) => {
    await park(db, PARKED);
    await park(db, { ...PARKED, ref: CUSTOMER });
    await park(db, { ...PARKED, tenant: "t2" });
    await unpark(db, SCOPE, ACCOUNT);
    expect(await findParked(db, SCOPE, ACCOUNT)).toBeNull();
    expect(await countErrors(db, TENANT)).toBe(1);
  });

  holds("are no error while a deletion of the linked record is open", async ({ db }) => {
    const { id: linkId } = await insertLink(db, link({ salesforceDeleted: true }));
    await park(db, PARKED);
    await park(db, { ...PARKED, ref: { ...ACCOUNT, id: "001B" } });
    const seen = { linkId, system: "salesforce", seenAt: at(0), isProven: true } as const;
    const { id } = await insertDeletion(db, { ...SCOPE, ...seen });
    expect(await countErrors(db, TENANT)).toBe(1);
    await closeDeletion(db, id, { how: "kept", at: at(1) });
    expect(await countErrors(db, TENANT)).toBe(2);
  });
});
