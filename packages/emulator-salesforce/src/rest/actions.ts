import { ApiError, methodNotAllowed, notFound, refuse } from "../api-error.ts";
import type { DmlContext } from "../dml/context.ts";
import { type EmulatorAnswer, isObject, json } from "../wire.ts";
import type { InvocableClass, InvocableVariable } from "../schema/types.ts";
import type { ActionEntry } from "./action-book.ts";
import type { Call } from "./call.ts";
import { rowError } from "./collections.ts";
import { bodyOf } from "./request-body.ts";

/**
 * `/actions/custom/apex/{Class}` (D, Actions Developer Guide: invocable actions; S5): Apex methods with
 * `@InvocableMethod`: those of the project, and those that whoever creates the org brings.
 */

/** A variable that an action takes or gives. */
export interface ActionVariable {
  readonly name: string;
  readonly label: string;
  /** `STRING`, `BOOLEAN`, `REFERENCE`, …, as describe of the action names it. */
  readonly type: string;
  readonly required?: boolean;
}

/** An invocable class. */
export interface InvocableAction {
  /** The name of the class. */
  readonly name: string;
  readonly label: string;
  readonly description?: string;
  readonly inputs: readonly ActionVariable[];
  readonly outputs: readonly ActionVariable[];
  /**
   * What one input leads to; called for each input in order, in one transaction.
   * @throws ApiError for an input that is refused
   */
  run(
    input: Readonly<Record<string, unknown>>,
    context: DmlContext,
  ): Readonly<Record<string, unknown>>;
}

/** Inputs of one call (D: the limit of a list of records). */
const INPUTS_MAX = 200;

/** All addresses below `actions`. */
export function actions(call: Call): EmulatorAnswer {
  const [, kind, type, name, ...rest] = call.path;
  const { method } = call.request;
  const action = visibleActions(call).find(
    (each) => each.name.toLowerCase() === name?.toLowerCase(),
  );
  const isApex = kind === "custom" && type === "apex";
  if (rest.length > 0 || (name !== undefined && !(isApex && action !== undefined)))
    throw notFound();
  if (action !== undefined && method === "POST") return invoke(call, action);
  if (method !== "GET")
    throw methodNotAllowed(method, action === undefined ? ["GET"] : ["GET", "POST"]);
  if (action !== undefined) return json(200, describeAction(action));
  const url = `${call.base}/actions`;
  if (kind === undefined) return json(200, { custom: `${url}/custom` });
  if (kind !== "custom") throw notFound();
  if (type === undefined) return json(200, { apex: `${url}/custom/apex` });
  if (type !== "apex") throw notFound();
  const list = visibleActions(call).map((each) => ({
    label: each.label,
    name: each.name,
    type: "APEX",
    url: `${url}/custom/apex/${each.name}`,
  }));
  return json(200, { actions: list });
}

/** Classes of the project need a permission; what is registered beside it is open to all. */
function visibleActions({ org, dml }: Call): readonly ActionEntry[] {
  return org.actions.filter(
    ({ name, isOfProject }) => !isOfProject || dml.access.canRunClass(name),
  );
}

/** What a client needs to know to call an action. */
function describeAction({ name, label, description, inputs, outputs }: InvocableClass) {
  const variable = (each: InvocableVariable, more: object) => ({
    byteLength: 0,
    description: each.description,
    label: each.label,
    maxOccurs: each.isList ? LIST_OCCURS : 1,
    name: each.name,
    picklistValues: null,
    sobjectType: each.sobjectType,
    type: each.type,
    ...more,
  });
  return {
    category: null,
    description,
    inputs: inputs.map((each) => variable(each, { required: each.required })),
    label,
    name,
    outputs: outputs.map((each) => variable(each, {})),
    standard: false,
    targetEntityName: null,
    type: "APEX",
  };
}

/** How often a list of values may occur in one input (D: the limit of a list of records). */
const LIST_OCCURS = 2000;

/**
 * One answer for each input, in the same order. An action is one transaction: when an input is refused
 * nothing that the others did remains, and the status is 400.
 */
function invoke(call: Call, action: ActionEntry): EmulatorAnswer {
  const { inputs } = bodyOf(call);
  if (!Array.isArray(inputs) || !inputs.every(isObject)) {
    throw refuse(400, "JSON_PARSER_ERROR", "inputs must be a list of objects");
  }
  if (inputs.length > INPUTS_MAX) {
    throw refuse(400, "LIMIT_EXCEEDED", `An action takes up to ${INPUTS_MAX} inputs.`);
  }
  const answers = inputs.map((input) => {
    const outcome = outcomeOf(call, action, input);
    const common = { actionName: action.name, invocationId: null, outcome: null };
    return { ...common, ...outcome, sortOrder: -1, version: 1 };
  });
  return json(answers.every((each) => each.isSuccess) ? 200 : 400, answers);
}

/** What became of one input. */
function outcomeOf(call: Call, action: ActionEntry, input: Readonly<Record<string, unknown>>) {
  try {
    checkInput(action, input);
    return { errors: null, isSuccess: true, outputValues: action.run(input, call.dml) };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { errors: error.items.map(rowError), isSuccess: false, outputValues: null };
  }
}

/** Variables that the class does not have, or that it needs. */
function checkInput(action: ActionEntry, input: Readonly<Record<string, unknown>>): void {
  const unknown = Object.keys(input).find((name) =>
    action.inputs.every((each) => each.name !== name),
  );
  if (unknown !== undefined) {
    throw refuse(400, "INVALID_INPUT", `Unknown input variable: ${unknown}`, [unknown]);
  }
  const missing = action.inputs.find(
    (each) => each.required && (input[each.name] ?? null) === null,
  );
  if (missing === undefined) return;
  const message = `Missing required input parameter: ${missing.name}`;
  throw refuse(400, "REQUIRED_FIELD_MISSING", message, [missing.name]);
}
