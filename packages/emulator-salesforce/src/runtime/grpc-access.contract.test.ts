import { afterEach, describe, expect, it } from "vitest";
import { decodeEvent } from "../../test/support/decode-event.ts";
import { arrived, ERRORS, eventsOf, failureOf, GrpcOrgs } from "../../test/support/grpc-org.ts";
import { OrgClient, USERS } from "../../test/support/org-client.ts";
import { readMetadata } from "../schema/sfdx.ts";

const orgs = new GrpcOrgs();
afterEach(() => orgs.close());

/** The integration user may read accounts without their Secret__c, and Note__e, and publish nothing. */
const PROJECT = readMetadata(
  new Map([
    [
      "objects/Account/fields/Secret__c.field-meta.xml",
      "<CustomField><fullName>Secret__c</fullName><label>Secret</label><type>Text</type><length>9</length></CustomField>",
    ],
    [
      "objects/Note__e/Note__e.object-meta.xml",
      "<CustomObject><label>Note</label><publishBehavior>PublishAfterCommit</publishBehavior></CustomObject>",
    ],
    [
      "objects/Note__e/fields/Text__c.field-meta.xml",
      "<CustomField><fullName>Text__c</fullName><label>T</label><type>Text</type><length>9</length></CustomField>",
    ],
    [
      "permissionsets/My_Integration.permissionset-meta.xml",
      `<PermissionSet><label>Mine</label>
        <objectPermissions><object>Note__e</object><allowRead>true</allowRead></objectPermissions>
        <fieldPermissions><field>Account.Phone</field><readable>true</readable></fieldPermissions>
        <objectPermissions><object>Account</object><allowRead>true</allowRead></objectPermissions></PermissionSet>`,
    ],
  ]),
);

async function served() {
  const client = new OrgClient({
    metadata: PROJECT,
    seed: USERS,
    settings: { selectedObjects: ["Account", "Product2"] },
  });
  const form = { "content-type": "application/x-www-form-urlencoded" };
  const grant = "grant_type=client_credentials&client_id=demo&client_secret=demo";
  const { body } = client.send("POST", "/services/oauth2/token", grant, form);
  const { org, connect } = await orgs.serve(client);
  return { org, mine: connect({ accesstoken: (body as { access_token: string }).access_token }) };
}

const EARLIEST = { replayPreset: "EARLIEST", numRequested: 10 };

describe("a user without all rights", () => {
  it("cannot subscribe to what it may not read", async () => {
    const { mine } = await served();
    const stream = mine.subscribe();
    stream.request({ ...EARLIEST, topicName: "/data/Product2ChangeEvent" });
    expect(await failureOf(stream)).toMatchObject({
      code: 7,
      errorCode: `${ERRORS}subscription.topic.cannot.subscribe`,
    });
    const topic = (topicName: string) => mine.call("GetTopic", { topicName });
    expect(await topic("/data/Product2ChangeEvent")).toMatchObject({ canSubscribe: false });
    expect(await topic("/data/AccountChangeEvent")).toMatchObject({ canSubscribe: true });
  });

  it("gets the events of what it may read only, without hidden fields", async () => {
    const { org, mine } = await served();
    const stream = mine.subscribe();
    stream.request({ ...EARLIEST, topicName: "/data/ChangeEvents" });
    org.create("Product2", { Name: "P" });
    org.create("Account", { Name: "A", Phone: "1", Secret__c: "hidden", Website: "w" });
    await arrived(stream, 1);
    const [seen] = eventsOf(stream);
    const json = org.org.feed.schemaJson(seen?.event.schemaId ?? "") ?? "";
    const { header, fields } = decodeEvent(json, seen?.event.payload ?? Buffer.alloc(0));
    expect(header.entityName).toBe("Account");
    expect(fields).toMatchObject({ Name: "A", Phone: "1", Secret__c: null, Website: null });
    expect(seen?.event.payload.includes("hidden")).toBe(false);
  });

  it("sees platform events whole, which have no security of fields, and publishes none", async () => {
    const { org, mine } = await served();
    const stream = mine.subscribe();
    stream.request({ ...EARLIEST, topicName: "/event/Note__e" });
    org.create("Note__e", { Text__c: "whole" });
    await arrived(stream, 1);
    expect(eventsOf(stream)[0]?.event.payload.includes("whole")).toBe(true);
    const events = [{ id: "1", schemaId: "s", payload: Buffer.alloc(0) }];
    const refused = mine.call("Publish", { topicName: "/event/Note__e", events });
    await expect(refused).rejects.toMatchObject({
      errorCode: `${ERRORS}topic.meta.permission`,
    });
    expect(await mine.call("GetTopic", { topicName: "/event/Note__e" })).toMatchObject({
      canPublish: false,
      canSubscribe: true,
    });
  });
});
