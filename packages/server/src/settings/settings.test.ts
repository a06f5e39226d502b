import { messageOf } from "@accord-sync/core/errors/operational-error.ts";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readEnvFile } from "./env-file.ts";
import { SETTINGS } from "./setting-table.ts";
import { readSettings, type Settings } from "./settings.ts";

const LIVE = {
  ACCORD_MODE: "live",
  ACCORD_INTUIT_CLIENT_ID: "id",
  ACCORD_INTUIT_CLIENT_SECRET: "secret",
  ACCORD_INTUIT_VERIFIER_TOKEN: "verifier",
  ACCORD_INTUIT_REALM_ID: "9130000000000000",
  ACCORD_SALESFORCE_URL: "https://acme.my.salesforce.com/",
  ACCORD_SALESFORCE_ORG_ID: "00D5g000004xyzAEAQ",
  ACCORD_SALESFORCE_CLIENT_ID: "key",
  ACCORD_SALESFORCE_CLIENT_SECRET: "secret",
  ACCORD_SALESFORCE_CERTIFICATE_FILE: "/etc/accord/org.pem",
};

function settingsOf(environment: Record<string, string>): Settings {
  const result = readSettings(environment);
  if (!result.ok) throw new Error(messageOf(result.error));
  return result.value;
}

function faultOf(environment: Record<string, string>): string {
  const result = readSettings(environment);
  if (result.ok) throw new Error("the settings were taken");
  expect(result.error.code).toBe("SETTINGS_INVALID");
  return messageOf(result.error);
}

describe("settings", () => {
  it("need nothing for a demonstration, whose ports follow PORT", () => {
    expect(settingsOf({})).toMatchObject({ port: 4000, host: "localhost", dataFolder: ".accord" });
    expect(settingsOf({ PORT: "5000" })).toMatchObject({
      publicUrl: "http://localhost:5000",
      systems: {
        mode: "demo",
        salesforceUrl: "http://localhost:5001",
        quickbooksUrl: "http://localhost:5002",
        pubSubEndpoint: "localhost:5011",
      },
    });
  });

  it("take the month's metered calls as a whole number, by default the free plan's", () => {
    expect(settingsOf({}).meteredPerMonth).toBe(500_000);
    expect(settingsOf({ ACCORD_METERED_PER_MONTH: "1000000" }).meteredPerMonth).toBe(1_000_000);
    for (const wrong of ["0", "-1", "1.5", "many", "100000001"]) {
      expect(faultOf({ ACCORD_METERED_PER_MONTH: wrong })).toContain("ACCORD_METERED_PER_MONTH");
    }
  });

  it("take the guard of deletions as a number, a percentage and minutes", () => {
    const usual = { more: 10, share: 0.05, withinMs: 3_600_000 };
    expect(settingsOf({}).guardDeletes).toEqual(usual);
    const set = settingsOf({ ACCORD_GUARD_DELETES: "3, 50, 10" }).guardDeletes;
    expect(set).toEqual({ more: 3, share: 0.5, withinMs: 600_000 });
    for (const wrong of ["3", "3,101,10", "3,5,0", "a,b,c", "3;5;10"]) {
      expect(faultOf({ ACCORD_GUARD_DELETES: wrong })).toContain("ACCORD_GUARD_DELETES");
    }
  });

  it("take real accounts with a client secret", () => {
    expect(settingsOf(LIVE).systems).toEqual({
      mode: "live",
      intuit: {
        clientId: "id",
        clientSecret: "secret",
        environment: "production",
        realmId: "9130000000000000",
      },
      salesforce: {
        url: "https://acme.my.salesforce.com",
        orgId: "00D5g000004xyzAEAQ",
        clientId: "key",
        login: { flow: "client-credentials", clientSecret: "secret" },
        certificateFile: "/etc/accord/org.pem",
      },
    });
  });

  it("take real accounts with a key file and a user name instead", () => {
    const environment = {
      ...LIVE,
      ACCORD_SALESFORCE_CLIENT_SECRET: "",
      ACCORD_SALESFORCE_JWT_KEY_FILE: "/etc/accord/app.key",
      ACCORD_SALESFORCE_USERNAME: "integration@acme.example",
    };
    expect(settingsOf(environment).systems).toMatchObject({
      salesforce: {
        login: {
          flow: "jwt",
          keyFile: "/etc/accord/app.key",
          username: "integration@acme.example",
        },
      },
    });
  });

  it("tell every fault in one go", () => {
    const fault = faultOf({ ACCORD_MODE: "live", PORT: "http" });
    for (const name of [
      "PORT must be a port",
      "ACCORD_INTUIT_CLIENT_ID is missing",
      "ACCORD_INTUIT_REALM_ID is missing",
      "ACCORD_SALESFORCE_URL is missing",
      "give one of the two",
    ]) {
      expect(fault).toContain(name);
    }
  });

  it.each([
    [{ ACCORD_MODE: "production" }, "ACCORD_MODE must be demo or live"],
    [{ PORT: "65535" }, "PORT must be a port from 1 to 65524"],
    [{ ACCORD_PUBLIC_URL: "accord.example" }, "ACCORD_PUBLIC_URL must be an http"],
    [{ ACCORD_HOST: "0.0.0.0" }, "ACCORD_HOST must be a loopback address in demo mode"],
    [{ ...LIVE, ACCORD_SALESFORCE_ORG_ID: "acme" }, "ACCORD_SALESFORCE_ORG_ID must be the 18"],
    [{ ...LIVE, ACCORD_SALESFORCE_URL: "https://acme.lightning.force.com" }, ".my.salesforce.com"],
    [{ ...LIVE, ACCORD_INTUIT_CLIENT_SECRET: "…" }, "ACCORD_INTUIT_CLIENT_SECRET is missing"],
    [
      { ...LIVE, ACCORD_SALESFORCE_URL: "http://acme.my.salesforce.com" },
      "ACCORD_SALESFORCE_URL must begin with https://",
    ],
    [
      { ...LIVE, ACCORD_PUBLIC_URL: "http://accord.example.com" },
      "ACCORD_PUBLIC_URL must begin with https://",
    ],
    [
      { ...LIVE, ACCORD_PUBLIC_URL: "http://127.0.0.1.example.com" },
      "ACCORD_PUBLIC_URL must begin with https://",
    ],
    [{ ...LIVE, ACCORD_INTUIT_ENVIRONMENT: "test" }, "must be sandbox or production"],
  ])("refuse %j", (environment, fault) => {
    expect(faultOf(environment)).toContain(fault);
  });

  it.each(["http://localhost:4001", "http://127.0.0.2:9", "http://[::1]:9", "https://a.example"])(
    "take %s, where no secret travels readable",
    (url) => {
      const settings = settingsOf({ ...LIVE, ACCORD_SALESFORCE_URL: url, ACCORD_PUBLIC_URL: url });
      expect(settings).toMatchObject({ publicUrl: url, systems: { salesforce: { url } } });
    },
  );

  it("take any address of a demonstration, whose passwords are public", () => {
    const demo = {
      ACCORD_PUBLIC_URL: "http://demo.example",
      ACCORD_EMULATOR_QUICKBOOKS: "http://qb",
    };
    expect(settingsOf(demo).publicUrl).toBe("http://demo.example");
  });

  it.each([
    ["ACCORD_SALESFROCE_URL", "ACCORD_SALESFORCE_URL"],
    ["ACCORD_SALESFORCE_CLIENTID", "ACCORD_SALESFORCE_CLIENT_ID"],
    ["ACCORD_SALESFORCE_CLIENT_SECERT", "ACCORD_SALESFORCE_CLIENT_SECRET"],
    ["ACCORD_INTUIT_REALM", "ACCORD_INTUIT_REALM_ID"],
    ["ACCORD_MOD", "ACCORD_MODE"],
  ])("warn of %s, and name %s", (misspelt, meant) => {
    expect(settingsOf({ [misspelt]: "x" }).warnings).toEqual([
      `${misspelt} is not a setting and does nothing: is ${meant} meant?`,
    ]);
  });

  it("warn of a name that is like none, say nothing of others' names and of the right ones", () => {
    const others = { HOME: "/", PORTS: "1", ACCORD_ORG_URL: "x", ACCORD_CHROMIUM: "x" };
    expect(settingsOf({ ...LIVE, ...others }).warnings).toEqual([]);
    expect(settingsOf({ ACCORD_FAVOURITE_COLOUR: "x" }).warnings).toEqual([
      expect.stringContaining("packages/server/README.md lists all of them"),
    ]);
  });

  it("name the misspelt setting beside the one that is missing, and no value", () => {
    const { ACCORD_INTUIT_CLIENT_SECRET: value, ...rest } = LIVE;
    const fault = faultOf({ ...rest, ACCORD_INTUIT_CLIENT_SECERT: "s3cret" });
    expect(value).toBe("secret");
    expect(fault).toContain("ACCORD_INTUIT_CLIENT_SECRET is missing");
    expect(fault).toContain("is ACCORD_INTUIT_CLIENT_SECRET meant?");
    expect(fault).not.toContain("s3cret");
  });

  it("are all in the README, and the README names no other", () => {
    const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
    const told = [...readme.matchAll(/^\| `((?:ACCORD_|PORT)\w*)`/gm)].map((match) =>
      String(match[1]),
    );
    expect(told.toSorted()).toEqual(Object.keys(SETTINGS).toSorted());
  });
});

describe("accord.env", () => {
  it("holds settings, comments and quoted values", () => {
    const text = "# Intuit\nACCORD_MODE=live\n\nexport PORT = 5000\r\nA_B=\"x = y\"\nC='1'\n";
    expect(readEnvFile(text)).toEqual({
      values: { ACCORD_MODE: "live", PORT: "5000", A_B: "x = y", C: "1" },
      unreadableLines: [],
    });
  });

  it("takes a comment behind a value for no part of it, as the README's example has them", () => {
    const text = "A=sandbox   # or production\nB=a#b\nC='x # y' # z\nD= # none\n";
    expect(readEnvFile(text).values).toEqual({ A: "sandbox", B: "a#b", C: "x # y", D: "" });
  });

  it("reports a line that it cannot read by its number alone", () => {
    expect(readEnvFile("PORT=1\nsecret!\n").unreadableLines).toEqual([2]);
  });
});
