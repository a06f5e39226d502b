/** Bad input and bad days: each gets a clear answer, and nothing is lost. */
import { existsSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { expectAccessible } from "./support/accessibility.ts";
import { operatorToken } from "./support/bare-programs.ts";
import { usePages } from "./support/pages.ts";
import { setFaults } from "./support/emulators.ts";
import { eventually } from "./support/eventually.ts";
import { claimPorts, holdPort, releasePort } from "./support/ports.ts";
import {
  kill,
  launch,
  launchProduct,
  pause,
  pidOf,
  type Product,
  type ProgramName,
  ROOT,
  startProduct,
  temporaryFolder,
  untilHealthy,
} from "./support/product.ts";
import { customersNamed } from "./support/quickbooks-api.ts";
import { createRecord, openRecord } from "./support/salesforce-pages.ts";
import { createAccounts } from "./support/salesforce-api.ts";
import { callService, untilSettled } from "./support/service-api.ts";
import {
  badge,
  fetchButton,
  sendButton,
  sendUntilGreen,
  syncCard,
  untilStatus,
} from "./support/sync-card.ts";

const pages = usePages();
let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterEach(() => setFaults(product.quickbooks, []));
afterAll(() => product.discard());

interface Refused {
  readonly error: { readonly code: string; readonly message: string; readonly action: string };
}

describe("the API", () => {
  it.each([
    ["an unknown record", "Account/001000000000000AAA", 404, "RECORD_UNKNOWN"],
    ["an object that is not mapped", "Opportunity/006Hs000016UeP3IAK", 409, "OBJECT_NOT_MAPPED"],
    ["an id that is none", "Account/nonsense", 400, "API_BAD_REQUEST"],
  ])("refuses %s with a code, a message and what to do", async (_, record, status, code) => {
    for (const [method, call] of [
      ["GET", ""],
      ["POST", "/send"],
    ] as const) {
      const body = method === "POST" ? {} : undefined;
      const answer = await callService<Refused>(product, method, `/records/${record}${call}`, body);
      expect([answer.status, answer.body.error.code]).toEqual([status, code]);
      expect(answer.body.error.message.length).toBeGreaterThan(5);
      expect(answer.body.error.action.length).toBeGreaterThan(5);
    }
  });

  it.each(["fetch", "unlink"])("refuses to %s a record that is not linked", async (call) => {
    const path = `/records/Account/001000000000000AAA/${call}`;
    const answer = await callService<Refused>(product, "POST", path, {});
    expect([answer.status, answer.body.error.code]).toEqual([409, "RECORD_NOT_LINKED"]);
  });

  it("answers 401 to a caller who is not signed in, and does nothing", async () => {
    const answer = await fetch(`${product.service}/api/v1/log/reprocess`, { method: "POST" });
    expect(answer.status).toBe(401);
    expect(((await answer.json()) as Refused).error.code).toBe("API_NOT_SIGNED_IN");
  });
});

describe("a webhook with a wrong signature", () => {
  it("is answered 401, counted and not stored", async () => {
    interface Status {
      readonly webhooks: { readonly received: number; readonly refused: number };
      readonly inbox: { readonly pending: number };
    }
    const status = async () => (await callService<Status>(product, "GET", "/status")).body;
    const before = await status();
    const answer = await fetch(`${product.service}/webhooks/quickbooks`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "intuit-signature": Buffer.from("not the signature").toString("base64"),
      },
      body: JSON.stringify([
        {
          specversion: "1.0",
          id: "6c2b5c4e-0000-4000-8000-000000000000",
          source: "intuit.test",
          type: "qbo.customer.updated.v1",
          time: "2026-11-23T10:00:00Z",
          intuitentityid: "1",
          intuitaccountid: "9341452700000001",
        },
      ]),
    });
    expect(answer.status).toBe(401);
    const after = await status();
    expect(after.webhooks.refused).toBe(before.webhooks.refused + 1);
    expect(after.webhooks.received).toBe(before.webhooks.received);
    expect(after.inbox.pending).toBe(0);
  });
});

describe("a second start", () => {
  it("on the same data folder is refused and leaves the first alone", async () => {
    const second = launchProduct(await claimPorts(), product.folder);
    expect(await second.ended).not.toBe(0);
    expect(second.output()).toContain("already runs");
    expect(second.output()).toContain("ACCORD_DATA");
    expect((await fetch(`${product.service}/healthz`)).status).toBe(200);
  });

  it("of the service alone on the same data folder is refused too", async () => {
    const second = launch([path.join(ROOT, "packages/server/src/main.ts")], {
      PORT: String(await claimPorts()),
      ACCORD_DATA: product.folder,
      ACCORD_INTUIT_VERIFIER_TOKEN: "x",
    });
    expect(await second.ended).not.toBe(0);
    expect(second.output()).toContain("Another process is using the data folder");
    expect(second.output()).toContain("DATA_FOLDER_IN_USE");
  });

  it("on a port in use names the port and how to choose another", async () => {
    const folder = temporaryFolder();
    const port = await claimPorts();
    const blocker = await holdPort(port + 2);
    const second = launchProduct(port, folder);
    expect(await second.ended).not.toBe(0);
    expect(second.output()).toContain(`Port ${port + 2} is in use`);
    expect(second.output()).toContain("PORT=");
    await releasePort(blocker);
    rmSync(folder, { recursive: true });
  });
});

describe("an expired QuickBooks token", () => {
  it("is renewed by itself, and the Send goes on", async () => {
    const page = await pages.open();
    await createRecord(page, product, "Account", { "Account Name": "Xylem Timber" });
    await setFaults(product.quickbooks, [{ match: { path: "/customer" }, fault: "expire-token" }]);
    await sendUntilGreen(page);
    expect(await customersNamed(product, "Xylem Timber")).toHaveLength(1);
  });
});

/** The launcher starts a killed program again by itself; until then it is down. */
async function untilRestarted(name: ProgramName, killedPid: number): Promise<void> {
  await eventually(() => {
    const file = path.join(product.folder, `${name}.pid`);
    return existsSync(file) && Number(readFileSync(file, "utf8")) !== killedPid;
  }, 40_000).toBe(true);
  await untilHealthy(product[name]);
}

/** Does `work` between a program's end and its next start. */
async function whileDown(name: ProgramName, work: () => Promise<void>): Promise<void> {
  const pid = pidOf(product, name);
  kill(product, name);
  await work();
  await untilRestarted(name, pid);
}

describe("the other system down", () => {
  it("QuickBooks: the component says what it waits for, and turns green once it is back", async () => {
    const page = await pages.open();
    await createRecord(page, product, "Account", { "Account Name": "Yarrow Apothecary" });
    await untilStatus(page, "Not Linked");
    await whileDown("quickbooks", async () => {
      await sendButton(page).click();
      expect(await untilStatus(page, "Waiting")).toBe("amber");
      await syncCard(page)
        .getByText(/^Waiting for QuickBooks to answer again/)
        .waitFor();
      await expectAccessible(page, "a record that waits for QuickBooks");
    });
    await eventually(() => badge(page).innerText(), 45_000).toBe("In Sync");
    expect(await customersNamed(product, "Yarrow Apothecary")).toHaveLength(1);
  });

  it("Salesforce: a Sync From QuickBooks waits, and is done once it is back", async () => {
    const [id = ""] = await createAccounts(product, ["Zinnia Florist"]);
    await callService(product, "POST", `/records/Account/${id}/send`, { onMatch: "ask" });
    const { quickbooks } = await untilSettled(product, "Account", id);
    await whileDown("salesforce", async () => {
      const form = new URLSearchParams({
        displayName: "Zinnia Florist",
        syncToken: "0",
        phone: "1",
      });
      form.set("active", "true");
      await fetch(`${product.quickbooks}/app/customerdetail?nameId=${quickbooks?.id}`, {
        method: "POST",
        body: form,
      });
      await callService(product, "POST", `/records/Account/${id}/fetch`, {});
      const { body } = await callService<{ waitingFor: string | null; status: string }>(
        product,
        "GET",
        `/records/Account/${id}`,
      );
      expect(["syncing", "waiting"]).toContain(body.status);
    });
    const page = await pages.open();
    await openRecord(page, product, "Account", id);
    await eventually(() => badge(page).innerText(), 45_000).toBe("In Sync");
    // The page's own fields follow the card by one refresh.
    await eventually(() => page.locator('[data-field="Phone"] dd').innerText(), 10_000).toBe("1");
  });

  it("the service: the open page says so, keeps what it knew, and comes back by itself", async () => {
    const page = await pages.open();
    await createRecord(page, product, "Account", { "Account Name": "Aspen Court" });
    await sendUntilGreen(page);
    await whileDown("service", async () => {
      await fetchButton(page).click();
      await page
        .getByText(/The Accord Sync service cannot be reached\. Nothing is lost\./)
        .first()
        .waitFor();
      expect(await untilStatus(page, "Status Unknown")).toBe("grey");
      await syncCard(page)
        .getByText(/^Last known: In Sync, .+\.$/)
        .waitFor();
      await expectAccessible(page, "a record whose service gives no answer");
    });
    await eventually(() => syncCard(page).getByText("cannot be reached").count(), 20_000).toBe(0);
    expect(await untilStatus(page, "In Sync")).toBe("green");
  });
});

describe("Ctrl-C", () => {
  it("stops everything cleanly, and the next start is quick and finds its data", async () => {
    const [id = ""] = await createAccounts(product, ["Briar Patch"]);
    await callService(product, "POST", `/records/Account/${id}/send`, { onMatch: "ask" });
    const before = await untilSettled(product, "Account", id);
    expect(before.status).toBe("inSync");
    const token = operatorToken(product);

    expect(await product.interrupt()).toBe(0);
    await pause(200);
    for (const name of ["launcher", "service", "salesforce", "quickbooks"]) {
      expect(existsSync(path.join(product.folder, `${name}.pid`)), name).toBe(false);
    }
    await expect(fetch(`${product.service}/healthz`)).rejects.toThrow("fetch failed");

    const startedAt = Date.now();
    product = await startProduct(product.folder, product.port);
    expect(Date.now() - startedAt).toBeLessThan(15_000);
    expect(operatorToken(product)).toBe(token);
    const after = await untilSettled(product, "Account", id);
    expect(after.quickbooks).toEqual(before.quickbooks);
    expect(after.status).toBe("inSync");
    expect(await customersNamed(product, "Briar Patch")).toHaveLength(1);
  });
});
