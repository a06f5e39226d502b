/** What the integration user lacks, told before the first record fails for it. */
import { describe, expect, it } from "vitest";
import { messageOf } from "@accord-sync/core/errors/operational-error.ts";
import { CUSTOMER_ACCOUNT, DEFAULT_MAPPINGS } from "@accord-sync/core/mapping/default-mappings.ts";
import type { FieldRule, Mapping } from "@accord-sync/core/mapping/mapping.ts";
import type { HttpOutcome, HttpRequest } from "@accord-sync/core/ports/http.ts";
import { createSalesforceRemote } from "../src/salesforce-remote.ts";
import { EmulatedOrg, ORG_ID, ORIGIN } from "./emulated-org.ts";

/** The default mapping of customers with one rule more. */
function mappingWith(salesforce: string, more: Partial<FieldRule> = {}): Mapping {
  const [first] = CUSTOMER_ACCOUNT.fields;
  if (first === undefined) throw new Error("a mapping has fields");
  const rule = { ...first, name: "extra", label: "Extra", salesforce, ...more };
  return { ...CUSTOMER_ACCOUNT, fields: [...CUSTOMER_ACCOUNT.fields, rule] };
}

async function lacks(mapping: Mapping, org = new EmulatedOrg()): Promise<readonly string[]> {
  const checked = await org.remote.checkAccess([mapping]);
  if (!checked.ok) throw new Error(JSON.stringify(checked.error));
  return checked.value.map((error) => `${error.code}: ${messageOf(error)}`);
}

describe("the check of the integration user", () => {
  it("finds nothing amiss where the package is deployed", async () => {
    const checked = await new EmulatedOrg().remote.checkAccess(DEFAULT_MAPPINGS);
    expect(checked).toEqual({ ok: true, value: [] });
  });

  it("names the field that is not there, and the object", async () => {
    expect(await lacks(mappingWith("Loyalty__c"))).toEqual([
      "SF_FIELD_MISSING: The integration user does not see these mapped fields of Account: Loyalty__c",
    ]);
  });

  it("names the field that cannot be written, unless nothing flows into it", async () => {
    expect(await lacks(mappingWith("LastModifiedDate", { direction: "toSalesforce" }))).toEqual([
      "SF_FIELD_NOT_WRITABLE: The integration user cannot write a mapped field: Account.LastModifiedDate",
    ]);
    expect(await lacks(mappingWith("LastModifiedDate", { direction: "toQuickbooks" }))).toEqual([]);
  });

  it("asks of a field that is set when a record is made no more than that", async () => {
    // As a field that cannot be changed on a record that is there, such as a parent in a hierarchy.
    const fixed = { direction: "toSalesforce", when: "create" } as const;
    const org = new EmulatedOrg();
    const exchange = async (request: HttpRequest): Promise<HttpOutcome> => {
      const outcome = await org.http.exchange(request);
      if (outcome.kind !== "answer" || outcome.answer.status !== 200) return outcome;
      const described = JSON.parse(outcome.answer.body) as { fields: Record<string, unknown>[] };
      const fields = described.fields.map((field) =>
        field["name"] === "Site" ? { ...field, updateable: false } : field,
      );
      return { kind: "answer", answer: { ...outcome.answer, body: JSON.stringify({ fields }) } };
    };
    const place = { orgId: ORG_ID, instanceUrl: ORIGIN, tokens: org.tokens };
    const remote = createSalesforceRemote({ ...place, http: { exchange } });
    expect(await remote.checkAccess([mappingWith("Site", fixed)])).toEqual({ ok: true, value: [] });
    const always = mappingWith("Site", { ...fixed, when: "always" });
    expect(await remote.checkAccess([always])).toMatchObject({
      value: [{ code: "SF_FIELD_NOT_WRITABLE" }],
    });
  });

  it("names an object that is not there", async () => {
    const mapping = { ...CUSTOMER_ACCOUNT, salesforceType: "Invoice__c" };
    expect(await lacks(mapping)).toEqual([
      "SF_OBJECT_MISSING: The integration user does not see the object Invoice__c in Salesforce",
    ]);
  });

  it("asks again only whether something changed, and takes the answer from before", async () => {
    const org = new EmulatedOrg();
    const answers: number[] = [];
    const exchange = async (request: HttpRequest): Promise<HttpOutcome> => {
      const outcome = await org.http.exchange(request);
      if (outcome.kind === "answer") answers.push(outcome.answer.status);
      return outcome;
    };
    const place = { orgId: ORG_ID, instanceUrl: ORIGIN, tokens: org.tokens };
    const remote = createSalesforceRemote({ ...place, http: { exchange } });
    const missing = mappingWith("Loyalty__c");
    const first = await remote.checkAccess([missing]);
    const second = await remote.checkAccess([missing]);
    expect(second).toEqual(first);
    expect(answers).toEqual([200, 304]);
    expect(org.sent[1]?.headers["if-modified-since"]).toMatch(/GMT$/);
  });

  it("says what stopped it, and holds nothing against the user then", async () => {
    const org = new EmulatedOrg();
    org.setFaults({ match: { path: "/describe" }, fault: "timeout-after" });
    const checked = await org.remote.checkAccess([CUSTOMER_ACCOUNT]);
    expect(checked).toMatchObject({ ok: false, error: { code: "REMOTE_UNREACHABLE" } });
    expect(await lacks(CUSTOMER_ACCOUNT, org)).toEqual([]);
  });
});

describe("the objects whose changes are told as events", () => {
  it("are those of the package's channel", async () => {
    const captured = await new EmulatedOrg().remote.listCaptured();
    if (!captured.ok || captured.value === null) throw new Error(JSON.stringify(captured));
    expect(captured.value.toSorted()).toEqual(["Account", "Product2"]);
  });

  it("are found by the id of the channel as well, in either length", async () => {
    const org = new EmulatedOrg();
    const path =
      "/tooling/query?q=SELECT+Id+FROM+PlatformEventChannel+WHERE+DeveloperName='Accord_Sync'";
    const found = org.asPerson("GET", path, null) as { records: { Id: string }[] };
    const channel = found.records[0]?.Id ?? "";
    for (const id of [channel, channel.slice(0, 15)]) {
      const seen: string[] = [];
      const exchange = async (request: HttpRequest): Promise<HttpOutcome> => {
        const outcome = await org.http.exchange(request);
        if (outcome.kind !== "answer") return outcome;
        const named = `"EventChannel":"Accord_Sync__chn"`;
        const body = outcome.answer.body.replaceAll(named, `"EventChannel":"${id}"`);
        seen.push(body);
        return { kind: "answer", answer: { ...outcome.answer, body } };
      };
      const place = { orgId: ORG_ID, instanceUrl: ORIGIN, tokens: org.tokens };
      const remote = createSalesforceRemote({ ...place, http: { exchange } });
      const captured = await remote.listCaptured();
      if (!captured.ok || captured.value === null) throw new Error(JSON.stringify(captured));
      expect(captured.value.toSorted()).toEqual(["Account", "Product2"]);
      expect(seen.at(-1)).toContain(id);
    }
  });

  it("are none on a channel that is not there, and not known where the set-up is hidden", async () => {
    const org = new EmulatedOrg();
    const place = { orgId: ORG_ID, instanceUrl: ORIGIN, http: org.http, tokens: org.tokens };
    const other = createSalesforceRemote({ ...place, topic: "/data/Other__chn" });
    expect(await other.listCaptured()).toEqual({ ok: true, value: [] });
    org.setFaults({
      match: { path: "/tooling" },
      fault: "status",
      status: 403,
      errorCode: "INSUFFICIENT_ACCESS",
    });
    expect(await org.remote.listCaptured()).toEqual({ ok: true, value: null });
  });
});
