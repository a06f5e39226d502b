/** The processes of a running Accord Sync: what each is called, how it starts, what it listens on. */
import path from "node:path";
import { ROOT } from "../install.mjs";

const script = (name) => path.join(ROOT, "packages", name, "src", "main.ts");

export function programsOf({ folder, port, isDemo, verifierToken, assets }) {
  const service = {
    name: "service",
    label: "the service",
    ports: [port],
    health: `http://localhost:${port}/healthz`,
    command: [script("server")],
    environment: { ACCORD_DATA: folder, PORT: String(port), ACCORD_ASSETS: assets },
  };
  if (!isDemo) return [service];
  const emulators = [
    {
      name: "salesforce",
      label: "the Salesforce emulator",
      ports: [port + 1, port + 11],
      health: `http://localhost:${port + 1}/healthz`,
      command: [
        script("emulator-salesforce"),
        "--port",
        String(port + 1),
        "--grpc-port",
        String(port + 11),
        "--data",
        path.join(folder, "salesforce"),
        "--app",
        path.join(ROOT, "salesforce-app"),
        "--service-url",
        `http://localhost:${port}`,
        "--assets",
        assets,
      ],
      environment: {},
    },
    {
      name: "quickbooks",
      label: "the QuickBooks emulator",
      ports: [port + 2],
      health: `http://localhost:${port + 2}/healthz`,
      command: [
        script("emulator-quickbooks"),
        "--port",
        String(port + 2),
        "--data",
        path.join(folder, "quickbooks"),
        "--webhook-url",
        `http://localhost:${port}/webhooks/quickbooks`,
        "--verifier-token",
        verifierToken,
      ],
      environment: {},
    },
  ];
  service.environment.ACCORD_INTUIT_VERIFIER_TOKEN = verifierToken;
  return [...emulators, service];
}
