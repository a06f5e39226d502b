import { beforeEach, describe, expect, it } from "vitest";
import type { PageAnswer, PageHandler } from "../page-host.ts";
import { mountPages } from "./mount-pages.ts";
import { bodyText, fakeHost, type FakeHost, get, send } from "./testing/fake-host.ts";

describe("the pages", () => {
  let host: FakeHost;
  let pages: PageHandler;
  let id: string;

  beforeEach(() => {
    host = fakeHost();
    pages = mountPages(host);
    const made = host.org.create("Account", { Name: "Cool Cars", Phone: "(555) 1" });
    if (!made.ok) throw new Error("The record was not made.");
    id = made.value.id;
  });

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

  it.each([
    "/lightning/o/Account/list",
    "/lightning/o/Account/new",
    "/lightning/n/Accord_Admin",
    "/lightning/n/Accord_Log_Viewer",
    "/lightning/search?q=cool",
    "/lightning/recycle-bin",
  ])("answer %s directly", async (url) => {
    expect((await pages(get(url)))?.status).toBe(200);
  });

  it("answer a record's addresses while it lives", async () => {
    const urls = ["view", "edit", "related/Contacts/view"].map(
      (end) => `/lightning/r/Account/${id}/${end}`,
    );
    for (const url of [
      ...urls,
      `/lightning/r/${id}/view`,
      `/lightning/r/${id.slice(0, 15)}/view`,
    ]) {
      expect((await pages(get(url)))?.status, url).toBe(200);
    }
    host.org.remove("Account", id);
    for (const url of urls) expect((await pages(get(url)))?.status, url).toBe(404);
  });

  it.each([
    "/lightning/o/Nothing/list",
    "/lightning/r/Account/abc/view",
    "/lightning/r/Contact/001000000000999AAA/view",
    "/lightning/n/Nothing",
    "/lightning/anything",
    "/lightning/r/zzz000000000001AAA/view",
  ])("answer %s with the status of a page that is not there", async (url) => {
    expect((await pages(get(url)))?.status).toBe(404);
  });

  it("escape what an address says", async () => {
    const body = bodyText(await pages(get("/lightning/search?q=%3Cimg%20src%3Dx%3E")));
    expect(body).not.toContain("<img");
  });

  it("allow no script but their own", async () => {
    const answer = await pages(get("/lightning/o/Account/list"));
    const policy = answer?.headers["content-security-policy"] ?? "";
    expect(policy).toMatch(/script-src 'self' 'sha256-[\w+/=]+';/);
    expect(policy).not.toContain("unsafe-eval");
  });

  it("refuse a change that another site sends", async () => {
    const foreign = { origin: "http://evil.example" };
    const answer = await pages(send("DELETE", `/lightning/api/records/${id}`, {}, foreign));
    expect(answer?.status).toBe(403);
    expect(host.org.read("Account", id).ok).toBe(true);
  });

  it("take no change by an address that is only read", async () => {
    expect((await pages(send("POST", "/lightning/o/Account/list", {})))?.status).toBe(405);
    expect((await pages(get("/apex/AccordApi/getStatus")))?.status).toBe(405);
  });

  it("say how to build the components when they are not built", async () => {
    expect(bodyText(await pages(get("/lightning/o/Account/list")))).toContain("not built yet");
  });

  it("serve their style sheet, and no other file of theirs", async () => {
    expect((await pages(get("/lightning/client/page.css")))?.status).toBe(200);
    expect((await pages(get("/lightning/client/../mount-pages.ts")))?.status).toBe(404);
  });
});

describe("who uses the pages", () => {
  it("is the administrator, until another person is chosen", async () => {
    const host = fakeHost();
    const pages = mountPages(host);
    const [admin, seller] = host.users();
    const nameOf = async (cookie: string): Promise<unknown> => {
      const answer = await pages(get("/lightning/api/context", { cookie }));
      return (JSON.parse(bodyText(answer)) as { user: { id: string } }).user.id;
    };
    expect(await nameOf("")).toBe(admin?.id);
    const login = await pages(send("POST", "/lightning/api/session", { userId: seller?.id }));
    const cookie = login?.headers["set-cookie"]?.split(";")[0] ?? "";
    expect(await nameOf(cookie)).toBe(seller?.id);
    expect(await nameOf("lightning_user=005000000000999AAA")).toBe(admin?.id);
  });

  it("cannot be somebody who may not log in", async () => {
    const pages = mountPages(fakeHost());
    const body = { userId: "005000000000999AAA" };
    expect((await pages(send("POST", "/lightning/api/session", body)))?.status).toBe(400);
  });

  it("owns what that person makes", async () => {
    const host = fakeHost();
    const pages = mountPages(host);
    const seller = host.users()[1]?.id ?? "";
    const url = "/lightning/api/objects/Account/records";
    const cookie = { cookie: `lightning_user=${seller}` };
    const answer = await pages(send("POST", url, { fields: { Name: "Mine" } }, cookie));
    const { id } = JSON.parse(bodyText(answer)) as { id: string };
    expect(host.org.read("Account", id)).toMatchObject({
      value: { OwnerId: seller, CreatedById: seller },
    });
  });
});

describe("open pages", () => {
  it("are told of every committed change, until they leave", async () => {
    const host = fakeHost();
    const stream = await mountPages(host)(get("/lightning/events"));
    const chunks: string[] = [];
    const leave = listen(stream, (chunk) => chunks.push(chunk));
    const made = host.org.create("Account", { Name: "Cool Cars" });
    const id = made.ok ? made.value.id : "";
    const change = { objectApiName: "Account", recordId: id, change: "create" };
    expect(chunks.join("")).toContain(`event: change\ndata: ${JSON.stringify([change])}\n\n`);
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
