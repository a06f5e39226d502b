import { describe, expect, it } from "vitest";
import { type FlexiPageXml, pageRegions } from "./flexipage.ts";

const item = (componentName: string, properties: Readonly<Record<string, string>> = {}) => ({
  componentInstance: {
    componentName,
    componentInstanceProperties: Object.entries(properties).map(([name, value]) => ({
      name,
      value,
    })),
  },
});

const TABBED: FlexiPageXml = {
  flexiPageRegions: [
    { name: "main", type: "Region", itemInstances: [item("flexipage:tabset", { tabs: "all" })] },
    {
      name: "all",
      type: "Facet",
      itemInstances: [
        item("flexipage:tab", { title: "Standard.Tab.detail", body: "details" }),
        item("flexipage:tab", { title: "Sync", body: "sync" }),
      ],
    },
    { name: "details", type: "Facet", itemInstances: [item("force:detailPanel")] },
    {
      name: "sync",
      type: "Facet",
      itemInstances: [item("c:accordRecordSync", { compact: "true", rows: "5", note: "now" })],
    },
  ],
};

describe("a flexipage", () => {
  it("resolves tabs through their facets, under the titles that people see", () => {
    const [main] = pageRegions(TABBED);
    expect(main?.components.map(({ component, tab }) => [component, tab])).toEqual([
      ["force:detailPanel", "Details"],
      ["c:accordRecordSync", "Sync"],
    ]);
  });

  it("hands a component its properties as values of their types", () => {
    const [main] = pageRegions(TABBED);
    expect(main?.components[1]?.properties).toEqual({ compact: true, rows: 5, note: "now" });
  });

  it("shows no facet as a region of its own", () => {
    expect(pageRegions(TABBED).map(({ name }) => name)).toEqual(["main"]);
  });

  it("ends where facets hold each other in a circle", () => {
    const circle: FlexiPageXml = {
      flexiPageRegions: [
        { name: "a", itemInstances: [item("flexipage:tabset", { tabs: "b" })] },
        { name: "b", type: "Facet", itemInstances: [item("flexipage:tabset", { tabs: "b" })] },
      ],
    };
    expect(pageRegions(circle)).toEqual([{ name: "a", components: [] }]);
  });
});
