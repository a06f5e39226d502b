import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { ACCORD_API_ROUTES } from "../../../../packages/emulator-salesforce/src/pages/apex/accord-api-routes.ts";
import { serviceRequest } from "../../../../packages/emulator-salesforce/src/pages/apex/service-request.ts";
import { repositoryPaths } from "../paths.ts";
import { apexRoutes, parseProxy } from "./parse-proxy.ts";

const paths = repositoryPaths();
const apex = apexRoutes(paths.classes);
const source = readFileSync(path.join(paths.classes, "AccordApi.cls"), "utf8");
const api = readFileSync(path.join(paths.root, "docs/spec/api.md"), "utf8");

/** `POST /records/{type}/{id}/send` as the API's page lists it, with its body's members and query. */
const documented = [
  ...api.matchAll(/^\| `(GET|POST|PATCH) (\/[^\s`?]+)(?:\?([^`]*))?`((?:\\\||[^|\\])*)\|/gm),
].map(([, verb = "", place = "", query = "", rest = ""]) => ({
  call: `${verb} ${place}`,
  query: [...query.matchAll(/(\w+)=/g)].map(([, name = ""]) => name),
  body: [...(/`(\{.*\})`/.exec(rest)?.[1] ?? "").matchAll(/"(\w+)":/g)].map(
    ([, name = ""]) => name,
  ),
}));

describe("the Apex proxy and its stand-in", () => {
  it("have the same methods, parameters, verbs, paths, queries and bodies", () => {
    const byName = (rows: readonly { method: string }[]) =>
      [...rows].sort((a, b) => a.method.localeCompare(b.method));
    expect(byName(ACCORD_API_ROUTES)).toEqual(byName(apex));
  });

  it("are compared on every method that a component may call", () => {
    expect(apex).toHaveLength(source.match(/@AuraEnabled/g)?.length ?? -1);
    expect(apex).toHaveLength(45);
  });

  it("call only what the service's API documents, with its member and query names", () => {
    for (const route of apex) {
      const call = `${route.verb} ${route.path}`;
      const found = documented.find((row) => row.call === call);
      expect(found, `docs/spec/api.md lists ${call}`).toBeDefined();
      expect(found?.body).toEqual(expect.arrayContaining(Object.keys(route.body)));
      expect(found?.query).toEqual(expect.arrayContaining(Object.keys(route.query)));
    }
  });

  it("use each parameter that they declare", () => {
    for (const route of apex) {
      const used = [route.record, ...Object.values(route.pathParameters)]
        .concat(Object.values(route.query), Object.values(route.body))
        .filter((name) => name !== null);
      expect(used.sort(), route.method).toEqual([...route.parameters].sort());
    }
  });

  it("leave no name of a path unfilled", () => {
    for (const route of ACCORD_API_ROUTES) {
      const params = Object.fromEntries(route.parameters.map((name) => [name, "x"]));
      expect(serviceRequest(route, params, () => "Account").path).not.toContain("{");
    }
  });

  it("are asked by the components for methods that exist, with their parameter names", () => {
    const folder = path.join(paths.components, "accordApi");
    const sources = readdirSync(folder).filter((name) => name.endsWith(".ts"));
    const calls = sources.map((name) => readFileSync(path.join(folder, name), "utf8")).join("\n");
    const imported = [...calls.matchAll(/@salesforce\/apex\/AccordApi\.(\w+)/g)].map(
      ([, name = ""]) => name,
    );
    expect(imported.sort()).toEqual(apex.map((route) => route.method).sort());
    for (const [, local = "", members = ""] of calls.matchAll(/\((\w+)Apex, \{ ([\w, ]+) \}\)/g)) {
      const route = apex.find((candidate) => candidate.method === local);
      expect(members.split(", ").sort(), local).toEqual([...(route?.parameters ?? [])].sort());
    }
  });
});

describe("reading the proxy's source", () => {
  it("refuses a method that makes no request, rather than leave it out", () => {
    const odd = "    @AuraEnabled\n    public static String odd() {\n        return '';\n    }\n";
    expect(() => parseProxy(odd)).toThrow("AccordApi.odd makes no AccordRequest");
  });
});
