/** The API's description in OpenAPI 3.1, made from the routes themselves. */
import { z } from "zod";
import { API_ROUTES } from "./routes.ts";
import type { ApiRoute } from "./route.ts";
import { errorBodyView } from "./views.ts";

type Json = Readonly<Record<string, unknown>>;

/** Inputs are described as callers send them, answers as we send them. */
function schemaOf(schema: z.ZodType, io: "input" | "output"): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: "any",
    reused: "inline",
  });
  return rest;
}

function propertiesOf(schema: z.ZodType): readonly [string, Json, boolean][] {
  const { properties, required } = schemaOf(schema, "input");
  const needed = new Set(Array.isArray(required) ? required : []);
  return Object.entries((properties ?? {}) as Record<string, Json>).map(([name, property]) => [
    name,
    property,
    needed.has(name),
  ]);
}

const jsonContent = (schema: Json): Json => ({ "application/json": { schema } });

function operationOf(route: ApiRoute): Json {
  const { params, query, body, answer } = route.schemas;
  const parameters = [
    ...propertiesOf(params).map(([name, schema]) => ({ name, in: "path", required: true, schema })),
    ...propertiesOf(query).map(([name, schema, required]) => ({
      name,
      in: "query",
      required,
      schema,
    })),
  ];
  const members = propertiesOf(body);
  return {
    summary: route.summary,
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(members.length === 0
      ? {}
      : {
          requestBody: {
            required: members.some(([, , required]) => required),
            content: jsonContent(schemaOf(body, "input")),
          },
        }),
    responses: {
      [route.status]: {
        description: route.summary,
        content: jsonContent(schemaOf(answer, "output")),
      },
      default: {
        description: "A refusal: what is wrong, and what to do.",
        content: jsonContent(schemaOf(errorBodyView, "output")),
      },
    },
    security: route.isOperatorOnly
      ? [{ operatorToken: [] }, { session: [] }]
      : [{ orgToken: [] }, { operatorToken: [] }, { session: [] }],
  };
}

const SECURITY: Json = {
  orgToken: {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
    description: "RS256, signed by the org's certificate; each token is good for one call.",
  },
  operatorToken: {
    type: "http",
    scheme: "bearer",
    description: "The content of operator-token in the data folder.",
  },
  session: { type: "apiKey", in: "cookie", name: "accord_session" },
};

export function openApiDocument(version: string, publicUrl: string): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of API_ROUTES) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operationOf(route) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Accord Sync",
      version,
      description: "Keeps Salesforce and QuickBooks Online in agreement.",
      license: { name: "MIT" },
    },
    servers: [{ url: `${publicUrl}/api/v1` }],
    paths,
    components: { securitySchemes: SECURITY },
  };
}
