import { describe, expect, it } from "vitest";
import { baseComponentsIn, readComponents, usedBaseComponents } from "./components.ts";
import { repositoryPaths } from "./paths.ts";

describe("base components in a source", () => {
  it("are found by tag and by import, in the platform's spelling", () => {
    const source = `<lightning-formatted-date-time></lightning-formatted-date-time><c-accord-problem>
      import LightningConfirm from "lightning/confirm";`;
    expect(baseComponentsIn(source)).toEqual(["lightning/formattedDateTime", "lightning/confirm"]);
  });
});

describe("our components", () => {
  const { components } = repositoryPaths();

  it("expose the record component and the two tabs, and no part of them", () => {
    const exposed = readComponents(components).filter((component) => component.isExposed);
    expect(exposed.map((component) => component.name).sort()).toEqual([
      "accordAdmin",
      "accordLogViewer",
      "accordRecordSync",
    ]);
  });

  it("use base components that exist outside Salesforce, or that a shim stands for", () => {
    const used = usedBaseComponents(components);
    expect(used).toContain("lightning/button");
    const missing = ["recordForm", "recordEditForm", "inputField", "flow", "empApi"];
    expect(used.filter((name) => missing.includes(name.replace("lightning/", "")))).toEqual([]);
  });
});
