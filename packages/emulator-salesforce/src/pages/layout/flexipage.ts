/** A flexipage's regions with the components on them; tabs are resolved through their facets. */
import type { PageRegion, PlacedComponent } from "../api/shapes.ts";

interface PropertyXml {
  readonly name?: string;
  readonly value?: string;
}

interface RegionXml {
  readonly name?: string;
  /** `Region`, or `Facet`: the inside of a component. */
  readonly type?: string;
  readonly itemInstances?: readonly {
    readonly componentInstance?: {
      readonly componentName?: string;
      readonly componentInstanceProperties?: readonly PropertyXml[];
    };
  }[];
}

/** The `<FlexiPage>` element; elements that may repeat are lists. */
export interface FlexiPageXml {
  readonly flexiPageRegions?: readonly RegionXml[];
}

/** Tabs hold facets that hold tabs; deeper than this is a circle. */
const DEPTH_MAX = 5;
/** Titles of the standard tabs, which metadata names by label keys. */
const STANDARD_TABS: Readonly<Record<string, string>> = {
  "Standard.Tab.relatedLists": "Related",
  "Standard.Tab.detail": "Details",
  "Standard.Tab.activity": "Activity",
  "Standard.Tab.collaborate": "Chatter",
};

export function pageRegions(page: FlexiPageXml): PageRegion[] {
  const regions = page.flexiPageRegions ?? [];
  const facets = new Map(regions.map((region) => [region.name ?? "", region]));
  return regions
    .filter((region) => region.type !== "Facet")
    .map((region) => ({
      name: region.name ?? "main",
      components: componentsOf(region, facets, { tab: null, depth: 0 }),
    }));
}

interface Place {
  readonly tab: string | null;
  readonly depth: number;
}

function componentsOf(
  region: RegionXml | undefined,
  facets: ReadonlyMap<string, RegionXml>,
  { tab, depth }: Place,
): PlacedComponent[] {
  if (depth > DEPTH_MAX) return [];
  return (region?.itemInstances ?? []).flatMap(({ componentInstance }): PlacedComponent[] => {
    const component = componentInstance?.componentName;
    if (component === undefined) return [];
    const properties = propertiesOf(componentInstance?.componentInstanceProperties ?? []);
    const inside = (name: string, title: string | null): PlacedComponent[] =>
      componentsOf(facets.get(text(properties[name])), facets, { tab: title, depth: depth + 1 });
    if (component === "flexipage:tabset") return inside("tabs", tab);
    if (component === "flexipage:tab") {
      const title = text(properties["title"]);
      return inside("body", STANDARD_TABS[title] ?? title);
    }
    return [{ component, properties, tab }];
  });
}

type Value = string | number | boolean;

const text = (value: Value | undefined): string => (typeof value === "string" ? value : "");

function propertiesOf(properties: readonly PropertyXml[]): Record<string, Value> {
  return Object.fromEntries(
    properties.flatMap(({ name, value }) =>
      name === undefined || value === undefined ? [] : [[name, typed(value)] as const],
    ),
  );
}

/** Metadata writes every value as text; components expect the type they declare. */
function typed(value: string): Value {
  if (value === "true" || value === "false") return value === "true";
  return /^-?\d+(?:\.\d+)?$/.test(value) ? Number(value) : value;
}
