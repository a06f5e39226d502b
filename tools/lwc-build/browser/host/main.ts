/**
 * The page around the components, outside Salesforce. A page places them with elements like
 *
 *     <div data-component="c:accordRecordSync" data-props='{"recordId":"001…"}'></div>
 *
 * and calls `mountApp`. Names are those of flexipages; `host.js` exports this module.
 */
// Must come first: it patches what the engine then captures.
import "@lwc/synthetic-shadow";
import { COMPONENTS } from "host/components";
import { createElement } from "lwc";
import { type HostConfig, setHost } from "./host-config.ts";
import { listenForToasts } from "./toasts.ts";

export type { HostConfig, PageReference } from "./host-config.ts";
export { lightningUrlOf, setHost } from "./host-config.ts";
export { listenForToasts, showToast } from "./toasts.ts";

type Props = Readonly<Record<string, unknown>>;

/** `c:accordRecordSync` as the tag name `c-accord-record-sync`. */
function tagName(component: string): string {
  return component.replace(":", "-").replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Puts one component into a container, in place of what it holds. */
export async function mountComponent(
  container: Element,
  component: string,
  props: Props = {},
): Promise<Element> {
  const load = COMPONENTS[component];
  if (load === undefined) throw new Error(`There is no exposed component ${component}`);
  const { default: constructor } = await load();
  const element = createElement(tagName(component), { is: constructor });
  Object.assign(element, props);
  container.replaceChildren(element);
  return element;
}

/** Sets up the page and mounts each placeholder below `root` (default: the whole document). */
export async function mountApp(
  config: Partial<HostConfig> & { readonly root?: ParentNode } = {},
): Promise<void> {
  const { root = document, ...host } = config;
  setHost(host);
  listenForToasts();
  const placeholders = root.querySelectorAll<HTMLElement>("[data-component]");
  await Promise.all(
    Array.from(placeholders, (placeholder) => {
      const { component = "", props = "{}" } = placeholder.dataset;
      return mountComponent(placeholder, component, JSON.parse(props) as Props);
    }),
  );
}
