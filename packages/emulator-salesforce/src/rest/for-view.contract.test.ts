import { describe, expect, it } from "vitest";
import { OrgClient } from "../../test/support/org-client.ts";

const DAY_MS = 86_400_000;

function seen(): { readonly client: OrgClient; readonly id: string; readonly other: string } {
  const client = new OrgClient();
  const other = client.create("Account", { Name: "Other" });
  const id = client.create("Account", { Name: "Seen" });
  client.wait(DAY_MS);
  return { client, id, other };
}

const DATES = "SELECT LastViewedDate, LastReferencedDate FROM Account WHERE Name = 'Seen'";
const TODAY = "2026-11-21T10:00:00.000+0000";

describe("a query FOR VIEW or FOR REFERENCE", () => {
  it.each([
    ["FOR VIEW", TODAY, TODAY],
    ["FOR REFERENCE", null, TODAY],
    ["FOR VIEW FOR REFERENCE", TODAY, TODAY],
    ["for reference for view", TODAY, TODAY],
  ])("%s sets the dates of the asking user", (uses, viewed, referenced) => {
    const { client } = seen();
    expect(client.records(DATES)).toEqual([{ LastViewedDate: null, LastReferencedDate: null }]);
    client.records(`SELECT Id FROM Account WHERE Name = 'Seen' ${uses}`);
    client.wait(1_000);
    expect(client.records(DATES)).toEqual([
      { LastViewedDate: viewed, LastReferencedDate: referenced },
    ]);
    const other = client.records("SELECT LastViewedDate FROM Account WHERE Name = 'Other'");
    expect(other).toEqual([{ LastViewedDate: null }]);
  });

  it("can be filtered and sorted by, and is shown with the record", () => {
    const { client, id } = seen();
    client.records("SELECT Id FROM Account WHERE Name = 'Seen' FOR VIEW");
    const names = (tail: string) =>
      client.records(`SELECT Name FROM Account ${tail}`).map((row) => row["Name"]);
    expect(names("WHERE LastViewedDate = TODAY")).toEqual(["Seen"]);
    expect(names("WHERE LastViewedDate = null")).toEqual(["Other"]);
    expect(names("ORDER BY LastViewedDate DESC NULLS LAST")).toEqual(["Seen", "Other"]);
    expect(client.read("Account", id)["LastViewedDate"]).toBe(TODAY);
  });

  it("is no change: neither the row nor the feed moves", () => {
    const { client, id } = seen();
    const stamps = () => {
      const { SystemModstamp, LastModifiedDate, LastModifiedById } = client.read("Account", id);
      return { SystemModstamp, LastModifiedDate, LastModifiedById };
    };
    const before = stamps();
    const latest = client.org.feed.latest();
    const commits: number[] = [];
    client.org.onCommit(({ rows, events }) => commits.push(rows.length + events.length));
    client.records("SELECT Id FROM Account FOR VIEW");
    expect(stamps()).toEqual(before);
    expect(client.org.feed.latest()).toBe(latest);
    expect(commits.reduce((all, each) => all + each, 0)).toBe(0);
  });

  it("puts what it answered among the user's recent records, and nothing when it is refused", () => {
    const { client, id, other } = seen();
    const recent = () =>
      (client.send("GET", "recent").body as { Id: string }[]).map(({ Id }) => Id);
    expect(recent()).toEqual([id, other]);
    client.records("SELECT Id FROM Account WHERE Name = 'Other' FOR REFERENCE");
    expect(recent()).toEqual([other, id]);
    expect(client.query("SELECT Nope FROM Account WHERE Name = 'Seen' FOR VIEW").status).toBe(400);
    client.records("SELECT Id FROM Account WHERE Name = 'Seen'");
    expect(recent()).toEqual([other, id]);
  });

  it("keeps each user's dates apart, and over a restart", () => {
    const { client } = seen();
    client.records("SELECT Id FROM Account WHERE Name = 'Seen' FOR VIEW");
    const form = "grant_type=client_credentials&client_id=demo&client_secret=demo";
    const { body } = client.send("POST", "/services/oauth2/token", form, {
      "content-type": "application/x-www-form-urlencoded",
    });
    const again = new OrgClient({ restore: client.org.store.snapshot() });
    again.now = client.now;
    expect(again.records(DATES)).toMatchObject([{ LastViewedDate: TODAY }]);
    again.token = (body as { access_token: string }).access_token;
    expect(again.records(DATES)).toMatchObject([{ LastViewedDate: null }]);
  });
});
