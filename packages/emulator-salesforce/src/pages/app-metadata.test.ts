import { describe, expect, it } from "vitest";
import { readLightningApp } from "./app-metadata.ts";
import { APP_FOLDER } from "./testing/fake-host.ts";

describe("the Lightning app's metadata", () => {
  const app = readLightningApp(APP_FOLDER);

  it("names the tabs in the app's order", () => {
    expect(app.label).toBe("Accord Sync");
    expect(app.tabs).toEqual([
      "standard-Account",
      "standard-Product2",
      "Accord_Admin",
      "Accord_Log_Viewer",
    ]);
  });

  it.each(["Account", "Product2"])("places QuickBooks Sync on the page of %s", (name) => {
    expect(app.recordPage(name)).toContainEqual({
      region: "sidebar",
      component: "c:accordRecordSync",
    });
  });

  it("leaves other objects with the standard page", () => {
    const components = app.recordPage("Opportunity").map((item) => item.component);
    expect(components).toEqual(["force:highlightsPanel", "force:detailPanel"]);
  });

  it("finds a tab's component, and nothing under a name that is none", () => {
    expect(app.customTab("Accord_Admin")).toMatchObject({
      label: "Accord Admin",
      component: "c:accordAdmin",
    });
    expect(app.customTab("../tabs/Accord_Admin")).toBeUndefined();
    expect(app.customTab("Nothing")).toBeUndefined();
  });

  it("is the standard app where a project has none", () => {
    expect(readLightningApp("/nowhere").tabs).toEqual(["standard-Account", "standard-Product2"]);
  });
});
