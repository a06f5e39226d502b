/** What the frame shows: who is logged in, the apps and all that the app launcher finds. */
import { iconOf } from "../layout/icons.ts";
import type { World } from "./request-world.ts";
import type { AppContext, NavItem } from "./shapes.ts";

const STANDARD_TAB = "standard-";

export function appContext(world: World): AppContext {
  const { host, app } = world;
  const custom = app.customTabs.map(
    (tab): NavItem => ({
      name: tab.name,
      label: tab.label,
      url: `/lightning/n/${tab.name}`,
      kind: "tab",
      icon: "standard:lightning_component",
      component: tab.component,
    }),
  );
  const items = [...objectItems(world), ...custom];
  const item = (tab: string): NavItem[] => {
    const name = tab.startsWith(STANDARD_TAB) ? tab.slice(STANDARD_TAB.length) : tab;
    return items.filter((each) => each.name === name);
  };
  return {
    user: host.user,
    users: host.users(),
    organization: host.organization,
    apps: app.apps.map(({ tabs, ...each }) => ({ ...each, items: tabs.flatMap(item) })),
    items: items.filter(({ name, kind }) => kind === "tab" || app.hasTab(name)),
  };
}

function objectItems(world: World): NavItem[] {
  return world.org.objects().flatMap((name): NavItem[] => {
    const object = world.describe(name);
    if (!object.ok || !object.value.queryable || !object.value.layoutable) return [];
    const url = `/lightning/o/${name}/list`;
    return [{ name, label: object.value.labelPlural, url, kind: "object", icon: iconOf(name) }];
  });
}
