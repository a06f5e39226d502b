import { ApiError, methodNotAllowed, notFound, refuse } from "../api-error.ts";
import { createRow } from "../dml/change-rows.ts";
import { objectNamed } from "../dml/context.ts";
import { COMPOSITE_TEXTS } from "../not-evidenced.ts";
import type { ObjectEntry } from "../schema/registry.ts";
import { type EmulatorAnswer, isObject, json } from "../wire.ts";
import type { Call } from "./call.ts";
import { bodyOf } from "./request-body.ts";
import { rowError } from "./collections.ts";

/**
 * `POST /composite/tree/X` (D, resources_composite_sobject_tree): new records with their children nested
 * under the names of child relationships. All are created or none; a refused tree names only the records
 * that failed.
 */

const RECORDS_MAX = 200;
const TYPES_MAX = 5;
const DEPTH_MAX = 5;

/** One record of the tree, with the lookup that ties it to its parent. */
interface Node {
  readonly object: ObjectEntry;
  readonly referenceId: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly parent: { readonly node: Node; readonly field: string } | undefined;
}

interface Failure {
  readonly referenceId: string;
  readonly errors: readonly unknown[];
}

/** Creates the records, parents before their children. */
export function compositeTree(call: Call): EmulatorAnswer {
  if (call.request.method !== "POST") throw methodNotAllowed(call.request.method, ["POST"]);
  const [, , objectName, ...rest] = call.path;
  if (objectName === undefined || rest.length > 0) throw notFound();
  const object = objectNamed(call.org.schema, objectName);
  const nodes = nodesOf(call, { object, list: bodyOf(call)["records"], depth: 1 });
  const problem = problemOf(nodes);
  if (problem !== undefined) return refused([problem]);
  const ids = new Map<Node, string>();
  const failures: Failure[] = [];
  for (const node of nodes) {
    const parentId = node.parent === undefined ? undefined : ids.get(node.parent.node);
    if (node.parent !== undefined && parentId === undefined) continue;
    const link = node.parent === undefined ? {} : { [node.parent.field]: parentId };
    try {
      ids.set(node, createRow(call.dml, node.object.name, { ...node.fields, ...link }));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      failures.push({ referenceId: node.referenceId, errors: error.items.map(rowError) });
    }
  }
  if (failures.length > 0) return refused(failures);
  const results = nodes.map((node) => ({ referenceId: node.referenceId, id: ids.get(node) }));
  return json(201, { hasErrors: false, results });
}

/** The status undoes what was created. */
const refused = (results: readonly Failure[]): EmulatorAnswer =>
  json(400, { hasErrors: true, results });

/** A list of records of one object at one depth. */
interface Level {
  readonly object: ObjectEntry;
  readonly list: unknown;
  readonly depth: number;
  readonly parent?: NonNullable<Node["parent"]>;
}

/** The records of a level and all below, in the order in which they are created. */
function nodesOf(call: Call, level: Level): readonly Node[] {
  const { object, list, depth } = level;
  if (!Array.isArray(list) || list.length === 0 || !list.every(isObject)) {
    throw refuse(400, "JSON_PARSER_ERROR", "records must be a list of objects");
  }
  if (depth > DEPTH_MAX) {
    throw refuse(400, "INVALID_INPUT", COMPOSITE_TEXTS.treeDepth(DEPTH_MAX));
  }
  return list.flatMap((record) => {
    const { attributes, ...members } = record;
    const { type, referenceId } = isObject(attributes) ? attributes : {};
    const isOfType = typeof type === "string" && type.toLowerCase() === object.name.toLowerCase();
    if (!isOfType || typeof referenceId !== "string" || referenceId === "") {
      const message = `Each record needs attributes with the type ${object.name} and a referenceId.`;
      throw refuse(400, "INVALID_INPUT", message);
    }
    const fields = Object.create(null) as Record<string, unknown>;
    const node: Node = { object, referenceId, fields, parent: level.parent };
    const below: Node[] = [];
    for (const [name, value] of Object.entries(members)) {
      const child = object.children.find((each) => sameName(each.relationshipName, name));
      const childObject = call.org.schema.object(child?.childObject ?? "");
      if (child === undefined || childObject === undefined || !isObject(value)) {
        fields[name] = value;
        continue;
      }
      const parent = { node, field: child.field };
      const under = { object: childObject, list: value["records"], depth: depth + 1, parent };
      below.push(...nodesOf(call, under));
    }
    return [node, ...below];
  });
}

const sameName = (left: string | null, right: string): boolean =>
  left !== null && left.toLowerCase() === right.toLowerCase();

/** What is wrong with the tree as a whole; named at the record that is one too many. */
function problemOf(nodes: readonly Node[]): Failure | undefined {
  const seen = new Set<string>();
  const types = new Set<string>();
  for (const [index, { referenceId, object }] of nodes.entries()) {
    const fail = (message: string): Failure => ({
      referenceId,
      errors: [{ statusCode: "INVALID_INPUT", message, fields: [] }],
    });
    if (seen.has(referenceId)) return fail("Duplicate ReferenceId provided in the request.");
    if (index >= RECORDS_MAX) return fail(COMPOSITE_TEXTS.treeRecords(RECORDS_MAX));
    seen.add(referenceId);
    types.add(object.name);
    if (types.size > TYPES_MAX) return fail(COMPOSITE_TEXTS.treeTypes(TYPES_MAX));
  }
  return undefined;
}
