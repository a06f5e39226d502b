import { describe, expect, it } from "vitest";
import { EmulatedOrg, ORIGIN } from "./emulated-org.ts";
import { realTarget, tokenSource } from "./contract-target.ts";

describe("the org that the environment names", () => {
  it("is none without an address, and whole or not at all", () => {
    expect(realTarget({})).toBeNull();
    expect(() => realTarget({ ACCORD_ORG_URL: "https://x" })).toThrow("ACCORD_ORG_ID");
    const halves = { ACCORD_ORG_URL: "https://x", ACCORD_ORG_ID: "00D", ACCORD_ORG_CLIENT_ID: "c" };
    expect(() => realTarget(halves)).toThrow("ACCORD_ORG_ACCESS_TOKEN");
  });

  it("is entered with a token, or by an app's secret, one session for all", async () => {
    const org = new EmulatedOrg();
    const given = tokenSource({ ACCORD_ORG_ACCESS_TOKEN: "t" }, org.http);
    expect(await given.current()).toEqual({ ok: true, value: "t" });
    const environment = {
      ACCORD_ORG_URL: `${ORIGIN}/`,
      ACCORD_ORG_CLIENT_ID: "demo",
      ACCORD_ORG_CLIENT_SECRET: "demo",
    };
    const tokens = tokenSource(environment, org.http);
    const [one, two] = await Promise.all([tokens.current(), tokens.current()]);
    expect(one).toMatchObject({ ok: true });
    expect(two).toEqual(one);
    expect(org.sent).toHaveLength(1);
  });
});
