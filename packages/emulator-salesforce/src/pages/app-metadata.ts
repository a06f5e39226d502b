/** The Lightning app as its metadata describes it: navigation, tabs and record pages. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { XMLParser } from "fast-xml-parser";

export interface NavItem {
  readonly label: string;
  readonly url: string;
  /** Object API name, or custom tab name. */
  readonly name: string;
}

/** A component placed on a page, by its name in the metadata, for example `c:accordRecordSync`. */
export interface PlacedComponent {
  readonly region: string;
  readonly component: string;
}

export interface CustomTab {
  readonly name: string;
  readonly label: string;
  readonly component: string;
}

export interface LightningApp {
  readonly label: string;
  readonly tabs: readonly string[];
  readonly recordPage: (objectApiName: string) => readonly PlacedComponent[];
  readonly customTab: (name: string) => CustomTab | undefined;
}

const APP = "Accord_Sync";
/** What an object without a record page of its own shows. */
const STANDARD_PAGE: readonly PlacedComponent[] = [
  { region: "header", component: "force:highlightsPanel" },
  { region: "main", component: "force:detailPanel" },
];

const REPEATED = ["actionOverrides", "tabs", "flexiPageRegions", "itemInstances"];
const parser = new XMLParser({
  parseTagValue: false,
  ignoreAttributes: true,
  isArray: (name) => REPEATED.includes(name),
});

interface ApplicationXml {
  readonly label?: string;
  readonly tabs?: readonly string[];
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
}

interface FlexiPageXml {
  readonly flexiPageRegions?: readonly {
    readonly name?: string;
    readonly itemInstances?: readonly {
      readonly componentInstance?: { readonly componentName?: string };
    }[];
  }[];
}

/** The element `root` of a metadata file. Its shape is the caller's claim; all members are optional. */
function readXml(appFolder: string, file: string, root: string): unknown {
  const absolute = path.join(appFolder, "force-app/main/default", file);
  if (!existsSync(absolute)) return undefined;
  const document = parser.parse(readFileSync(absolute, "utf8")) as Readonly<
    Record<string, unknown>
  >;
  return document[root];
}

/** Reads the app of an SFDX project. A project without the app has the standard pages only. */
export function readLightningApp(appFolder: string): LightningApp {
  const application =
    (readXml(appFolder, `applications/${APP}.app-meta.xml`, "CustomApplication") as
      | ApplicationXml
      | undefined) ?? {};
  return {
    label: application.label ?? "Sales",
    tabs: application.tabs ?? ["standard-Account", "standard-Product2"],
    recordPage(objectApiName) {
      const override = application.actionOverrides?.find(
        (item) =>
          item.actionName === "View" &&
          item.type === "Flexipage" &&
          item.pageOrSobjectType === objectApiName,
      );
      return override?.content === undefined
        ? STANDARD_PAGE
        : readFlexiPage(appFolder, override.content);
    },
    customTab(name) {
      if (!/^\w+$/.test(name)) return undefined;
      const file = `tabs/${name}.tab-meta.xml`;
      const tab = readXml(appFolder, file, "CustomTab") as CustomTabXml | undefined;
      if (tab?.lwcComponent === undefined) return undefined;
      return { name, label: tab.label ?? name, component: `c:${tab.lwcComponent}` };
    },
  };
}

function readFlexiPage(appFolder: string, name: string): readonly PlacedComponent[] {
  const file = `flexipages/${name}.flexipage-meta.xml`;
  const page = readXml(appFolder, file, "FlexiPage") as FlexiPageXml | undefined;
  if (page === undefined) return STANDARD_PAGE;
  return (page.flexiPageRegions ?? []).flatMap((region) =>
    (region.itemInstances ?? []).flatMap(({ componentInstance }) =>
      componentInstance?.componentName === undefined
        ? []
        : [{ region: region.name ?? "main", component: componentInstance.componentName }],
    ),
  );
}
