import { describe, expect, it } from "vitest";
import { scratchFolder } from "../../test/support/scratch-folder.ts";
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

  it("gives tabs to the standard objects that have one and to those of the project", () => {
    const own = readAppMetadata(
      project({
        "tabs/Bike__c.tab-meta.xml": "<CustomTab><customObject>true</customObject></CustomTab>",
        "objects/Bike__c/Bike__c.object-meta.xml":
          "<CustomObject><label>Bike</label></CustomObject>",
      }),
    );
    const named = ["Account", "Bike__c", "PermissionSetAssignment", "Wheel__c"];
    expect(named.filter((name) => own.hasTab(name))).toEqual(["Account", "Bike__c"]);
    expect(own.offersNew("Bike__c")).toBe(true);
    expect(own.customTabs).toEqual([]);
  });

  it("leaves New out where search layouts and the lists of a layout do", () => {
    const own = readAppMetadata(
      project({
        "objects/Bike__c/Bike__c.object-meta.xml":
          "<CustomObject><searchLayouts><excludedStandardButtons>New</excludedStandardButtons></searchLayouts></CustomObject>",
        "layouts/Account-Account Layout.layout-meta.xml":
          "<Layout><relatedLists><excludeButtons>New</excludeButtons><relatedList>RelatedContactList</relatedList></relatedLists>" +
          "<relatedLists><relatedList>RelatedOpportunityList</relatedList></relatedLists></Layout>",
      }),
    );
    expect([own.offersNew("Bike__c"), own.offersNew("Account")]).toEqual([false, true]);
    const lists = own.relatedLists("Account").map(({ object, offersNew }) => [object, offersNew]);
    expect(lists).toEqual([
      ["Contact", false],
      ["Opportunity", true],
    ]);
  });

  it("is Sales alone where a project has none", () => {
    expect(readAppMetadata("/nowhere").apps.map(({ label }) => label)).toEqual(["Sales"]);
  });
});

/** A project of these files, by their path below `main/default`. */
const project = (files: Readonly<Record<string, string>>): string =>
  scratchFolder(
    Object.fromEntries(
      Object.entries(files).map(([name, text]) => [`force-app/main/default/${name}`, text]),
    ),
  );
