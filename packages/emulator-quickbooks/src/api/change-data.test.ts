import { describe, expect, it } from "vitest";
import { objectOf, textOf, type JsonObject } from "../json/json-value.ts";
import { ApiDriver, bodyOf, faultOf, idOf, invoiceOf } from "../testing/api-driver.ts";

type Group = Readonly<Record<string, unknown>>;

/** The groups of an answer, one for each type asked for. */
function groupsOf(driver: ApiDriver, entities: string, since: number): readonly Group[] {
  const moment = encodeURIComponent(new Date(since).toISOString());
  const answer = bodyOf(driver.get(`cdc?entities=${entities}&changedSince=${moment}`));
  const [{ QueryResponse }] = answer["CDCResponse"] as unknown as [{ QueryResponse: Group[] }];
  return QueryResponse;
}

const rowsOf = (group: Group | undefined, type: string): readonly JsonObject[] =>
  (group?.[type] ?? []) as readonly JsonObject[];
const idsOf = (group: Group | undefined, type: string): string[] => rowsOf(group, type).map(idOf);

/** A company of which nothing has changed yet. */
function quietCompany(): ApiDriver {
  const driver = new ApiDriver();
  driver.now += 60_000;
  return driver;
}

describe("change data", () => {
  it("answers one group per type, in the order of the request, whatever the case of the names", () => {
    const driver = quietCompany();
    const since = driver.now;
    const invoice = idOf(driver.created("invoice", invoiceOf("1", 5)));
    const groups = groupsOf(driver, "term,iNVOICE,CUSTOMER", since);
    expect(groups).toHaveLength(3);
    expect(groups[0]).toEqual({});
    expect(idsOf(groups[1], "Invoice")).toEqual([invoice]);
    // The customer's balance has moved.
    expect(idsOf(groups[2], "Customer")).toEqual(["1"]);
    expect(groups[2]).not.toHaveProperty("totalCount");
  });

  it("shows inactive records as changes", () => {
    const driver = quietCompany();
    const since = driver.now;
    const made = driver.created("customer", { DisplayName: "Soon gone" });
    driver.created("customer", { Id: idOf(made), SyncToken: "0", sparse: true, Active: false });
    const [group] = groupsOf(driver, "Customer", since);
    expect(rowsOf(group, "Customer")).toMatchObject([
      { Active: false, DisplayName: "Soon gone (deleted)" },
    ]);
  });

  it("puts deletions last, with their time, and counts all", () => {
    const driver = quietCompany();
    const since = driver.now;
    const first = driver.created("invoice", invoiceOf("1", 5));
    const second = idOf(driver.created("invoice", invoiceOf("1", 6)));
    driver.now += 60_000;
    driver.post("invoice?operation=delete", { Id: idOf(first), SyncToken: "0" });
    driver.now += 60_000;
    const third = idOf(driver.created("invoice", invoiceOf("1", 7)));
    const [group] = groupsOf(driver, "Invoice", since);
    expect(idsOf(group, "Invoice")).toEqual([second, third, idOf(first)]);
    expect(group).toMatchObject({ startPosition: 1, maxResults: 3, totalCount: 3 });
    expect(rowsOf(group, "Invoice").at(-1)).toEqual({
      domain: "QBO",
      status: "Deleted",
      Id: idOf(first),
      MetaData: { LastUpdatedTime: "2026-11-02T10:02:00-08:00" },
    });
  });

  it("has no start position where there are only deletions", () => {
    const driver = quietCompany();
    const invoice = driver.created("invoice", invoiceOf("1", 5));
    driver.now += 60_000;
    const since = driver.now;
    driver.post("invoice?operation=delete", { Id: idOf(invoice), SyncToken: "0" });
    const [group] = groupsOf(driver, "Invoice", since);
    expect(Object.keys(group ?? {})).toEqual(["Invoice", "maxResults", "totalCount"]);
  });

  it("tells the last state alone of a record that changed often", () => {
    const driver = quietCompany();
    const since = driver.now;
    const made = idOf(driver.created("customer", { DisplayName: "Often" }));
    for (let token = 0; token < 5; token += 1) {
      driver.now += 1000;
      driver.created("customer", {
        Id: made,
        SyncToken: String(token),
        sparse: true,
        Notes: `Edit ${token}`,
      });
    }
    const [group] = groupsOf(driver, "Customer", since);
    expect(rowsOf(group, "Customer").map((row) => textOf(row, "Notes"))).toEqual(["Edit 4"]);
  });

  it("forgets what was refused", () => {
    const driver = quietCompany();
    const since = driver.now;
    driver.created("customer", { DisplayName: "Taken" });
    driver.now += 60_000;
    const from = driver.now;
    expect(driver.post("customer", { DisplayName: "Taken" }).status).toBe(400);
    expect(groupsOf(driver, "Customer", from)).toEqual([{}]);
    expect(idsOf(groupsOf(driver, "Customer", since)[0], "Customer")).toHaveLength(1);
  });

  it("holds 1000 objects at most, the oldest, used up in the order of the request", () => {
    const driver = quietCompany();
    const since = driver.now;
    const made = Array.from({ length: 700 }, (_, count) => {
      driver.now += 1000;
      return idOf(driver.created("customer", { DisplayName: `Customer ${count}` }));
    });
    const vendors = Array.from({ length: 400 }, (_, count) => {
      driver.now += 1000;
      return idOf(driver.created("vendor", { DisplayName: `Vendor ${count}` }));
    });
    const [customerGroup, vendorGroup, termGroup] = groupsOf(driver, "customer,vendor,term", since);
    expect(idsOf(customerGroup, "Customer")).toEqual(made);
    expect(idsOf(vendorGroup, "Vendor")).toEqual(vendors.slice(0, 300));
    expect(vendorGroup).toMatchObject({ startPosition: 1, maxResults: 300 });
    expect(termGroup).toEqual({});
    const [vendorsFirst, customersNext] = groupsOf(driver, "vendor,customer", since);
    expect(idsOf(vendorsFirst, "Vendor")).toEqual(vendors);
    expect(idsOf(customersNext, "Customer")).toEqual(made.slice(0, 600));
  });

  it("reads any form of time, also an offset whose plus sign was not encoded", () => {
    const driver = quietCompany();
    const made = idOf(driver.created("customer", { DisplayName: "Timely" }));
    // 2026-11-02T18:01:00Z
    const forms = [
      "2026-11-02T10:01:00-08:00",
      "2026-11-02T18:01:00Z",
      "2026-11-02T18:01:00+00:00",
      "2026-11-02T18:01:00%2B00:00",
      "2026-11-02T10:01:00",
      "2026-11-02T10:01:00.000-0800",
    ];
    for (const form of forms) {
      expect(driver.get(`cdc?entities=customer&changedSince=${form}`).body).toContain(
        `"Id":"${made}"`,
      );
    }
    const later = driver.get("cdc?entities=customer&changedSince=2026-11-02T18:01:01Z");
    expect(later.body).toContain('{"CDCResponse":[{"QueryResponse":[{}]}]');
  });

  const refusals: readonly [claim: string, parameters: string, code: string, detail: RegExp][] = [
    ["without types", "changedSince=2026-11-01", "2020", /Required parameter entities is missing/],
    ["of empty types", "entities=,&changedSince=2026-11-01", "2020", /entities is missing/],
    ["without a moment", "entities=Customer", "2020", /Required parameter changedSince is missing/],
    ["from no moment", "entities=Customer&changedSince=yesterday", "2060", /date format/],
    [
      "from more than 30 days ago",
      "entities=Customer&changedSince=2026-10-01",
      "500",
      /^Operation cdc with changedSince date \{2026-10-01\} which is older than fixed days is not supported\.$/,
    ],
    ...["JournalCode", "TaxAgency", "TimeActivity", "TaxCode", "TaxRate", "Nonsense"].map(
      (type): [string, string, string, RegExp] => [
        `of ${type}`,
        `entities=Customer,${type}&changedSince=2026-11-01`,
        "4001",
        new RegExp(`invalid context declaration: ${type}$`),
      ],
    ),
  ];
  for (const [claim, parameters, code, detail] of refusals) {
    it(`${claim} is refused`, () => {
      const fault = faultOf(new ApiDriver().get(`cdc?${parameters}`));
      expect([fault.status, ...fault.codes]).toEqual([400, code]);
      expect(fault.details[0]).toMatch(detail);
    });
  }

  it("looks back thirty days to the second", () => {
    const driver = new ApiDriver();
    const edge = driver.now - 30 * 24 * 3_600_000;
    expect(groupsOf(driver, "Customer", edge)).toHaveLength(1);
    const before = encodeURIComponent(new Date(edge - 1000).toISOString());
    expect(driver.get(`cdc?entities=Customer&changedSince=${before}`).status).toBe(400);
  });

  it("shows every type that it knows as queries show it", () => {
    const driver = quietCompany();
    const since = driver.now;
    const made = idOf(driver.created("invoice", invoiceOf("1", 5)));
    const [group] = groupsOf(driver, "Invoice", since);
    const queried = objectOf(
      bodyOf(driver.query(`select * from Invoice where Id = '${made}'`)),
      "QueryResponse",
    );
    expect(rowsOf(group, "Invoice")).toEqual(queried?.["Invoice"]);
  });
});
