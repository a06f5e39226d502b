import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { forceIgnore } from "./force-ignore.ts";
import { readMetadataFolder } from "./metadata-folder.ts";

describe(".forceignore", () => {
  it.each([
    ["**/lwc/**/*.ts", "force-app/main/default/lwc/panel/panel.ts", true],
    ["**/lwc/**/*.ts", "force-app/main/default/lwc/panel/panel.js", false],
    ["types/**", "types/lwc.d.ts", true],
    ["types/**", "force-app/types.xml", false],
    ["README.md", "force-app/deep/README.md", true],
    ["/README.md", "force-app/README.md", false],
    ["profiles/", "force-app/main/default/profiles/Admin.profile-meta.xml", true],
    ["*.profile-meta.xml", "force-app/profiles/Admin.profile-meta.xml", true],
    ["# *.xml", "a.xml", false],
    ["*.xml\n!keep.xml", "force-app/keep.xml", false],
    ["gone/\n!gone/keep.xml", "gone/keep.xml", true],
    ["a?.xml", "ab.xml", true],
    ["[ab].xml", "c.xml", false],
    ["a.xml", "aXxml", false],
    ["", "a.xml", false],
  ])("%j on %s → %s", (text, file, expected) => {
    expect(forceIgnore(text)(file)).toBe(expected);
  });

  it("keeps files out of the org that a deployment leaves out", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "forceignore-"));
    try {
      const fields = path.join(folder, "force-app", "objects", "Account", "fields");
      mkdirSync(fields, { recursive: true });
      writeFileSync(
        path.join(folder, "sfdx-project.json"),
        '{"packageDirectories":[{"path":"force-app"}]}',
      );
      writeFileSync(path.join(fields, "Used__c.field-meta.xml"), "<CustomField/>");
      writeFileSync(path.join(fields, "Draft__c.field-meta.xml"), "<CustomField/>");
      writeFileSync(path.join(folder, ".forceignore"), "**/Draft__c.*\r\n");
      expect([...readMetadataFolder(folder).keys()]).toEqual([
        "sfdx-project.json",
        "force-app/objects/Account/fields/Used__c.field-meta.xml",
      ]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
