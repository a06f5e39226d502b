import { refuse } from "../api-error.ts";
import type { DmlContext } from "../dml/context.ts";
import { APEX_NOT_RUN } from "../not-evidenced.ts";
import type { InvocableClass } from "../schema/types.ts";
import type { ActionVariable, InvocableAction } from "./actions.ts";

/** An invocable method as the org offers it. */
export interface ActionEntry extends InvocableClass {
  /** Whether the project has the class; its permission sets then say who may call it. */
  readonly isOfProject: boolean;
  run(
    input: Readonly<Record<string, unknown>>,
    context: DmlContext,
  ): Readonly<Record<string, unknown>>;
}

/** The project's invocable methods, with the code that is registered for them, and all else registered. */
export function actionsOf(
  classes: readonly InvocableClass[],
  registered: readonly InvocableAction[],
): readonly ActionEntry[] {
  if (classes.length === 0 && registered.length === 0) return [];
  const codeOf = new Map(registered.map((each) => [each.name.toLowerCase(), each]));
  const own = classes.map((each): ActionEntry => {
    const code = codeOf.get(each.name.toLowerCase());
    codeOf.delete(each.name.toLowerCase());
    return { ...each, isOfProject: true, run: code?.run.bind(code) ?? notRun(each.name) };
  });
  const others = [...codeOf.values()].map((each) => ({
    name: each.name,
    label: each.label,
    description: each.description ?? null,
    inputs: each.inputs.map(variableOf),
    outputs: each.outputs.map(variableOf),
    isOfProject: false,
    run: each.run.bind(each),
  }));
  return [...own, ...others];
}

const notRun = (className: string) => (): never => {
  throw refuse(400, APEX_NOT_RUN.errorCode, APEX_NOT_RUN.message(className), []);
};

const variableOf = (each: ActionVariable) => ({
  ...each,
  description: null,
  sobjectType: null,
  isList: false,
  required: each.required ?? false,
});
