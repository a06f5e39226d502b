import { createPrivateKey, X509Certificate } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createTestCli } from "../../test/test-cli.ts";

interface Made {
  readonly keyFile: string;
  readonly certificateFile: string;
  readonly validUntil: string;
}

describe("accord salesforce-key", () => {
  it("makes a key that only its owner can read, and the certificate that belongs to it", async () => {
    const cli = createTestCli();
    const { code, out } = await cli.run("salesforce-key", "--json");
    expect(code).toBe(0);
    const made = JSON.parse(out) as Made;
    const key = createPrivateKey(cli.kept.get(made.keyFile)?.text ?? "");
    const certificate = new X509Certificate(cli.kept.get(made.certificateFile)?.text ?? "");
    expect(certificate.checkPrivateKey(key)).toBe(true);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.subject).toBe("CN=Accord Sync");
    expect(key.asymmetricKeyDetails?.modulusLength).toBe(2048);
    expect(cli.kept.get(made.keyFile)?.isPublic).toBe(false);
    expect(Date.parse(certificate.validTo)).toBe(Date.parse(made.validUntil));
    expect(out).not.toContain("PRIVATE KEY");
  });

  it("says each step that is left, with the paths as they are to be set", async () => {
    const cli = createTestCli();
    const { out } = await cli.run("salesforce-key");
    expect(out).toContain("ACCORD_SALESFORCE_JWT_KEY_FILE=/data/salesforce-login.key\n");
    expect(out).toMatch(/External Client App Manager[\s\S]*Admin approved[\s\S]*npm start/);
    expect(out).not.toContain("PRIVATE KEY");
  });

  it("never writes over a key: Salesforce may know its certificate", async () => {
    const cli = createTestCli();
    await cli.run("salesforce-key");
    const before = new Map(cli.kept);
    const { code, out } = await cli.run("salesforce-key", "--json");
    expect(code).toBe(2);
    expect(JSON.parse(out)).toMatchObject({ error: { code: "KEY_EXISTS" } });
    expect(new Map(cli.kept)).toEqual(before);
  });

  it.each([
    ["--days", "0"],
    ["--days", "1.5"],
    ["--days", "99999"],
    ["--name", " "],
    ["--name", "n".repeat(65)],
    ["--name", "two\nlines"],
  ])("takes no %s %j, and makes nothing then", async (option, value) => {
    const cli = createTestCli();
    expect((await cli.run("salesforce-key", option, value)).code).toBe(2);
    expect(cli.kept.size).toBe(0);
  });

  it.each(["Ärger & Söhne", "漢字 😀", "a, O=b"])("is called %s as given", async (name) => {
    const cli = createTestCli();
    const { out } = await cli.run("salesforce-key", "--name", name, "--days", "3650", "--json");
    const made = JSON.parse(out) as Made;
    const certificate = new X509Certificate(cli.kept.get(made.certificateFile)?.text ?? "");
    expect(certificate.toLegacyObject().subject.CN).toBe(name);
    const key = createPrivateKey(cli.kept.get(made.keyFile)?.text ?? "");
    expect(certificate.checkPrivateKey(key)).toBe(true);
  });
});
