import { describe, expect, it } from "vitest";
import { scratchFolder } from "../../test/support/scratch-folder.ts";
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
    const fields = "force-app/objects/Account/fields";
    const folder = scratchFolder({
      "sfdx-project.json": '{"packageDirectories":[{"path":"force-app"}]}',
      [`${fields}/Used__c.field-meta.xml`]: "<CustomField/>",
      [`${fields}/Draft__c.field-meta.xml`]: "<CustomField/>",
      ".forceignore": "**/Draft__c.*\r\n",
    });
    expect([...readMetadataFolder(folder).keys()]).toEqual([
      "sfdx-project.json",
      `${fields}/Used__c.field-meta.xml`,
    ]);
  });
});
