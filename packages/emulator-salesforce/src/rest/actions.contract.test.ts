import { describe, expect, it } from "vitest";
import { OrgClient, USERS } from "../../test/support/org-client.ts";
import { readInvocable } from "../schema/metadata/apex-class.ts";
import { readMetadata } from "../schema/sfdx.ts";

const SOURCE = `
/* @InvocableMethod(label='not this one') public static void old(List<String> x) {} */
public with sharing class MakeOrders {
    public class Request {
        // @InvocableVariable public String gone;
        @InvocableVariable(label='Account\\'s id' description='Whose; (order)' required=true)
        public Id accountId;
        @InvocableVariable public List<String> names;
        @InvocableVariable public Account template;
        public String internal;
    }
    public class Result { @InvocableVariable(label='Order') global Id orderId; @InvocableVariable public Integer count; }

    @InvocableMethod(label='Make orders (now)' description='Makes one order for each')
    public static List<Result> make(List<Request> requests) { return null; }
}`;

const PROJECT = readMetadata(
  new Map([
    ["classes/MakeOrders.cls", SOURCE],
    ["classes/Plain.cls", "public class Plain { public static void run() {} }"],
    [
      "classes/Echo.cls",
      "global class Echo { @InvocableMethod global static List<String> echo(List<String> words) { return words; } }",
    ],
    [
      "permissionsets/My_Integration.permissionset-meta.xml",
      `<PermissionSet><label>Mine</label>
        <classAccesses><apexClass>Echo</apexClass><enabled>true</enabled></classAccesses></PermissionSet>`,
    ],
  ]),
);

describe("an invocable method of the project", () => {
  it("is read with its variables, comments and quotes apart", () => {
    expect(readInvocable("MakeOrders", SOURCE)).toEqual({
      name: "MakeOrders",
      label: "Make orders (now)",
      description: "Makes one order for each",
      inputs: [
        {
          name: "accountId",
          label: "Account's id",
          description: "Whose; (order)",
          type: "ID",
          sobjectType: null,
          isList: false,
          required: true,
        },
        {
          name: "names",
          label: "names",
          description: null,
          type: "STRING",
          sobjectType: null,
          isList: true,
          required: false,
        },
        {
          name: "template",
          label: "template",
          description: null,
          type: "SOBJECT",
          sobjectType: "Account",
          isList: false,
          required: false,
        },
      ],
      outputs: [
        {
          name: "orderId",
          label: "Order",
          description: null,
          type: "ID",
          sobjectType: null,
          isList: false,
          required: false,
        },
        {
          name: "count",
          label: "count",
          description: null,
          type: "INTEGER",
          sobjectType: null,
          isList: false,
          required: false,
        },
      ],
    });
    expect(readInvocable("Plain", "public class Plain {}")).toBeUndefined();
    expect(
      readInvocable(
        "Quiet",
        "public class Quiet { @invocablemethod public static void go(List<Id> ids) {} }",
      ),
    ).toMatchObject({ label: "Quiet", inputs: [{ name: "ids", type: "ID" }], outputs: [] });
  });

  it("is listed, described, and says of each input that its Apex does not run", () => {
    const client = new OrgClient({ metadata: PROJECT });
    expect(client.send("GET", "actions/custom/apex").body).toMatchObject({
      actions: [{ name: "Echo" }, { name: "MakeOrders", label: "Make orders (now)" }],
    });
    expect(client.send("GET", "actions/custom/apex/makeorders").body).toMatchObject({
      name: "MakeOrders",
      inputs: [
        { name: "accountId", required: true },
        { maxOccurs: 2000 },
        { sobjectType: "Account" },
      ],
    });
    const called = client.send("POST", "actions/custom/apex/MakeOrders", {
      inputs: [{ accountId: "001000000000001" }, { names: [] }, { accountId: "x", odd: 1 }],
    });
    expect(called).toMatchObject({
      status: 400,
      body: [
        { isSuccess: false, errors: [{ statusCode: "UNKNOWN_EXCEPTION" }], outputValues: null },
        { isSuccess: false, errors: [{ statusCode: "REQUIRED_FIELD_MISSING" }] },
        { isSuccess: false, errors: [{ statusCode: "INVALID_INPUT" }] },
      ],
    });
    expect(JSON.stringify(called.body)).toContain("The Apex of MakeOrders does not run");
  });

  it("does what is registered under its name, each input in its place", () => {
    const echo = {
      name: "Echo",
      label: "ignored, the class has its own",
      inputs: [],
      outputs: [],
      run: ({ words }: Readonly<Record<string, unknown>>) => ({ output: words }),
    };
    const client = new OrgClient({ metadata: PROJECT, actions: [echo] });
    const inputs = [{ words: "a" }, { words: "b" }];
    expect(client.send("POST", "actions/custom/apex/Echo", { inputs })).toMatchObject({
      status: 200,
      body: [
        { isSuccess: true, outputValues: { output: "a" } },
        { isSuccess: true, outputValues: { output: "b" } },
      ],
    });
    expect(client.send("GET", "actions/custom/apex").body).toMatchObject({
      actions: [{ label: "Echo" }, {}],
    });
  });

  it("exists only for users whose permission sets have the class", () => {
    const client = new OrgClient({ metadata: PROJECT, seed: USERS });
    const answer = client.send(
      "POST",
      "/services/oauth2/token",
      "grant_type=client_credentials&client_id=demo&client_secret=demo",
      { "content-type": "application/x-www-form-urlencoded" },
    );
    client.token = (answer.body as { readonly access_token: string }).access_token;
    expect(client.send("GET", "actions/custom/apex").body).toMatchObject({
      actions: [{ name: "Echo" }],
    });
    expect(client.send("GET", "actions/custom/apex/MakeOrders").status).toBe(404);
    expect(client.send("POST", "actions/custom/apex/MakeOrders", { inputs: [{}] }).status).toBe(
      404,
    );
  });
});
