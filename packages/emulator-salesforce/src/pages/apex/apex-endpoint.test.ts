import { describe, expect, it } from "vitest";
import { bodyText, fakeHost } from "../testing/fake-host.ts";
import { type ApexPorts, callApex, type ServiceCall } from "./apex-endpoint.ts";

const ACCOUNT_ID = "001000000000001AAA";

function service(
  answer: { status: number; body: string } | Error,
): ApexPorts & { calls: ServiceCall[] } {
  const calls: ServiceCall[] = [];
  return {
    calls,
    uniqueId: () => `unique-${calls.length}`,
    callService(call) {
      calls.push(call);
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
  };
}

const call = (method: string, params: unknown, className = "AccordApi") => ({
  className,
  method,
  body: JSON.stringify(params),
});

describe("the Apex stand-in", () => {
  it("signs for the person and forwards to the record's path, with the type that the id belongs to", async () => {
    const host = fakeHost();
    const ports = service({ status: 202, body: '{"status":"syncing"}' });
    const params = { recordId: ACCOUNT_ID, onMatch: "ask" };
    const answer = await callApex(host, ports, call("send", params));
    expect(ports.calls[0]).toMatchObject({
      url: `http://service.test/api/v1/records/Account/${ACCOUNT_ID}/send`,
      verb: "POST",
      body: '{"onMatch":"ask"}',
      timeoutMs: 10_000,
    });
    expect(ports.calls[0]?.headers["authorization"]).toBe("Bearer signed.jwt");
    expect(host.signed).toEqual([
      { aud: "accord-sync", sub: host.user.id, name: host.user.name, jti: "unique-0" },
    ]);
    expect(answer.status).toBe(200);
  });

  it("answers with the text that the method returns, as the platform does", async () => {
    const ports = service({ status: 200, body: '{"a":1}' });
    const answer = await callApex(fakeHost(), ports, call("getStatus", {}));
    expect(JSON.parse(bodyText(answer))).toBe('{"a":1}');
  });

  it("hands on a refusal whole: its code, the service's own words, what to do", async () => {
    const error = { code: "X", message: "It is linked already.", action: "Unlink it first." };
    const ports = service({ status: 409, body: JSON.stringify({ error }) });
    const params = { recordId: ACCOUNT_ID, quickbooksId: "58" };
    const answer = await callApex(fakeHost(), ports, call("link", params));
    expect(answer.status).toBe(500);
    expect(JSON.parse(JSON.parse(bodyText(answer)).message)).toEqual(error);
  });

  it("says in plain words that the service is down, or answers nonsense", async () => {
    const down = await callApex(fakeHost(), service(new Error("refused")), call("getStatus", {}));
    expect(bodyText(down)).toContain("cannot be reached");
    const odd = service({ status: 502, body: "<html>" });
    expect(bodyText(await callApex(fakeHost(), odd, call("getStatus", {})))).toContain("502");
  });

  it.each([
    ["an unknown method", call("drop", {}), 404],
    ["another class", call("getStatus", {}, "Other"), 404],
    ["a record id of no object", call("getRecord", { recordId: "zzz000000000001AAA" }), 400],
    ["no record id", call("getRecord", {}), 400],
    ["no run id", call("getSyncRun", { runId: "" }), 400],
    ["parameters that are no object", call("getStatus", [1]), 400],
    ["a body that is no JSON", { ...call("getStatus", {}), body: "{" }, 400],
  ])("refuses %s without a call", async (_, request, status) => {
    const ports = service({ status: 200, body: "{}" });
    expect((await callApex(fakeHost(), ports, request)).status).toBe(status);
    expect(ports.calls).toEqual([]);
  });

  it("leaves blank log filters out and encodes the rest", async () => {
    const ports = service({ status: 200, body: "{}" });
    const params = { filter: "errors", fromDate: "2026-11-01T00:00:00Z", toDate: "", before: null };
    await callApex(fakeHost(), ports, call("getLog", params));
    expect(ports.calls[0]?.url).toBe(
      "http://service.test/api/v1/log?filter=errors&from=2026-11-01T00%3A00%3A00Z",
    );
    expect(ports.calls[0]?.body).toBeUndefined();
  });

  it("cannot be led to another path by an id", async () => {
    const ports = service({ status: 200, body: "{}" });
    await callApex(fakeHost(), ports, call("getSyncRun", { runId: "../status?x=" }));
    expect(ports.calls[0]?.url).toBe("http://service.test/api/v1/sync-runs/..%2Fstatus%3Fx%3D");
  });
});
