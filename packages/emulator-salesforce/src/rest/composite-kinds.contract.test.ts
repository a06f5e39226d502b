import { describe, expect, it } from "vitest";
import { API, OrgClient } from "../../test/support/org-client.ts";

const account = (referenceId: string, fields: object = { Name: referenceId }) => ({
  method: "POST",
  url: `${API}/sobjects/Account`,
  referenceId,
  body: fields,
});

const contactOf = (referenceId: string, parent: string) => ({
  method: "POST",
  url: `${API}/sobjects/Contact`,
  referenceId,
  body: { LastName: referenceId, AccountId: `@{${parent}.id}` },
});

interface GraphAnswer {
  readonly graphs: readonly {
    readonly graphId: string;
    readonly isSuccessful: boolean;
    readonly graphResponse: {
      readonly compositeResponse: readonly {
        readonly referenceId: string;
        readonly httpStatusCode: number;
        readonly body: unknown;
      }[];
    };
  }[];
}

function graphs(client: OrgClient, ...list: readonly (readonly object[])[]): GraphAnswer {
  const body = {
    graphs: list.map((compositeRequest, at) => ({ graphId: `g${at}`, compositeRequest })),
  };
  const answer = client.send("POST", "composite/graph", body);
  expect(answer.status).toBe(200);
  return answer.body as GraphAnswer;
}

describe("composite graph", () => {
  it("does each graph whole or not at all", () => {
    const client = new OrgClient();
    const { graphs: answers } = graphs(
      client,
      [account("a"), contactOf("b", "a")],
      [account("c"), account("d", {})],
    );
    expect(answers.map((each) => each.isSuccessful)).toEqual([true, false]);
    expect(answers[1]?.graphResponse.compositeResponse).toMatchObject([
      { referenceId: "c", httpStatusCode: 400, body: [{ errorCode: "PROCESSING_HALTED" }] },
      { referenceId: "d", httpStatusCode: 400, body: [{ errorCode: "REQUIRED_FIELD_MISSING" }] },
    ]);
    expect(client.records("SELECT Name FROM Account")).toEqual([{ Name: "a" }]);
    expect(client.records("SELECT Account.Name FROM Contact")).toMatchObject([
      { Account: { Name: "a" } },
    ]);
    expect(client.org.usage.report()).toMatchObject({ rowsWritten: 2 });
  });

  it("attempts no more after fifteen failed graphs", () => {
    const client = new OrgClient();
    const bad = Array.from({ length: 15 }, () => [account("x", {})]);
    const { graphs: answers } = graphs(client, ...bad, [account("good")]);
    expect(answers[14]).toMatchObject({
      graphResponse: { compositeResponse: [{ body: [{ errorCode: "REQUIRED_FIELD_MISSING" }] }] },
    });
    expect(answers.at(-1)).toMatchObject({
      isSuccessful: false,
      graphResponse: { compositeResponse: [{ body: [{ errorCode: "PROCESSING_HALTED" }] }] },
    });
    expect(client.records("SELECT Id FROM Account")).toEqual([]);
  });

  it.each([
    ["76 graphs", Array.from({ length: 76 }, () => [account("a")])],
    ["501 nodes", [Array.from({ length: 501 }, (_, at) => account(`a${at}`))]],
    [
      "16 levels",
      [
        Array.from({ length: 16 }, (_, at) =>
          at === 0 ? account("a0") : account(`a${at}`, { Name: "n", ParentId: `@{a${at - 1}.id}` }),
        ),
      ],
    ],
  ])("refuses %s before any of it runs", (_name, list) => {
    const client = new OrgClient();
    const body = {
      graphs: list.map((compositeRequest, at) => ({ graphId: `g${at}`, compositeRequest })),
    };
    const answer = client.send("POST", "composite/graph", body);
    expect(answer).toMatchObject({ status: 400, body: [{ errorCode: "LIMIT_EXCEEDED" }] });
    expect(client.records("SELECT Id FROM Account")).toEqual([]);
  });

  it("takes rows only", () => {
    const [answer] = graphs(new OrgClient(), [
      { method: "GET", url: `${API}/query?q=SELECT+Id+FROM+Account`, referenceId: "q" },
    ]).graphs;
    expect(answer?.isSuccessful).toBe(false);
  });
});

describe("composite tree", () => {
  const record = (type: string, referenceId: string, more: object) => ({
    attributes: { type, referenceId },
    ...more,
  });

  it("creates parents and children in one call", () => {
    const client = new OrgClient();
    const answer = client.send("POST", "composite/tree/Account", {
      records: [
        record("Account", "a1", {
          Name: "Parent",
          Contacts: {
            records: [
              record("Contact", "c1", { LastName: "One" }),
              record("Contact", "c2", { LastName: "Two" }),
            ],
          },
        }),
        record("Account", "a2", { Name: "Other" }),
      ],
    });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      hasErrors: false,
      results: [
        { referenceId: "a1" },
        { referenceId: "c1" },
        { referenceId: "c2" },
        { referenceId: "a2" },
      ],
    });
    expect(
      client.records("SELECT LastName, Account.Name FROM Contact ORDER BY LastName"),
    ).toMatchObject([
      { LastName: "One", Account: { Name: "Parent" } },
      { LastName: "Two", Account: { Name: "Parent" } },
    ]);
  });

  it("creates nothing when one record is wrong, and names that record alone", () => {
    const client = new OrgClient();
    const answer = client.send("POST", "composite/tree/Account", {
      records: [
        record("Account", "a1", {
          Name: "Parent",
          Contacts: { records: [record("Contact", "c1", { LastName: "One", Email: "123" })] },
        }),
      ],
    });
    expect(answer).toMatchObject({
      status: 400,
      body: {
        hasErrors: true,
        results: [
          {
            referenceId: "c1",
            errors: [
              {
                statusCode: "INVALID_EMAIL_ADDRESS",
                message: "Email: invalid email address: 123",
                fields: ["Email"],
              },
            ],
          },
        ],
      },
    });
    expect(client.records("SELECT Id FROM Account")).toEqual([]);
  });

  it("refuses a reference id that comes twice, and the 201st record", () => {
    const client = new OrgClient();
    const many = Array.from({ length: 201 }, (_, at) => record("Account", `a${at}`, { Name: "x" }));
    const twice = [record("Account", "a", { Name: "x" }), record("Account", "a", { Name: "y" })];
    for (const [records, referenceId] of [
      [many, "a200"],
      [twice, "a"],
    ] as const) {
      expect(client.send("POST", "composite/tree/Account", { records })).toMatchObject({
        status: 400,
        body: {
          hasErrors: true,
          results: [{ referenceId, errors: [{ statusCode: "INVALID_INPUT" }] }],
        },
      });
    }
    expect(client.records("SELECT Id FROM Account")).toEqual([]);
  });
});

describe("composite batch", () => {
  const batch = (client: OrgClient, haltOnError: boolean, ...batchRequests: readonly object[]) =>
    client.send("POST", "composite/batch", { haltOnError, batchRequests });
  const create = (fields: object) => ({
    method: "POST",
    url: "v66.0/sobjects/Account",
    richInput: fields,
  });

  it("keeps what was done when another part fails, and counts as one call", () => {
    const client = new OrgClient();
    const answer = batch(client, false, create({ Name: "A" }), create({}), {
      method: "GET",
      url: "v66.0/query?q=SELECT+Name+FROM+Account",
    });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        hasErrors: true,
        results: [
          { statusCode: 201, result: { success: true } },
          { statusCode: 400, result: [{ errorCode: "REQUIRED_FIELD_MISSING" }] },
          { statusCode: 200, result: { totalSize: 1 } },
        ],
      },
    });
    expect(client.org.usage.report()).toMatchObject({ total: 1, rowsWritten: 1 });
  });

  it("stops at the first failure when told to", () => {
    const client = new OrgClient();
    const answer = batch(client, true, create({ Name: "A" }), create({}), create({ Name: "C" }));
    expect(answer.body).toMatchObject({
      hasErrors: true,
      results: [
        { statusCode: 201 },
        { statusCode: 400 },
        { statusCode: 412, result: [{ errorCode: "BATCH_PROCESSING_HALTED" }] },
      ],
    });
    expect(client.records("SELECT Name FROM Account")).toEqual([{ Name: "A" }]);
  });

  it("refuses more than 25 parts, other composites and later versions", () => {
    const client = new OrgClient();
    const many = Array.from({ length: 26 }, () => create({ Name: "A" }));
    expect(batch(client, false, ...many)).toMatchObject({
      status: 400,
      body: [{ errorCode: "LIMIT_EXCEEDED" }],
    });
    for (const url of ["v66.0/composite/sobjects", "v67.0/limits", "v12.0/limits"]) {
      expect(batch(client, false, { method: "GET", url }).body).toMatchObject({
        results: [{ statusCode: 400 }],
      });
    }
    expect(client.records("SELECT Id FROM Account")).toEqual([]);
  });
});

describe("collation", () => {
  it("runs subrequests of one kind together unless the client forbids it", () => {
    const client = new OrgClient();
    const id = client.create("Account", { Name: "Before" });
    const address = `${API}/sobjects/Account/${id}`;
    const compositeRequest = [
      { method: "GET", url: address, referenceId: "first" },
      { method: "PATCH", url: address, referenceId: "change", body: { Name: "After" } },
      { method: "GET", url: address, referenceId: "second" },
    ];
    const second = (collateSubrequests: boolean | undefined): unknown => {
      client.send("PATCH", `sobjects/Account/${id}`, { Name: "Before" });
      const { compositeResponse } = client.send("POST", "composite", {
        collateSubrequests,
        compositeRequest,
      }).body as { compositeResponse: { referenceId: string; body: { Name: string } }[] };
      expect(compositeResponse.map((each) => each.referenceId)).toEqual([
        "first",
        "change",
        "second",
      ]);
      return compositeResponse[2]?.body.Name;
    };
    expect(second(false)).toBe("After");
    expect(second(undefined)).toBe("Before");
  });

  it("puts no more than five objects together", () => {
    const client = new OrgClient();
    const last = (objects: readonly string[]): unknown => {
      const id = client.create("Account", { Name: "Before" });
      const address = `${API}/sobjects/Account/${id}`;
      const describes = objects.map((name) => ({
        method: "GET",
        url: `${API}/sobjects/${name}/describe`,
        referenceId: name,
      }));
      const { compositeResponse } = client.send("POST", "composite", {
        compositeRequest: [
          ...describes,
          { method: "PATCH", url: address, referenceId: "change", body: { Name: "After" } },
          { method: "GET", url: address, referenceId: "last" },
        ],
      }).body as { compositeResponse: { body: { Name: string } }[] };
      return compositeResponse.at(-1)?.body.Name;
    };
    const others = ["Contact", "Opportunity", "Product2", "Order"];
    expect(last(others)).toBe("Before");
    expect(last([...others, "Quote"])).toBe("After");
  });

  it("takes at most five queries and collections", () => {
    const compositeRequest = Array.from({ length: 6 }, (_, at) => ({
      method: "GET",
      url: `${API}/query?q=SELECT+Id+FROM+Account`,
      referenceId: `q${at}`,
    }));
    expect(new OrgClient().send("POST", "composite", { compositeRequest })).toMatchObject({
      status: 400,
      body: [{ errorCode: "LIMIT_EXCEEDED" }],
    });
  });
});
