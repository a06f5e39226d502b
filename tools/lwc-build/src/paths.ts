import path from "node:path";
import { fileURLToPath } from "node:url";

/** Where the build reads and writes. All absolute. */
export interface BuildPaths {
  /** The repository; `node_modules` is below it. */
  readonly root: string;
  /** Our components: one folder each. */
  readonly components: string;
  /** Components of the Salesforce emulator's own pages, namespace `lx`: one folder each. */
  readonly pages: string;
  /** The Apex classes, among them the proxy. */
  readonly classes: string;
  /** Shims and host page pieces that run in the browser. */
  readonly browser: string;
  /** This tool's own sources. */
  readonly tool: string;
  /** What is written; may be deleted at any time. */
  readonly output: string;
}

const HERE = path.dirname(fileURLToPath(import.meta.url));

export function repositoryPaths(): BuildPaths {
  const root = path.resolve(HERE, "../../..");
  const app = path.join(root, "salesforce-app/force-app/main/default");
  return {
    root,
    components: path.join(app, "lwc"),
    pages: path.join(root, "packages/emulator-salesforce/src/pages/lwc"),
    classes: path.join(app, "classes"),
    browser: path.join(HERE, "../browser"),
    tool: HERE,
    output: path.join(root, "build/lwc"),
  };
}
