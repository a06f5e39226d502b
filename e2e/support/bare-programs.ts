/**
 * The three programs without the launcher, which would start a killed one again only after a growing
 * pause. Their command lines are those of their own READMEs.
 */
import { existsSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { launch, type Launch, type Place, placeAt, ROOT, untilHealthy } from "./product.ts";

export const VERIFIER_TOKEN = "a-verifier-token";
const mainOf = (name: string): string => path.join(ROOT, "packages", name, "src", "main.ts");

export interface BareProgram {
  /** Starts it and waits until it is healthy. */
  start(): Promise<void>;
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>;
  /** What its last process said. */
  output(): string;
}

function program(
  words: readonly string[],
  url: string,
  environment: Record<string, string> = {},
): BareProgram {
  let running: Launch | null = null;
  return {
    start: async () => {
      running = launch(["--disable-warning=ExperimentalWarning", ...words], environment);
      await untilHealthy(url);
    },
    kill: async () => {
      running?.child.kill("SIGKILL");
      await running?.ended;
    },
    output: () => running?.output() ?? "",
  };
}

export interface BarePrograms extends Place {
  readonly programs: Readonly<
    Record<"service" | "salesforceEmulator" | "quickbooksEmulator", BareProgram>
  >;
  discard(): Promise<void>;
}

/** `settings`: further environment variables of the service. */
export function barePrograms(
  port: number,
  folder: string,
  settings: Readonly<Record<string, string>> = {},
): BarePrograms {
  const place = placeAt(port, folder);
  const assets = path.join(ROOT, "build", "lwc");
  const salesforceEmulator = program(
    [
      mainOf("emulator-salesforce"),
      "--port",
      String(port + 1),
      "--grpc-port",
      String(port + 11),
      "--data",
      path.join(folder, "salesforce"),
      "--app",
      path.join(ROOT, "salesforce-app"),
      "--service-url",
      place.service,
      "--assets",
      assets,
    ],
    place.salesforce,
  );
  const quickbooksEmulator = program(
    [
      mainOf("emulator-quickbooks"),
      "--port",
      String(port + 2),
      "--data",
      path.join(folder, "quickbooks"),
      "--webhook-url",
      `${place.service}/webhooks/quickbooks`,
      "--verifier-token",
      VERIFIER_TOKEN,
    ],
    place.quickbooks,
  );
  const service = program([mainOf("server")], place.service, {
    PORT: String(port),
    ACCORD_DATA: folder,
    ACCORD_ASSETS: assets,
    ACCORD_INTUIT_VERIFIER_TOKEN: VERIFIER_TOKEN,
    ...settings,
  });
  const programs = { service, salesforceEmulator, quickbooksEmulator };
  return {
    ...place,
    programs,
    discard: async () => {
      await Promise.all(Object.values(programs).map((each) => each.kill()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The operator's password, which is the token of the command line too. */
export function operatorToken({ folder }: Place): string {
  const file = path.join(folder, "operator-token");
  if (!existsSync(file)) throw new Error(`${file} is made at the service's first start.`);
  return readFileSync(file, "utf8").trim();
}
