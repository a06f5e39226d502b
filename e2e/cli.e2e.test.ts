/** The same procedures from the command line, for people and for scripts. */
import { describe, expect, it } from "vitest";
import { accord, accordJson } from "./support/cli.ts";
import { setFaults } from "./support/emulators.ts";
import { customersNamed } from "./support/quickbooks-api.ts";
import { createAccounts } from "./support/salesforce-api.ts";
import type { RecordView } from "./support/service-api.ts";
import { sharedPlace } from "./support/shared-product.ts";

const place = sharedPlace();

interface Shown<T> {
  readonly code: number | null;
  readonly value: T;
}

/** A command on one record, whose view it prints. */
async function onRecord(...words: readonly string[]): Promise<Shown<RecordView>> {
  return (await accordJson(place, ...words)) as Shown<RecordView>;
}

interface LogPage {
  readonly entries: readonly { readonly outcome: string; readonly message: string }[];
}

async function newAccount(name: string): Promise<string> {
  const [id] = await createAccounts(place, [name]);
  if (id === undefined) throw new Error("One Account was asked for.");
  return id;
}

describe("accord", () => {
  it("sends, shows, fetches, unlinks and links one record, and tells its log", async () => {
    const id = await newAccount("Umber Pottery");
    const sent = await onRecord("send", "Account", id);
    expect([sent.code, sent.value.status]).toEqual([0, "inSync"]);
    const [customer] = await customersNamed(place, "Umber Pottery");
    expect(sent.value.quickbooks?.id).toBe(customer?.Id);

    const shown = await onRecord("status", id);
    expect([shown.code, shown.value.status]).toEqual([0, "inSync"]);
    const fetched = await onRecord("fetch", "Account", id);
    expect([fetched.code, fetched.value.status]).toEqual([0, "inSync"]);

    const unlinked = await onRecord("unlink", "Account", id);
    expect([unlinked.code, unlinked.value.status]).toEqual([0, "notLinked"]);
    const linked = await onRecord("link", "Account", id, customer?.Id ?? "");
    expect(linked.value.quickbooks?.id).toBe(customer?.Id);
    expect([linked.code, linked.value.status]).toEqual([0, "inSync"]);

    const log = await accordJson(place, "log", "--record", `Account/${id}`);
    const { code, value } = log as Shown<LogPage>;
    expect(code).toBe(0);
    const messages = value.entries.map(({ message }) => message).join("\n");
    expect(messages).toMatch(/Created customer \d+/);
    expect(messages).toMatch(/[Uu]nlinked/);
    expect(messages).toMatch(/Linked/);
  });

  it("shows the whole's state, for a person and as JSON", async () => {
    const text = await accord(place, "status");
    expect(text.code).toBe(0);
    expect(text.text).toContain("Craig's Design and Landscaping Services");
    const status = await accordJson(place, "status");
    const { code, value } = status as Shown<{
      connections: readonly { system: string; state: string }[];
    }>;
    expect(code).toBe(0);
    expect(value.connections.map(({ state }) => state)).toEqual(["connected", "connected"]);
  });

  it("ends with 1 and the reason when QuickBooks refuses", async () => {
    const id = await newAccount("Violet: Branch");
    const { code, text } = await accord(place, "send", "Account", id);
    expect(code).toBe(1);
    expect(text).toContain("QuickBooks does not accept the name 'Violet: Branch'");
    expect(text).toContain("must not contain a colon");
    const errors = await accord(place, "log", "--errors", "--limit", "1");
    expect([errors.code, errors.text.includes("Violet: Branch")]).toEqual([0, true]);
  });

  it("ends with 3 when a person must choose", async () => {
    const id = await newAccount("Travis Waldron");
    const held = await onRecord("send", "Account", id);
    expect([held.code, held.value.quickbooks]).toEqual([3, null]);
    expect(await customersNamed(place, "Travis Waldron")).toHaveLength(1);
  });

  it("ends with 4 when the work waits longer than it may, and the work goes on", async () => {
    const id = await newAccount("Willow Press");
    await setFaults(place.quickbooks, [
      { match: { method: "POST", path: "/customer" }, fault: "slow", delayMs: 4000 },
    ]);
    const { code } = await accord(place, "send", "Account", id, "--timeout", "1");
    expect(code).toBe(4);
    const later = await accord(place, "send", "Account", id);
    expect(later.code).toBe(0);
    expect(await customersNamed(place, "Willow Press")).toHaveLength(1);
  });

  it.each([
    ["an unknown command", ["sned"], 2],
    ["a record without an object", ["send", "zzz"], 2],
    ["an unknown record", ["send", "Account", "001000000000000AAA"], 1],
    ["an object that is not mapped", ["send", "Opportunity", "006Hs000016UeP3IAK"], 2],
    ["a record that is not linked", ["fetch", "Account", "001Hs00001JXVuLIAX"], 1],
  ])("says what is wrong with %s and ends with its own code", async (_, words, expected) => {
    const { code, text } = await accord(place, ...words);
    expect(code).toBe(expected);
    expect(text.trim().length).toBeGreaterThan(20);
    expect(text).not.toMatch(/\n\s+at /);
  });

  it("ends with 5 when no service answers", async () => {
    const { code, text } = await accord({ ...place, port: place.port + 15 }, "status");
    expect(code).toBe(5);
    expect(text).toContain("npm start");
  });

  it("helps a newcomer: every command, an example, the exit codes", async () => {
    const { code, text } = await accord(place, "help");
    expect(code).toBe(0);
    for (const command of ["status", "send", "fetch", "link", "unlink", "log"]) {
      expect(text).toMatch(new RegExp(`^ +${command}\\b`, "m"));
    }
    expect(text).toContain("npm run accord -- send Account 001");
    expect(text).toContain("Exit codes:");
    const send = await accord(place, "help", "send");
    expect(send.text).toContain("--create");
  });
});
