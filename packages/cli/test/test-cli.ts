/** The command line over the service's own HTTP surface and a fake engine, with time that jumps. */
import { generateKeyPairSync } from "node:crypto";
import type { Http } from "@accord-sync/core/ports/http.ts";
import type { EngineApi } from "@accord-sync/engine/engine-api.ts";
import type { BugsView } from "@accord-sync/server/health/bug-count.ts";
import { createFakeEngine } from "../../server/test/fake-engine.ts";
import { createTestApp, OPERATOR_TOKEN, type TestApp } from "../../server/test/test-app.ts";
import { runCli } from "../src/run-cli.ts";
import { createServiceClient } from "../src/service-client.ts";

export interface CliRun {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface TestCli {
  readonly app: TestApp;
  /** What was kept in the data folder `/data`, by its path. */
  readonly kept: ReadonlyMap<string, { readonly text: string; readonly isPublic: boolean }>;
  run(...words: string[]): Promise<CliRun>;
}

function overInject({ app }: TestApp): Http {
  return {
    async exchange({ method, url, headers, body }) {
      const { pathname, search } = new URL(url);
      const answer = await app.inject({
        method,
        url: pathname + search,
        headers,
        ...(body === null ? {} : { payload: body }),
      });
      return {
        kind: "answer",
        answer: { status: answer.statusCode, headers: {}, body: answer.body },
      };
    },
  };
}

interface TestCliOptions {
  readonly http?: Http;
  readonly token?: string;
  readonly isTerminal?: boolean;
  readonly bugs?: BugsView;
  readonly warnings?: readonly string[];
}

export function createTestCli(
  overrides: Partial<EngineApi> = {},
  options: TestCliOptions = {},
): TestCli {
  const { bugs, warnings = [] } = options;
  const parts = { warnings, ...(bugs === undefined ? {} : { bugs: () => bugs }) };
  const app = createTestApp(parts, createFakeEngine(overrides));
  const http = options.http ?? overInject(app);
  const kept = new Map<string, { text: string; isPublic: boolean }>();
  return {
    app,
    kept,
    async run(...words) {
      let now = 0;
      let out = "";
      let err = "";
      const code = await runCli(words, {
        clock: {
          now: () => now,
          sleep: async (ms) => {
            now += ms;
          },
        },
        out: (text) => {
          out += text;
        },
        err: (text) => {
          err += text;
        },
        makeKeyPair: () => ({
          ...generateKeyPairSync("rsa", { modulusLength: 2048 }),
          serial: Uint8Array.from([0, 0x80, 1, 2]),
        }),
        keepNew: (name, text, isPublic = false) => {
          const file = `/data/${name}`;
          if (kept.has(file) && !isPublic) return null;
          kept.set(file, { text, isPublic });
          return file;
        },
        isErrorTerminal: options.isTerminal ?? false,
        connect: (url) =>
          createServiceClient(
            http,
            url ?? "http://localhost:4000",
            options.token ?? OPERATOR_TOKEN,
          ),
      });
      return { code, out, err };
    },
  };
}
