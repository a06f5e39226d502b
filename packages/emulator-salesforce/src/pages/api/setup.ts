/** What the Setup pages show, for people with "View Setup and Configuration". */
import type { OrgSetup, PageResult } from "../../page-host.ts";
import { failed, type World } from "./request-world.ts";

const CALLS_MAX = 100;
const EVENTS_MAX = 100;

type Answer = (setup: OrgSetup, world: World) => PageResult<unknown>;

const SECTIONS: Readonly<Record<string, Answer>> = {
  usage: (setup) => ({
    ok: true,
    value: {
      limits: setup.limits(),
      byKind: setup.callsByKind(),
      calls: setup.recentCalls(CALLS_MAX),
    },
  }),
  events: (setup) => ({ ok: true, value: setup.recentEvents(EVENTS_MAX) }),
  faults: (setup) => ({ ok: true, value: setup.faults() }),
  users: (_, world) =>
    rows(
      world,
      "SELECT Id, Name, Username, Email, Profile.Name, IsActive, TimeZoneSidKey FROM User ORDER BY Name",
    ),
  permissions: (_, world) =>
    rows(
      world,
      "SELECT PermissionSet.Label, PermissionSet.Name, Assignee.Name, AssigneeId " +
        "FROM PermissionSetAssignment WHERE PermissionSet.IsOwnedByProfile = false " +
        "ORDER BY PermissionSet.Label, Assignee.Name",
    ),
};

function rows(world: World, soql: string): PageResult<unknown> {
  const found = world.org.query(soql);
  return found.ok ? { ok: true, value: found.value.records } : found;
}

const refused = (): PageResult<never> =>
  failed(403, "INSUFFICIENT_ACCESS", "You do not have the level of access necessary to see Setup.");

export function setupSection(world: World, section: string): PageResult<unknown> {
  const answer = Object.hasOwn(SECTIONS, section) ? SECTIONS[section] : undefined;
  if (answer === undefined) {
    return failed(404, "NOT_FOUND", "The requested resource does not exist");
  }
  const setup = world.host.setupOf(world.host.user.id);
  return setup === undefined ? refused() : answer(setup, world);
}

/** Arms fault rules in place of those before; answers those that are armed then. */
export function setFaults(world: World, rules: unknown): PageResult<unknown> {
  const setup = world.host.setupOf(world.host.user.id);
  if (setup === undefined) return refused();
  const problem = setup.setFaults(rules);
  if (problem !== null) return failed(400, "INVALID_INPUT", problem);
  return { ok: true, value: setup.faults() };
}
