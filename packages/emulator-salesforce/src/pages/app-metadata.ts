/** The Lightning apps as their metadata describes them: navigation, tabs, layouts and record pages. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { XMLParser } from "fast-xml-parser";
import type { PageRegion } from "./api/shapes.ts";
import { type FlexiPageXml, pageRegions } from "./layout/flexipage.ts";
import type { DescribedSection } from "./layout/descriptors.ts";
import { LIST_VIEW_LISTS, type ListView, type ListViewXml } from "./layout/list-view.ts";
import {
  LAYOUT_LISTS,
  layoutSections,
  type LayoutXml,
  NEW_BUTTON,
  placedLists,
  type PlacedList,
} from "./layout/layout-metadata.ts";

export interface CustomTab {
  readonly name: string;
  readonly label: string;
  readonly component: string;
}

export interface LightningApp {
  readonly name: string;
  readonly label: string;
  readonly description: string;
  /** `standard-Account`, or the name of a custom tab. */
  readonly tabs: readonly string[];
}

export interface AppMetadata {
  /** The project's own apps, then Sales. */
  readonly apps: readonly LightningApp[];
  readonly customTabs: readonly CustomTab[];
  /** Whether the object has a tab: what Lightning Experience lists and launches by itself. */
  readonly hasTab: (objectApiName: string) => boolean;
  /** Whether lists of the object offer New: unless its search layouts leave the button out. */
  readonly offersNew: (objectApiName: string) => boolean;
  /** What is placed on an object's record page; the standard page where nothing is assigned. */
  readonly recordPage: (objectApiName: string) => readonly PageRegion[];
  /** The sections of the project's page layout; undefined where it has none. */
  readonly layout: (objectApiName: string) => readonly DescribedSection[] | undefined;
  /** The related lists that the project's page layout places; empty where it says nothing of them. */
  readonly relatedLists: (objectApiName: string) => readonly PlacedList[];
  /** The project's own list views, by label. */
  readonly listViews: (objectApiName: string) => readonly ListView[];
}

/** The app that every org starts with. */
const SALES: LightningApp = {
  name: "LightningSales",
  label: "Sales",
  description: "Manage your sales process with accounts, opportunities, and more",
  tabs: ["Account", "Contact", "Opportunity", "Product2", "Pricebook2", "Quote", "Order"].map(
    (name) => `standard-${name}`,
  ),
};
/** Standard objects with a tab, as far as this emulator has them. */
const STANDARD_TABS: ReadonlySet<string> = new Set([
  "Account",
  "Contact",
  "Contract",
  "Opportunity",
  "Order",
  "Pricebook2",
  "Product2",
  "Quote",
]);
/** What an object without a record page of its own shows. */
export const STANDARD_PAGE: readonly PageRegion[] = [
  {
    name: "header",
    components: [{ component: "force:highlightsPanel", properties: {}, tab: null }],
  },
  {
    name: "main",
    components: [
      { component: "force:relatedListContainer", properties: {}, tab: "Related" },
      { component: "force:detailPanel", properties: {}, tab: "Details" },
    ],
  },
];

const REPEATED = [
  "actionOverrides",
  "tabs",
  "flexiPageRegions",
  "itemInstances",
  "componentInstanceProperties",
  "excludedStandardButtons",
  ...LAYOUT_LISTS,
  ...LIST_VIEW_LISTS,
];
const parser = new XMLParser({
  parseTagValue: false,
  ignoreAttributes: true,
  isArray: (name) => REPEATED.includes(name),
});

interface ApplicationXml {
  readonly label?: string;
  readonly description?: string;
  readonly tabs?: readonly string[];
  readonly uiType?: string;
  readonly actionOverrides?: readonly {
    readonly actionName?: string;
    readonly type?: string;
    readonly pageOrSobjectType?: string;
    readonly content?: string;
  }[];
}

interface CustomTabXml {
  readonly label?: string;
  readonly lwcComponent?: string;
  /** `true` for the tab of a custom object; the file has the object's name. */
  readonly customObject?: string;
}

interface CustomObjectXml {
  readonly searchLayouts?: { readonly excludedStandardButtons?: readonly string[] };
}

/** A folder of the project's metadata. */
interface Source {
  readonly files: (folder: string, suffix: string) => readonly string[];
  /** The element `root` of a file. Its shape is the caller's claim; all members are optional. */
  readonly read: (file: string, root: string) => unknown;
}

function sourceIn(appFolder: string): Source {
  const home = path.join(appFolder, "force-app/main/default");
  return {
    files(folder, suffix) {
      const absolute = path.join(home, folder);
      if (!existsSync(absolute)) return [];
      const names = readdirSync(absolute).filter((name) => name.endsWith(suffix));
      return names.map((name) => name.slice(0, -suffix.length)).sort();
    },
    read(file, root) {
      const absolute = path.join(home, file);
      if (!existsSync(absolute)) return undefined;
      const document = parser.parse(readFileSync(absolute, "utf8")) as Readonly<
        Record<string, unknown>
      >;
      return document[root];
    },
  };
}

/** Reads the apps of an SFDX project, once. A project without any has Sales alone. */
export function readAppMetadata(appFolder: string): AppMetadata {
  const source = sourceIn(appFolder);
  const applications = source.files("applications", ".app-meta.xml").map((name) => ({
    name,
    xml: (source.read(`applications/${name}.app-meta.xml`, "CustomApplication") ??
      {}) as ApplicationXml,
  }));
  const pages = new Map<string, readonly PageRegion[]>();
  for (const { xml } of applications) readOverrides(source, xml, pages);
  const layouts = remembered((name) => layoutIn(source, name));
  const offersNew = remembered((name) => listsOfferNew(source, name));
  const tabs = source
    .files("tabs", ".tab-meta.xml")
    .map((name) => ({ name, xml: tabIn(source, name) }));
  const objectTabs = new Set(
    tabs.flatMap(({ name, xml }) => (xml.customObject === "true" ? [name] : [])),
  );
  const views = remembered((name) => listViewsIn(source, name));
  return {
    apps: [...applications.map(({ name, xml }) => appOf(name, xml)), SALES],
    customTabs: tabs.flatMap(({ name, xml }) => componentTab(name, xml)),
    hasTab: (objectApiName) => STANDARD_TABS.has(objectApiName) || objectTabs.has(objectApiName),
    offersNew,
    recordPage: (objectApiName) => pages.get(objectApiName) ?? STANDARD_PAGE,
    layout(objectApiName) {
      const sections = layoutSections(layouts(objectApiName));
      return sections.length === 0 ? undefined : sections;
    },
    relatedLists: (objectApiName) => placedLists(layouts(objectApiName)),
    listViews: views,
  };
}

function appOf(name: string, xml: ApplicationXml): LightningApp {
  const { label = name, description = "", tabs = [] } = xml;
  return { name, label, description, tabs };
}

function readOverrides(
  source: Source,
  xml: ApplicationXml,
  pages: Map<string, readonly PageRegion[]>,
): void {
  for (const { actionName, type, pageOrSobjectType = "", content } of xml.actionOverrides ?? []) {
    if (actionName !== "View" || type !== "Flexipage" || content === undefined) continue;
    const page = source.read(`flexipages/${content}.flexipage-meta.xml`, "FlexiPage");
    if (page !== undefined) pages.set(pageOrSobjectType, pageRegions(page as FlexiPageXml));
  }
}

const tabIn = (source: Source, name: string): CustomTabXml =>
  (source.read(`tabs/${name}.tab-meta.xml`, "CustomTab") as CustomTabXml | undefined) ?? {};

function componentTab(name: string, { label = name, lwcComponent }: CustomTabXml): CustomTab[] {
  return lwcComponent === undefined ? [] : [{ name, label, component: `c:${lwcComponent}` }];
}

/** The buttons of list views are part of the object's search layouts. */
function listsOfferNew(source: Source, objectApiName: string): boolean {
  const file = `objects/${objectApiName}/${objectApiName}.object-meta.xml`;
  const object = source.read(file, "CustomObject") as CustomObjectXml | undefined;
  return object?.searchLayouts?.excludedStandardButtons?.includes(NEW_BUTTON) !== true;
}

/** Reads what belongs to an object at the first question, and keeps it. */
function remembered<T>(read: (objectApiName: string) => T): (objectApiName: string) => T {
  const known = new Map<string, T>();
  return (name) => {
    const value = known.get(name) ?? read(name);
    known.set(name, value);
    return value;
  };
}

/** The first layout of the object by name; there are no record types or profiles to choose by. */
function layoutIn(source: Source, objectApiName: string): LayoutXml {
  const suffix = ".layout-meta.xml";
  const name = source.files("layouts", suffix).find((each) => each.startsWith(`${objectApiName}-`));
  if (name === undefined) return {};
  return (source.read(`layouts/${name}${suffix}`, "Layout") as LayoutXml | undefined) ?? {};
}

function listViewsIn(source: Source, objectApiName: string): readonly ListView[] {
  const folder = `objects/${objectApiName}/listViews`;
  const suffix = ".listView-meta.xml";
  const views = source.files(folder, suffix).map((name): ListView => {
    const xml = source.read(`${folder}/${name}${suffix}`, "ListView") as ListViewXml | undefined;
    return { ...xml, id: name };
  });
  return views.sort((a, b) => ((a.label ?? a.id) < (b.label ?? b.id) ? -1 : 1));
}
