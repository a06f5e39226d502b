import { beforeEach, describe, expect, it } from "vitest";
import type { PageAnswer, PageHandler } from "../page-host.ts";
import { mountPages } from "./mount-pages.ts";
import { ORIGINAL_INPUT } from "./record/save.ts";
import { bodyText, fakeHost, type FakeHost, get, post } from "./testing/fake-host.ts";

const FRAGMENT = { "x-page-fragment": "1" };
const COOL = {
  Name: "Cool Cars",
  Phone: "(555) 1",
  Accord_Active__c: true,
  BillingCity: "Bayshore",
};

describe("the pages", () => {
  let host: FakeHost;
  let pages: PageHandler;
  let id: string;

  beforeEach(() => {
    host = fakeHost();
    pages = mountPages(host);
    const made = host.org.create("Account", COOL);
    if (!made.ok) throw new Error("The record was not made.");
    id = made.value.id;
  });

  const view = (): string => `/lightning/r/Account/${id}/view`;
  const edit = (): string => `/lightning/r/Account/${id}/edit`;

  async function page(url: string): Promise<string> {
    return bodyText(await pages(get(url)));
  }

  /** What the edit form starts with, as its hidden input carries it. */
  async function original(): Promise<string> {
    const form = bodyText(await pages(get(edit(), FRAGMENT)));
    const text = new RegExp(`name="${ORIGINAL_INPUT}" value="([^"]*)"`).exec(form)?.[1] ?? "";
    return text.replaceAll("&quot;", '"');
  }

  it("leave what is not theirs to the API", async () => {
    expect(await pages(get("/services/data"))).toBeUndefined();
    expect(await pages(get("/healthz"))).toBeUndefined();
  });

  it("begin with the list of accounts", async () => {
    expect(await pages(get("/"))).toMatchObject({
      status: 302,
      headers: { location: "/lightning/o/Account/list" },
    });
  });

  it("list records with links, and find them by name", async () => {
    host.org.create("Account", { Name: "100% Lakeside" });
    const all = await page("/lightning/o/Account/list");
    expect(all).toContain(`href="${view()}"`);
    expect(all).toContain("2 items");
    const found = await page("/lightning/o/Account/list?q=100%25");
    expect(found).toContain("100% Lakeside");
    expect(found).not.toContain("Cool Cars");
  });

  it("escape what a record holds", async () => {
    host.org.update("Account", id, { Name: `<img src=x onerror="alert(1)">` });
    for (const url of ["/lightning/o/Account/list", view()]) {
      expect(await page(url)).not.toContain("<img");
    }
    expect(bodyText(await pages(get(edit(), FRAGMENT)))).not.toContain("<img");
  });

  it("show a web site as a link that can only be a web address", async () => {
    host.org.update("Account", id, { Website: "javascript:alert(1)" });
    expect(await page(view())).toContain('href="http://javascript:alert(1)"');
  });

  it("place QuickBooks Sync beside the details, as the metadata says", async () => {
    const body = await page(view());
    expect(body).toContain('data-component="c:accordRecordSync"');
    expect(body).toContain(`&quot;recordId&quot;:&quot;${id}&quot;`);
    expect(body).toContain("Billing City");
  });

  it("show the tabs, each with its component", async () => {
    expect(await page("/lightning/n/Accord_Admin")).toContain('data-component="c:accordAdmin"');
    const log = await page("/lightning/n/Accord_Log_Viewer");
    expect(log).toContain('data-component="c:accordLogViewer"');
    expect(log).toContain('aria-current="page"');
  });

  it("create a record from the form, and tell where it is", async () => {
    const fields = { Name: "Ridgeway Robotics", Phone: "", Accord_Active__c: "true" };
    const answer = await pages(post("/lightning/o/Account/new", fields, FRAGMENT));
    const { url } = JSON.parse(bodyText(answer)) as { url: string };
    expect(await page(url)).toContain("Ridgeway Robotics");
    const plain = await pages(post("/lightning/o/Account/new", fields));
    expect(plain?.status).toBe(303);
  });

  it("send an invalid form back with the message at the field and every text kept", async () => {
    const fields = { Name: "", Phone: "(555) 7" };
    const answer = await pages(post("/lightning/o/Account/new", fields, FRAGMENT));
    const form = bodyText(answer);
    expect(answer?.status).toBe(422);
    expect(form).toContain('aria-invalid="true"');
    expect(form).toContain("Required fields are missing: [Name]");
    expect(form).toContain('value="(555) 7"');
  });

  it("write only what the person changed, so that a sync meanwhile is not undone", async () => {
    const fields = { [ORIGINAL_INPUT]: await original(), Accord_Active__c: "true" };
    host.org.update("Account", id, { Phone: "(555) 2" });
    const form = { ...fields, Name: "Cool Cars", Phone: "(555) 1", BillingCity: "Half Moon Bay" };
    expect((await pages(post(edit(), form, FRAGMENT)))?.status).toBe(200);
    expect(host.org.read("Account", id)).toMatchObject({
      value: { Phone: "(555) 2", BillingCity: "Half Moon Bay" },
    });
  });

  it("clear a check box that the person cleared", async () => {
    const form = { [ORIGINAL_INPUT]: await original(), Name: "Cool Cars", Phone: "(555) 1" };
    await pages(post(edit(), { ...form, BillingCity: "Bayshore" }));
    expect(host.org.read("Account", id)).toMatchObject({ value: { Accord_Active__c: false } });
  });

  it("keep a product's list price in its standard price entry", async () => {
    const fields = { Name: "Rocks", IsActive: "true", ListPrice: "$1,275.50" };
    const answer = await pages(post("/lightning/o/Product2/new", fields, FRAGMENT));
    const { url } = JSON.parse(bodyText(answer)) as { url: string };
    expect([...host.org.table("PricebookEntry").values()]).toMatchObject([{ UnitPrice: 1275.5 }]);
    expect(await page(url)).toContain("$1,275.50");
    const odd = await pages(
      post("/lightning/o/Product2/new", { ...fields, ListPrice: "a lot" }, FRAGMENT),
    );
    expect(bodyText(odd)).toContain("List Price: enter a number.");
    expect(host.org.table("Product2").size).toBe(1);
  });

  it("delete only when asked by POST, and say so on the record's address afterwards", async () => {
    const url = `/lightning/r/Account/${id}/delete`;
    expect(bodyText(await pages(get(url, FRAGMENT)))).toContain("Are you sure");
    expect(host.org.read("Account", id).ok).toBe(true);
    await pages(post(url, {}, FRAGMENT));
    const gone = await pages(get(view()));
    expect(gone?.status).toBe(404);
    expect(bodyText(gone)).toContain("has been deleted");
  });

  it.each([
    "/lightning/o/Nothing/list",
    "/lightning/r/Account/abc/view",
    "/lightning/r/001000000000999AAA",
    "/lightning/n/Nothing",
    "/lightning/r/zzz000000000001AAA/view",
  ])("answer %s with a page that says it is not there", async (url) => {
    const answer = await pages(get(url));
    expect(answer?.status).toBe(404);
    expect(bodyText(answer)).toContain("Go to the home page");
  });

  it("refuse a form that another site sends", async () => {
    const foreign = { origin: "http://evil.example" };
    const answer = await pages(post(`/lightning/r/Account/${id}/delete`, {}, foreign));
    expect(answer?.status).toBe(403);
    expect(host.org.read("Account", id).ok).toBe(true);
  });

  it("say how to build the components when they are not built", async () => {
    expect(await page(view())).toContain("not built yet");
  });

  it("strip the types from their own scripts", async () => {
    const script = await page("/lightning/client/live-record.ts");
    expect(script).toContain("EventSource");
    expect(script).not.toContain(": Promise<void>");
    expect((await pages(get("/lightning/client/../mount-pages.ts")))?.status).toBe(404);
  });
});

describe("an open record page", () => {
  it("is told of its own record's changes and of no other's, until it leaves", async () => {
    const host = fakeHost();
    const made = [host.org.create("Account", COOL), host.org.create("Account", { Name: "Other" })];
    const [id = "", other = ""] = made.map((item) => (item.ok ? item.value.id : ""));
    const stream = await mountPages(host)(get(`/lightning/events?recordId=${id}`));
    const chunks: string[] = [];
    const leave = listen(stream, (chunk) => chunks.push(chunk));
    host.org.update("Account", other, { Phone: "1" });
    expect(chunks.join("")).not.toContain("event: change");
    host.org.update("Account", id, { Phone: "2" });
    expect(chunks.join("")).toContain(
      `event: change\ndata: {"recordId":"${id}","change":"update"}`,
    );
    const count = chunks.length;
    leave();
    host.org.update("Account", id, { Phone: "3" });
    expect(chunks).toHaveLength(count);
  });
});

function listen(answer: PageAnswer | undefined, write: (chunk: string) => void): () => void {
  if (typeof answer?.body !== "function") throw new Error("The answer is no stream.");
  return answer.body(write, () => undefined);
}
