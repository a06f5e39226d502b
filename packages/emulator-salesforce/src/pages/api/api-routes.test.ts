import { beforeEach, describe, expect, it } from "vitest";
import type { PageHandler } from "../../page-host.ts";
import { mountPages } from "../mount-pages.ts";
import { bodyText, fakeHost, type FakeHost, get, send } from "../testing/fake-host.ts";
import type {
  AppContext,
  DeletedRecord,
  ListPage,
  LookupMatch,
  ObjectInfo,
  RecordPage,
  Refusal,
  RelatedPage,
  SearchGroup,
} from "./shapes.ts";

let host: FakeHost;
let pages: PageHandler;

beforeEach(() => {
  host = fakeHost();
  pages = mountPages(host);
});

async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const url = `/lightning/api/${path}`;
  const request = method === "GET" ? get(url) : send(method, url, body ?? {});
  return JSON.parse(bodyText(await pages(request))) as T;
}

async function make(object: string, fields: Readonly<Record<string, unknown>>): Promise<string> {
  const path = `objects/${object}/records`;
  const { id, errors } = await call<{ id: string } & Partial<Refusal>>("POST", path, { fields });
  if (errors !== undefined) throw new Error(errors.map(({ message }) => message).join(" "));
  return id;
}

const names = ({ records }: ListPage): string[] => records.map(({ name }) => name);

describe("the frame", () => {
  it("knows the apps, their items and everything that can be launched", async () => {
    const context = await call<AppContext>("GET", "context");
    const [app] = context.apps;
    expect(app?.items.map(({ label }) => label)).toContain("Accord Admin");
    expect(context.items.map(({ name }) => name)).toContain("Contact");
    expect(context.users).toHaveLength(2);
  });

  it("launches what has a tab and nothing else", async () => {
    const { items } = await call<AppContext>("GET", "context");
    const objects = items.filter(({ kind }) => kind === "object").map(({ name }) => name);
    expect(objects.toSorted()).toEqual([
      "Account",
      "Contact",
      "Contract",
      "Opportunity",
      "Order",
      "Pricebook2",
      "Product2",
      "Quote",
    ]);
  });
});

describe("an object", () => {
  it("comes with the labels, columns and related lists of its layout", async () => {
    const info = await call<ObjectInfo>("GET", "objects/Account");
    expect(info.fields["ParentId"]?.label ?? "Parent Account").toBe("Parent Account");
    expect(info.fields["OwnerId"]?.label).toBe("Account Owner");
    expect(info.listColumns[0]?.field).toBe("Name");
    expect(info.sections.map(({ title }) => title)).toContain("Address Information");
    expect(info.related.map(({ relationship }) => relationship)).toContain("Contacts");
    expect(info.fields["BillingAddress"]?.address?.city).toBe("BillingCity");
  });

  it("names one child of each list as New does", async () => {
    const { related } = await call<ObjectInfo>("GET", "objects/Account");
    const labels = related.map(({ relationship, objectLabel }) => [relationship, objectLabel]);
    expect(Object.fromEntries(labels)).toMatchObject({
      Contacts: "Contact",
      ChildAccounts: "Account",
    });
  });

  it("offers New where its metadata does not leave it out, in its lists and under its parents", async () => {
    const status = await call<ObjectInfo>("GET", "objects/Accord_Record_Status__c");
    expect([status.canCreate, status.offersNew]).toEqual([true, false]);
    const account = await call<ObjectInfo>("GET", "objects/Account");
    expect(account.offersNew).toBe(true);
    const offers = new Map(account.related.map((list) => [list.object, list.canCreate]));
    expect(offers.get("Accord_Record_Status__c")).toBe(false);
    expect(offers.get("Contact")).toBe(true);
  });

  it("is refused in the platform's words when there is none", async () => {
    const { errors } = await call<Refusal>("GET", "objects/Nothing");
    expect(errors[0]?.errorCode).toBe("NOT_FOUND");
  });

  it("shows custom fields that no layout names", async () => {
    const info = await call<ObjectInfo>("GET", "objects/Account");
    const placed = info.sections.flatMap(({ columns }) => columns.flat().map(({ field }) => field));
    const custom = Object.keys(info.fields).filter((name) => name.endsWith("__c"));
    expect(custom.filter((name) => !placed.includes(name))).toEqual([]);
  });
});

describe("a list", () => {
  beforeEach(async () => {
    for (const name of ["Cedar", "Alder", "100% Birch"]) {
      await make("Account", { Name: name, Phone: `(206) ${name.length}` });
    }
  });

  const list = (query: string) => call<ListPage>("GET", `objects/Account/list?${query}`);

  it("is sorted by name, and by what is asked for", async () => {
    expect(names(await list(""))).toEqual(["100% Birch", "Alder", "Cedar"]);
    expect(names(await list("sort=Phone&dir=desc"))).toEqual(["Cedar", "Alder", "100% Birch"]);
  });

  it("is searched in its columns, and takes wildcards for themselves", async () => {
    expect(names(await list("q=100%25&columns=Name"))).toEqual(["100% Birch"]);
    expect(names(await list("q=(206)%2010&columns=Name,Phone"))).toEqual(["100% Birch"]);
    expect(names(await list("q=_&columns=Name"))).toEqual([]);
    expect(names(await list("q='%20OR%20Name!%3D'&columns=Name"))).toEqual([]);
  });

  it("is paged by the server, and says whether rows follow", async () => {
    const first = await list("limit=2");
    expect([names(first), first.hasMore]).toEqual([["100% Birch", "Alder"], true]);
    const rest = await list("limit=2&offset=2");
    expect([names(rest), rest.hasMore]).toEqual([["Cedar"], false]);
  });

  it("filters by its view: mine, and those I opened last", async () => {
    const seller = host.orgAs(host.users()[1]?.id ?? "");
    seller.create("Account", { Name: "Theirs" });
    expect(names(await list("view=MyAccounts"))).not.toContain("Theirs");
    const found = await list("view=AllAccounts&q=Alder&columns=Name");
    expect(names(await list("view=__Recent"))).toEqual([]);
    await call("GET", `records/${found.records[0]?.id ?? ""}`);
    expect(names(await list("view=__Recent"))).toEqual(["Alder"]);
  });

  it("is refused when it is sorted by what is no field", async () => {
    const { errors } = await call<Refusal>("GET", "objects/Account/list?sort=Nothing");
    expect(errors[0]?.errorCode).toBe("INVALID_FIELD");
  });
});

describe("a record", () => {
  it("comes with its page, its values and the names behind its lookups", async () => {
    const id = await make("Account", { Name: "Cool Cars", BillingCity: "Bayshore" });
    const { record, regions, info } = await call<RecordPage>("GET", `records/${id}`);
    expect(record.name).toBe("Cool Cars");
    expect(record.fields["OwnerId"]).toEqual({ value: host.user.id, displayValue: host.user.name });
    expect(record.fields["BillingCity"]?.value).toBe("Bayshore");
    expect(info.name).toBe("Account");
    expect(regions.map(({ name }) => name)).toContain("sidebar");
  });

  it("keeps what a sync wrote meanwhile, because only changes are sent", async () => {
    const id = await make("Account", { Name: "Cool Cars", Phone: "1" });
    host.org.update("Account", id, { Phone: "2" });
    await call("PATCH", `records/${id}`, { fields: { BillingCity: "Bayshore" } });
    expect(host.org.read("Account", id)).toMatchObject({
      value: { Phone: "2", BillingCity: "Bayshore" },
    });
  });

  it("is refused with the org's own message and fields", async () => {
    const url = "/lightning/api/objects/Account/records";
    const answer = await pages(send("POST", url, { fields: { Name: null } }));
    expect(answer?.status).toBe(400);
    const { errors } = JSON.parse(bodyText(answer)) as Refusal;
    expect(errors).toEqual([
      expect.objectContaining({ errorCode: "REQUIRED_FIELD_MISSING", fields: ["Name"] }),
    ]);
  });

  it("is not there for a mistyped id, in words that show no query", async () => {
    const id = await make("Account", { Name: "Cool Cars" });
    for (const mistyped of [`${id.slice(0, 15)}ZZZ`, id.slice(0, 12)]) {
      const { errors } = await call<Refusal>("GET", `records/${mistyped}`);
      expect(errors[0]?.errorCode).toBe("NOT_FOUND");
      expect(errors[0]?.message).not.toMatch(/SELECT|ERROR at/u);
    }
  });

  it("goes to the recycle bin and comes back", async () => {
    const id = await make("Account", { Name: "Cool Cars" });
    await call("DELETE", `records/${id}`);
    const { errors } = await call<Refusal>("GET", `records/${id}`);
    expect(errors[0]?.errorCode).toBe("ENTITY_IS_DELETED");
    const bin = await call<readonly DeletedRecord[]>("GET", "recycle-bin");
    expect(bin).toEqual([
      expect.objectContaining({ id, name: "Cool Cars", label: "Account", deletedBy: "Ada Admin" }),
    ]);
    await call("POST", `records/${id}/undelete`);
    expect((await call<RecordPage>("GET", `records/${id}`)).record.name).toBe("Cool Cars");
    expect(await call("GET", "recycle-bin")).toEqual([]);
  });

  it("is merged into another, with the values chosen", async () => {
    const master = await make("Account", { Name: "Cool Cars", Phone: "1" });
    const loser = await make("Account", { Name: "Cool Cars Inc", Phone: "2" });
    await call("POST", "objects/Account/merge", {
      masterId: master,
      loserIds: [loser],
      fields: { Phone: "2" },
    });
    expect(host.org.read("Account", master)).toMatchObject({ value: { Phone: "2" } });
    expect(host.org.read("Account", loser).ok).toBe(false);
    const { errors } = await call<Refusal>("POST", "objects/Account/merge", { masterId: master });
    expect(errors[0]?.errorCode).toBe("INVALID_INPUT");
  });
});

describe("a standard user", () => {
  it("sees neither objects nor fields that nobody granted, in the platform's words", async () => {
    const seller = { cookie: `lightning_user=${host.users()[1]?.id ?? ""}` };
    const answer = await pages(get("/lightning/api/objects/Accord_Record_Status__c", seller));
    expect(answer?.status).toBe(404);
    const account = await pages(get("/lightning/api/objects/Account", seller));
    const info = JSON.parse(bodyText(account)) as ObjectInfo;
    expect(Object.keys(info.fields)).toContain("Phone");
    expect(Object.keys(info.fields)).not.toContain("Accord_QB_Id__c");
  });

  it("is offered nothing new where a permission set lets it read alone", async () => {
    const seller = host.users()[1]?.id ?? "";
    const set = host.org.query("SELECT Id FROM PermissionSet WHERE Name = 'Accord_Sync_User'");
    const id = set.ok ? set.value.records[0]?.["Id"] : undefined;
    const assigned = host.org.create("PermissionSetAssignment", {
      AssigneeId: seller,
      PermissionSetId: id,
    });
    expect(assigned.ok).toBe(true);
    const cookie = `lightning_user=${seller}`;
    const answer = await pages(get("/lightning/api/objects/Accord_Record_Status__c", { cookie }));
    const info = JSON.parse(bodyText(answer)) as ObjectInfo;
    expect([info.canCreate, info.offersNew, info.canEdit]).toEqual([false, false, false]);
  });
});

describe("a product", () => {
  it("keeps its list price in its standard price entry", async () => {
    const id = await make("Product2", { Name: "Rocks", IsActive: true, ListPrice: 1275.5 });
    const { record } = await call<RecordPage>("GET", `records/${id}`);
    expect(record.fields["ListPrice"]?.value).toBe(1275.5);
    await call("PATCH", `records/${id}`, { fields: { ListPrice: 10 } });
    const found = host.org.query("SELECT UnitPrice FROM PricebookEntry");
    expect(found).toMatchObject({ value: { records: [{ UnitPrice: 10 }] } });
  });

  it("is not half made when its price is refused", async () => {
    host.whole.store.remove("Pricebook2", "01s000000000001AAA");
    const fields = { Name: "Rocks", IsActive: true, ListPrice: 10 };
    const { errors } = await call<Partial<Refusal>>("POST", "objects/Product2/records", { fields });
    expect(errors?.[0]?.fields).toEqual(["ListPrice"]);
    expect(host.org.query("SELECT Id FROM Product2")).toMatchObject({ value: { totalSize: 0 } });
  });
});

describe("children", () => {
  it("are listed under their parent without the column of the parent", async () => {
    const account = await make("Account", { Name: "Cool Cars" });
    await make("Contact", { LastName: "Driver", AccountId: account });
    await make("Contact", { LastName: "Stranger" });
    const page = await call<RelatedPage>("GET", `records/${account}/related/Contacts`);
    expect(names(page)).toEqual(["Driver"]);
    expect(page.columns.map(({ field }) => field)).not.toContain("AccountId");
  });

  it("of a relationship that the object has not are not found", async () => {
    const account = await make("Account", { Name: "Cool Cars" });
    const { errors } = await call<Refusal>("GET", `records/${account}/related/Nothing`);
    expect(errors[0]?.errorCode).toBe("NOT_FOUND");
  });
});

describe("finding records", () => {
  beforeEach(async () => {
    const account = await make("Account", { Name: "Cool Cars", Type: "Prospect" });
    await make("Contact", { LastName: "Coolidge", AccountId: account });
  });

  it("groups what the search found by object, those with a tab first", async () => {
    const groups = await call<readonly SearchGroup[]>("GET", "search?q=cool");
    expect(groups.map(({ info }) => info.name)).toEqual(["Account", "Contact"]);
    const narrow = await call<readonly SearchGroup[]>("GET", "search?q=cool&object=Contact");
    expect(narrow.map(({ info }) => info.name)).toEqual(["Contact"]);
    expect(await call("GET", "search?q=c")).toEqual([]);
  });

  it("offers a lookup what its text finds, with a line to tell namesakes apart", async () => {
    const matches = await call<readonly LookupMatch[]>("GET", "lookup/Account?q=car");
    expect(matches).toEqual([
      expect.objectContaining({ name: "Cool Cars", subtitle: "Prospect", object: "Account" }),
    ]);
    expect(await call<readonly LookupMatch[]>("GET", "lookup/Account?q=")).toHaveLength(1);
  });
});

describe("the UI API's shape", () => {
  it("nests parents, with values and display values", async () => {
    const account = await make("Account", { Name: "Cool Cars" });
    const contact = await make("Contact", { LastName: "Driver", AccountId: account });
    const query = "fields=Contact.LastName,Contact.Account.Name&optionalFields=Contact.Nothing__c";
    const record = await call<unknown>("GET", `ui/records/${contact}?${query}`);
    expect(record).toMatchObject({
      apiName: "Contact",
      id: contact,
      fields: {
        LastName: { value: "Driver", displayValue: null },
        Account: { displayValue: "Cool Cars", value: { fields: { Name: { value: "Cool Cars" } } } },
      },
    });
  });

  it("refuses a field that does not exist", async () => {
    const account = await make("Account", { Name: "Cool Cars" });
    const { errors } = await call<Refusal>("GET", `ui/records/${account}?fields=Account.Nothing`);
    expect(errors[0]?.errorCode).toBe("INVALID_FIELD");
  });
});

describe("a call that makes no sense", () => {
  it.each([
    ["GET", "nothing", 404],
    ["PUT", "context", 405],
    ["GET", "records/%E0%A4%A", 404],
    ["GET", "records/abc", 404],
  ])("%s %s is answered with %s's status %i", async (method, path, status) => {
    const url = `/lightning/api/${path}`;
    const answer = await pages(method === "GET" ? get(url) : send(method, url, {}));
    expect(answer?.status).toBe(status);
  });

  it("is refused when its body is no JSON object", async () => {
    const url = "/lightning/api/objects/Account/records";
    for (const body of ["{", "[]", "null"]) {
      const answer = await pages({ ...send("POST", url, {}), body });
      expect(answer?.status).toBe(400);
    }
  });
});
