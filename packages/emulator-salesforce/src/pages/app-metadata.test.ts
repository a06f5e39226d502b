import { describe, expect, it } from "vitest";
import { readAppMetadata } from "./app-metadata.ts";
import { APP_FOLDER } from "./testing/fake-host.ts";

describe("the apps' metadata", () => {
  const metadata = readAppMetadata(APP_FOLDER);
  const placed = (object: string): string[] =>
    metadata
      .recordPage(object)
      .flatMap(({ components }) => components.map((each) => each.component));

  it("begins with the project's app and its tabs in order, and ends with Sales", () => {
    expect(metadata.apps.map(({ label }) => label)).toEqual(["Accord Sync", "Sales"]);
    const tabs = metadata.apps[0]?.tabs ?? [];
    expect(tabs[0]).toBe("standard-Account");
    expect(tabs).toContain("Accord_Admin");
  });

  it.each(["Account", "Product2"])("places QuickBooks Sync on the page of %s", (name) => {
    const sidebar = metadata.recordPage(name).find((region) => region.name === "sidebar");
    expect(sidebar?.components.map(({ component }) => component)).toContain("c:accordRecordSync");
  });

  it("leaves an object without a page of its own with highlights, related lists and details", () => {
    expect(placed("User")).toEqual([
      "force:highlightsPanel",
      "force:relatedListContainer",
      "force:detailPanel",
    ]);
  });

  it("finds each tab's component", () => {
    expect(metadata.customTabs).toContainEqual({
      name: "Accord_Admin",
      label: "Accord Admin",
      component: "c:accordAdmin",
    });
  });

  it("is Sales alone where a project has none", () => {
    expect(readAppMetadata("/nowhere").apps.map(({ label }) => label)).toEqual(["Sales"]);
  });
});
