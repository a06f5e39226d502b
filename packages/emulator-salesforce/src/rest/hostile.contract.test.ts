import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { API, OrgClient } from "../../test/support/org-client.ts";
import { walkJson } from "./json-text.ts";

const nested = (depth: number): string => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;
const NAMES = ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "valueOf"];

describe("a hostile body", () => {
  it.each([
    ["sobjects/Account", (deep: string) => `{"Name":${deep}}`],
    [
      "composite",
      (deep: string) =>
        `{"compositeRequest":[{"method":"POST","url":"${API}/sobjects/Account","referenceId":"a","body":${deep}}]}`,
    ],
    [
      "composite/batch",
      (deep: string) =>
        `{"batchRequests":[{"method":"POST","url":"v66.0/sobjects/Account","richInput":${deep}}]}`,
    ],
    [
      "composite/graph",
      (deep: string) =>
        `{"graphs":[{"graphId":"1","compositeRequest":[{"method":"POST","url":"${API}/sobjects/Account","referenceId":"a","body":${deep}}]}]}`,
    ],
    ["composite/sobjects", (deep: string) => `{"records":[${deep}]}`],
    ["composite/tree/Account", (deep: string) => `{"records":[${deep}]}`],
    ["ui-api/records", (deep: string) => `{"apiName":"Account","fields":${deep}}`],
  ])("nested 10,000 deep is refused by %s, and one of 900 breaks nothing", (path, bodyOf) => {
    const client = new OrgClient();
    const refused = client.send("POST", path, bodyOf(nested(10_000)));
    expect(refused).toMatchObject({ status: 400, body: [{ errorCode: "JSON_PARSER_ERROR" }] });
    expect([200, 400]).toContain(client.send("POST", path, bodyOf(nested(900))).status);
    expect(client.records("SELECT Id FROM Account")).toEqual([]);
  });

  it("is refused when a member is named twice, wherever that is", () => {
    const client = new OrgClient();
    expect(client.send("POST", "sobjects/Account", '{"Name":"A","N\\u0061me":"B"}')).toMatchObject({
      status: 400,
      body: [
        {
          errorCode: "JSON_PARSER_ERROR",
          message: "Duplicate field 'Name' at [line:1, column:13]",
        },
      ],
    });
    const rows = '{"records":[{"attributes":{"type":"Account"},"Name":"A","Name":"B"}]}';
    expect(client.send("POST", "composite/sobjects", rows).status).toBe(400);
    expect(client.records("SELECT Id FROM Account")).toEqual([]);
  });

  it("has its first mistake named by line and column", () => {
    const client = new OrgClient();
    const messageOf = (body: string): unknown =>
      (client.send("POST", "sobjects/Account", body).body as { message: string }[])[0]?.message;
    const at = (character: string, line: number, column: number): string =>
      `Unexpected character ('${character}' (code ${character.codePointAt(0)})) at [line:${line}, column:${column}]`;
    expect(messageOf('{"Name":"n",\n"AnnualRevenue":NaN}')).toBe(at("N", 2, 17));
    expect(messageOf('{"Name":"a"} x')).toBe(at("x", 1, 14));
    expect(messageOf('{"Name":}')).toBe(at("}", 1, 9));
    expect(messageOf('{"Name":"a",}')).toBe(at("}", 1, 13));
    expect(messageOf('{"Name":"a\u0000"}')).toBe(at("\u0000", 1, 11));
    expect(messageOf('{"Name":"😀"😀}')).toBe(at("😀", 1, 13));
  });

  it("is judged as JSON.parse judges it, but for members named twice", () => {
    const piece = fc.constantFrom(
      ...'{}[]:,"\\ ue1-.0 \n'.split(""),
      "true",
      "null",
      '"a"',
      '"\\u0062"',
    );
    const text = fc.oneof(
      fc.array(piece, { maxLength: 12 }).map((parts) => parts.join("")),
      fc.json(),
    );
    fc.assert(
      fc.property(text, (each) => {
        const found = walkJson(each);
        let isJson = true;
        try {
          JSON.parse(each);
        } catch {
          isJson = false;
        }
        if (found.kind === "fine") expect(isJson).toBe(true);
        if (found.kind === "mistake") expect(isJson).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("names that every object inherits", () => {
  it.each(NAMES)("%s is no object, field, relationship, reference or resource", (name) => {
    const client = new OrgClient();
    for (const path of [
      `sobjects/${name}`,
      `sobjects/${name}/describe`,
      `sobjects/Account/${name}`,
      `sobjects/Account/${name}/x`,
      name,
      `tabs/${name}`,
      `theme/${name}`,
      `recent/${name}`,
      `composite/${name}`,
      `actions/custom/apex/${name}`,
      `ui-api/object-info/${name}`,
      `query?q=SELECT+Id+FROM+${name}`,
      `query?q=SELECT+${name}+FROM+Account`,
    ]) {
      expect([path, client.send("GET", path).status]).toEqual([
        path,
        path.startsWith("query") ? 400 : 404,
      ]);
    }
    const body = `{"Name":"A","${name}":{"x":1}}`;
    expect(client.send("POST", "sobjects/Account", body).status).toBe(400);
    const attributes = '{"type":"Account","referenceId":"r"}';
    const tree = `{"records":[{"attributes":${attributes},"Name":"A","${name}":{"records":[]}}]}`;
    expect(client.send("POST", "composite/tree/Account", tree).status).toBe(400);
    const composite = client.send("POST", "composite", {
      compositeRequest: [
        { method: "GET", url: `${API}/limits`, referenceId: "a" },
        {
          method: "POST",
          url: `${API}/sobjects/Account`,
          referenceId: "b",
          body: { Name: `@{a.${name}.${name}}` },
        },
      ],
    });
    expect(composite.body).toMatchObject({
      compositeResponse: [{ httpStatusCode: 200 }, { httpStatusCode: 400 }],
    });
    expect(client.records("SELECT Id FROM Account")).toEqual([]);
    expect(Object.hasOwn(Object.prototype, "x")).toBe(false);
    const { total, byKind } = client.org.usage.report();
    expect(total).toBe(Object.values(byKind).reduce((sum, each) => sum + each, 0));
    expect(Object.keys(byKind)).not.toContain(name);
    expect(total).toBeGreaterThan(10);
  });
});

describe("addresses and formats that a client may not use", () => {
  it("refuse methods that a listing does not have", () => {
    const client = new OrgClient();
    for (const path of ["/services/data", API]) {
      for (const method of ["POST", "PATCH", "DELETE", "PUT", "OPTIONS"]) {
        expect(client.send(method, path).status).toBe(405);
      }
      expect(client.send("HEAD", path)).toMatchObject({ status: 200, body: null });
    }
  });

  it("need the v of a version", () => {
    expect(new OrgClient().send("GET", "/services/data/66.0/limits").status).toBe(404);
  });

  it("say 406 to who takes XML alone, and answer JSON to everybody else", () => {
    const client = new OrgClient();
    const statusOf = (accept: string): number =>
      client.send("GET", "limits", undefined, { accept }).status;
    expect(["application/xml", "text/xml, application/xml;q=0.9"].map(statusOf)).toEqual([
      406, 406,
    ]);
    expect(
      ["*/*", "", "application/json", "application/xml, */*;q=0.1", "text/html"].map(statusOf),
    ).toEqual([200, 200, 200, 200, 200]);
  });
});

describe("a call that ends in a bug of the emulator", () => {
  it("leaves nothing for the next call to commit", () => {
    const broken = {
      name: "Broken",
      label: "Broken",
      inputs: [],
      outputs: [],
      run: (): never => {
        throw new TypeError("a bug");
      },
    };
    const client = new OrgClient({ actions: [broken] });
    const parts = [
      { method: "POST", url: `${API}/sobjects/Account`, referenceId: "a", body: { Name: "A" } },
      {
        method: "POST",
        url: `${API}/actions/custom/apex/Broken`,
        referenceId: "b",
        body: { inputs: [{}] },
      },
    ];
    expect(() => client.send("POST", "composite", { compositeRequest: parts })).toThrow("a bug");
    expect(client.records("SELECT Id FROM Account")).toEqual([]);
  });
});
