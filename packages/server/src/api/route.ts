/** A call of the API as data: the server routes by it, the console answers by it, OpenAPI lists it. */
import type { Result } from "@accord-sync/core/records/result.ts";
import type { EngineApi } from "@accord-sync/engine/engine-api.ts";
import type { z } from "zod";
import type { FilterReading } from "../app-parts.ts";
import type { BugsView } from "../health/bug-count.ts";
import { readInput } from "./inputs.ts";
import { Refusal } from "./refusals.ts";

/** Who calls, as the log names them. */
export interface Caller {
  readonly actor: string;
  readonly kind: "org" | "operator" | "console";
}

/** What the handlers of the API may use. */
export interface ApiContext {
  readonly engine: EngineApi;
  readonly bugs: () => BugsView;
  readonly warnings: readonly string[];
  readonly readFilter: (object: string, text: string) => FilterReading;
  /** A one-time address that signs its opener in to the console. */
  readonly makeSignInLink: () => { readonly url: string; readonly expiresAt: string };
}

export interface RawInput {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

export interface ApiRoute {
  readonly method: "GET" | "POST" | "PATCH";
  /** Below `/api/v1`, parameters in braces. */
  readonly path: string;
  readonly summary: string;
  /** Only the operator, not the org's users. */
  readonly isOperatorOnly: boolean;
  readonly status: 200 | 202;
  readonly schemas: {
    readonly params: z.ZodType;
    readonly query: z.ZodType;
    readonly body: z.ZodType;
    readonly answer: z.ZodType;
  };
  /** Throws a `Refusal` for bad input and for what the engine refuses. */
  handle(context: ApiContext, caller: Caller, input: RawInput): Promise<unknown>;
}

interface RouteDefinition<P, Q, B> {
  readonly call: `${"GET" | "POST" | "PATCH"} /${string}`;
  readonly summary: string;
  readonly status?: 200 | 202;
  readonly isOperatorOnly?: boolean;
  readonly params: z.ZodType<P>;
  readonly query: z.ZodType<Q>;
  readonly body: z.ZodType<B>;
  readonly answer: z.ZodType;
  readonly handle: (
    context: ApiContext,
    input: { readonly params: P; readonly query: Q; readonly body: B; readonly caller: Caller },
  ) => Promise<unknown>;
}

export function defineRoute<P, Q, B>(definition: RouteDefinition<P, Q, B>): ApiRoute {
  const { params, query, body, answer } = definition;
  const [method, path] = definition.call.split(" ") as [ApiRoute["method"], string];
  return {
    method,
    path,
    summary: definition.summary,
    isOperatorOnly: definition.isOperatorOnly ?? false,
    status: definition.status ?? 200,
    schemas: { params, query, body, answer },
    handle: (context, caller, raw) =>
      definition.handle(context, {
        caller,
        params: readInput(params, raw.params ?? {}),
        query: readInput(query, raw.query ?? {}),
        body: readInput(body, raw.body ?? {}),
      }),
  };
}

/** The value, or the refusal thrown. */
export function orRefuse<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Refusal(result.error);
}
