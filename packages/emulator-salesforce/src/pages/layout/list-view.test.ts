import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { mountPages } from "../mount-pages.ts";
import type { ListPage, ObjectInfo, RelatedPage } from "../api/shapes.ts";
import { bodyText, fakeHost, get } from "../testing/fake-host.ts";

const folder = mkdtempSync(path.join(tmpdir(), "accord-views-"));
afterAll(() => rmSync(folder, { recursive: true }));

function write(file: string, xml: string): void {
  const whole = path.join(folder, "force-app/main/default", file);
  mkdirSync(path.dirname(whole), { recursive: true });
  writeFileSync(whole, xml);
}

write(
  "objects/Account/listViews/Hot.listView-meta.xml",
  `<ListView><fullName>Hot</fullName><label>Hot Prospects</label>
   <booleanFilter>1 AND (2 OR 3)</booleanFilter>
   <columns>ACCOUNT.NAME</columns><columns>ACCOUNT.PHONE1</columns><columns>CORE.USERS.ALIAS</columns>
   <columns>Accord_Email__c</columns><columns>NO_SUCH</columns><filterScope>Everything</filterScope>
   <filters><field>ACCOUNT.TYPE</field><operation>equals</operation><value>Prospect,Customer - Direct</value></filters>
   <filters><field>ACCOUNT.NAME</field><operation>startsWith</operation><value>O'N</value></filters>
   <filters><field>EMPLOYEES</field><operation>greaterThan</operation><value>10</value></filters></ListView>`,
);
write(
  "objects/Account/listViews/Mine_Only.listView-meta.xml",
  `<ListView><label>Mine Only</label><columns>ACCOUNT.NAME</columns><filterScope>Mine</filterScope></ListView>`,
);
write(
  "layouts/Account-Account Layout.layout-meta.xml",
  `<Layout><relatedLists><fields>NAME</fields><fields>AMOUNT</fields><relatedList>RelatedOpportunityList</relatedList></relatedLists>
   <relatedLists><fields>FULL_NAME</fields><fields>TITLE</fields><relatedList>RelatedContactList</relatedList></relatedLists></Layout>`,
);

function shown() {
  const host = fakeHost({ appFolder: folder });
  const pages = mountPages(host);
  const read = async <T>(url: string): Promise<T> =>
    JSON.parse(bodyText(await pages(get(`/lightning/api/${url}`)))) as T;
  const list = async (view: string): Promise<string[]> => {
    const page = await read<ListPage>(`objects/Account/list?view=${view}&columns=Name`);
    return page.records.map(({ name }) => name);
  };
  return { host, read, list };
}

describe("the project's own list views", () => {
  it("stand beside the org's, with the columns that the object has", async () => {
    const { listViews } = await shown().read<ObjectInfo>("objects/Account");
    expect(listViews.find(({ id }) => id === "Hot")).toEqual({
      id: "Hot",
      label: "Hot Prospects",
      columns: ["Name", "Phone", "OwnerId", "Accord_Email__c"],
    });
    expect(listViews[0]?.id).toBe("AllAccounts");
  });

  it("filter as their logic says", async () => {
    const { host, list } = shown();
    const make = (Name: string, Type: string | null, NumberOfEmployees: number): void =>
      void host.org.create("Account", { Name, Type, NumberOfEmployees });
    make("O'Neil", "Prospect", 1);
    make("Large", "Customer - Direct", 11);
    make("Small", "Prospect", 10);
    make("O'Nobody", null, 99);
    expect(await list("Hot")).toEqual(["Large", "O'Neil"]);
  });

  it("show one's own records where their scope says so", async () => {
    const { host, list } = shown();
    host.org.create("Account", { Name: "Mine" });
    host.orgAs("005000000000003AAA").create("Account", { Name: "Theirs" });
    expect(await list("Mine_Only")).toEqual(["Mine"]);
  });
});

describe("the related lists of the project's layout", () => {
  it("are those that it places, in its order and with its columns", async () => {
    const { host, read } = shown();
    const info = await read<ObjectInfo>("objects/Account");
    expect(info.related.map(({ object }) => object)).toEqual(["Opportunity", "Contact"]);
    const made = host.org.create("Account", { Name: "Acme" });
    const id = made.ok ? made.value.id : "";
    const opportunities = await read<RelatedPage>(`records/${id}/related/Opportunities`);
    expect(opportunities.columns.map(({ field }) => field)).toEqual(["Name", "Amount"]);
    const contacts = await read<RelatedPage>(`records/${id}/related/Contacts`);
    expect(contacts.columns.map(({ field }) => field)).toEqual(["Name", "Title"]);
  });
});
