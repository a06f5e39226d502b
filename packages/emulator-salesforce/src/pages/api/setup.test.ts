import { describe, expect, it } from "vitest";
import { mountPages } from "../mount-pages.ts";
import { bodyText, fakeHost, get, send } from "../testing/fake-host.ts";

const SELLER = { cookie: "lightning_user=005000000000003AAA" };

function pagesOf(host = fakeHost()) {
  const pages = mountPages(host);
  const json = async (url: string, headers = {}): Promise<unknown> =>
    JSON.parse(bodyText(await pages(get(url, headers))));
  return { host, pages, json };
}

describe("Setup", () => {
  it("shows the newest change events with what they say, and no field that did not change", async () => {
    const { host, json } = pagesOf();
    host.org.create("Account", { Name: "First" });
    host.org.create("Account", { Name: "Second", Phone: "1" });
    const [newest, before] = (await json("/lightning/api/setup/events")) as Record<
      string,
      unknown
    >[];
    expect(newest).toMatchObject({ entity: "Account", changeType: "CREATE" });
    expect(newest?.["payload"]).toMatchObject({ Name: "Second", Phone: "1" });
    expect(before?.["payload"]).toMatchObject({ Name: "First" });
    expect(before?.["payload"]).not.toHaveProperty("Phone");
  });

  it("shows what is used of the limits that GET /limits names", async () => {
    const { host, json } = pagesOf();
    host.whole.usage.countCall("query", 1_000_000, { status: 200, rows: 0 });
    const usage = (await json("/lightning/api/setup/usage")) as Record<string, unknown[]>;
    expect(usage["limits"]).toContainEqual({ name: "DailyApiRequests", max: 100_000, used: 1 });
    expect(usage["byKind"]).toEqual([{ kind: "query", calls: 1 }]);
  });

  it("arms fault rules and takes them away; says why a rule makes no sense", async () => {
    const { host, pages, json } = pagesOf();
    const put = async (rules: unknown) =>
      pages(send("PUT", "/lightning/api/setup/faults", { rules }));
    expect((await put([{ fault: "row-lock", times: 2 }]))?.status).toBe(200);
    expect(host.whole.faults.rules()).toMatchObject([{ fault: "row-lock", times: 2 }]);
    const refused = await put([{ fault: "nonsense" }]);
    expect(refused?.status).toBe(400);
    expect(bodyText(refused)).toContain("unknown fault 'nonsense'");
    expect(await json("/lightning/api/setup/faults")).toHaveLength(1);
    await put([]);
    expect(host.whole.faults.rules()).toEqual([]);
  });

  it.each(["usage", "events", "faults", "users", "permissions"])(
    "shows %s to nobody without View Setup",
    async (section) => {
      const host = fakeHost();
      const { pages } = pagesOf({
        ...host,
        setupOf: (id) => (id === host.user.id ? host.setupOf(id) : undefined),
      });
      const url = `/lightning/api/setup/${section}`;
      expect((await pages(get(url)))?.status).toBe(200);
      expect((await pages(get(url, SELLER)))?.status).toBe(403);
      const put = send("PUT", "/lightning/api/setup/faults", { rules: [] }, SELLER);
      expect((await pages(put))?.status).toBe(403);
    },
  );

  it("has no sections that every object inherits", async () => {
    const { pages } = pagesOf();
    expect((await pages(get("/lightning/api/setup/constructor")))?.status).toBe(404);
  });
});
