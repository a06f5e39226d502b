import { describe, expect, it } from "vitest";
import { OrgClient } from "../../test/support/org-client.ts";

const codeOf = (answer: { readonly body: unknown }): unknown =>
  (answer.body as { errorCode: string }[])[0]?.errorCode;

describe("requests", () => {
  it("are refused when their body is empty, broken, of another shape or of another type", () => {
    const client = new OrgClient();
    const post = (body: string, type?: string) =>
      client.send(
        "POST",
        "sobjects/Account",
        body,
        type === undefined ? {} : { "content-type": type },
      );
    expect(post("")).toMatchObject({
      status: 400,
      body: [
        {
          errorCode: "JSON_PARSER_ERROR",
          message: "The HTTP entity body is required, but this request has no entity body.",
        },
      ],
    });
    expect(post('{"Name":\n "A"')).toMatchObject({
      status: 400,
      body: [{ message: "Unexpected end-of-input at [line:2, column:5]" }],
    });
    expect(post("{Name:1}")).toMatchObject({
      status: 400,
      body: [{ message: "Unexpected character ('N' (code 78)) at [line:1, column:2]" }],
    });
    expect(codeOf(post("[]"))).toBe("JSON_PARSER_ERROR");
    expect(post("Name=A", "application/x-www-form-urlencoded").status).toBe(415);
    expect(post('{"Name":"A"}', "application/json; charset=UTF-8").status).toBe(201);
    expect(client.records("SELECT Name FROM Account")).toEqual([{ Name: "A" }]);
  });

  it("end at 16,384 bytes of address, and of address and headers", () => {
    const client = new OrgClient();
    expect(client.send("GET", `query?q=${"x".repeat(16_400)}`).status).toBe(414);
    expect(client.send("GET", "limits", undefined, { "x-long": "x".repeat(16_384) }).status).toBe(
      431,
    );
    expect(client.send("GET", "limits", undefined, { "x-long": "x".repeat(16_000) }).status).toBe(
      200,
    );
  });

  it("are answered under retired, old and future versions as the platform does", () => {
    const client = new OrgClient();
    const status = (version: string) =>
      client.send("GET", `/services/data/v${version}/limits`).status;
    expect(["30.0", "31.0", "51.0", "68.0", "69.0", "66", "x"].map(status)).toEqual([
      410, 200, 200, 200, 404, 404, 404,
    ]);
  });

  it("may have double slashes, a trailing slash and escapes in their address", () => {
    const client = new OrgClient();
    client.send("PATCH", "sobjects/Account/Accord_QB_Id__c/1%2F2%20%C3%BC", { Name: "A" });
    expect(client.records("SELECT Accord_QB_Id__c FROM Account")).toEqual([
      { Accord_QB_Id__c: "1/2 ü" },
    ]);
    expect(
      client.send("GET", "//services//data/v66.0//sobjects/account/describe/").body,
    ).toMatchObject({
      name: "Account",
    });
  });

  it("of HEAD get the headers of GET without its body", () => {
    const client = new OrgClient();
    const id = client.create("Account", { Name: "A" });
    const head = client.send("HEAD", `sobjects/Account/${id}`);
    const get = client.send("GET", `sobjects/Account/${id}`);
    expect([head.status, head.raw.body, head.headers["etag"]]).toEqual([
      200,
      "",
      get.headers["etag"],
    ]);
    expect(client.send("HEAD", "limits").raw.body).toBe("");
  });

  it("with another scheme than Bearer are told so", () => {
    const client = new OrgClient();
    const headers = { authorization: "Basic ZGVtbzpkZW1v" };
    expect(client.send("GET", "limits", undefined, headers)).toMatchObject({
      status: 401,
      body: [{ errorCode: "INVALID_AUTH_HEADER", message: "INVALID_HEADER_TYPE" }],
    });
  });
});

describe("friendly addresses", () => {
  function family() {
    const client = new OrgClient();
    const parent = client.create("Account", { Name: "Parent" });
    const id = client.create("Account", { Name: "Child", ParentId: parent });
    const contact = client.create("Contact", { LastName: "One", AccountId: id });
    client.create("Contact", { LastName: "Two", AccountId: id });
    return { client, parent, id, contact };
  }

  it("lead to a parent, which can be read, changed and deleted there", () => {
    const { client, parent, id, contact } = family();
    const address = `sobjects/Contact/${contact}/Account`;
    expect(client.send("GET", `${address}?fields=Name`).body).toMatchObject({
      Name: "Child",
      Id: id,
    });
    expect(client.send("PATCH", address, { Name: "Renamed" }).status).toBe(204);
    expect(client.read("Account", id)).toMatchObject({ Name: "Renamed" });
    expect(client.send("GET", `sobjects/Account/${parent}/Parent`).status).toBe(404);
    expect(client.send("DELETE", `sobjects/Account/${id}/Parent`).status).toBe(204);
    expect(client.send("GET", `sobjects/Account/${parent}`).status).toBe(404);
  });

  it("lead to the children as the page of a query", () => {
    const { client, id } = family();
    expect(
      client.send("GET", `sobjects/Account/${id}/Contacts?fields=LastName`).body,
    ).toMatchObject({
      totalSize: 2,
      done: true,
      records: [{ LastName: "One" }, { LastName: "Two" }],
    });
    expect(client.send("POST", `sobjects/Account/${id}/Contacts`, {}).status).toBe(405);
    expect(client.send("GET", `sobjects/Account/${id}/Nothing`).status).toBe(404);
  });
});

describe("what an org knows of its users and rows", () => {
  it("lists what a user worked on last, newest first, and forgets what was deleted", () => {
    const client = new OrgClient();
    const first = client.create("Account", { Name: "First" });
    const second = client.create("Contact", { LastName: "Second" });
    client.send("PATCH", `sobjects/Account/${first}`, { Phone: "1" });
    expect(client.send("GET", "recent").body).toMatchObject([
      { Id: first, Name: "First", attributes: { type: "Account" } },
      { Id: second, Name: "Second" },
    ]);
    expect(client.send("GET", "recent?limit=1").body).toHaveLength(1);
    expect(client.send("GET", "sobjects/Contact").body).toMatchObject({
      recentItems: [{ Id: second }],
    });
    client.send("DELETE", `sobjects/Account/${first}`);
    expect(client.send("GET", "recent").body).toHaveLength(1);
  });

  it("counts the rows of its objects", () => {
    const client = new OrgClient();
    const id = client.create("Account", { Name: "A" });
    client.create("Account", { Name: "B" });
    client.send("DELETE", `sobjects/Account/${id}`);
    expect(client.send("GET", "limits/recordCount?sObjects=Account,Contact").body).toEqual({
      sObjects: [{ count: 1, name: "Account" }],
    });
  });

  it("tells who a token speaks for, to that token alone", () => {
    const client = new OrgClient();
    const { identity } = client.send("GET", "/services/data/v66.0").body as { identity: string };
    const path = new URL(identity).pathname;
    expect(client.send("GET", path).body).toMatchObject({
      id: identity,
      user_id: client.org.settings.adminUserId,
      organization_id: client.org.settings.organizationId,
      urls: { rest: expect.stringContaining("{version}") },
    });
    const other = path.replace(/\w+$/, client.org.settings.integrationUserId);
    expect(client.send("GET", other).status).toBe(404);
    client.token = "nonsense";
    expect(client.send("GET", path)).toMatchObject({ status: 403, body: "Bad_OAuth_Token" });
  });
});
