/** `GET /metrics`: the service's gauges in the text format of Prometheus. */
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import type { FastifyInstance } from "fastify";
import { Refusal } from "../api/refusals.ts";
import type { AppParts } from "../app-parts.ts";
import type { WhoCalls } from "../auth/who-calls.ts";
import type { ServiceStatusView } from "./bug-count.ts";

interface Metric {
  readonly name: string;
  readonly kind: "counter" | "gauge";
  readonly help: string;
  readonly samples: readonly {
    readonly labels?: Readonly<Record<string, string>>;
    readonly value: number;
  }[];
}

const escapeLabel = (value: string): string =>
  value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");

function write({ name, kind, help, samples }: Metric): string {
  const lines = samples.map(({ labels = {}, value }) => {
    const pairs = Object.entries(labels).map(([key, text]) => `${key}="${escapeLabel(text)}"`);
    return `${name}${pairs.length === 0 ? "" : `{${pairs.join(",")}}`} ${value}`;
  });
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${kind}`, ...lines].join("\n");
}

function metricsOf(status: ServiceStatusView, now: number): readonly Metric[] {
  const { inbox, counts, webhooks, connections } = status;
  const { sinceStart } = status.bugs;
  const age = inbox.oldestAt === null ? 0 : Math.max(0, (now - Date.parse(inbox.oldestAt)) / 1000);
  const one = (name: string, kind: Metric["kind"], help: string, value: number): Metric => ({
    name: `accord_${name}`,
    kind,
    help,
    samples: [{ value }],
  });
  return [
    one("inbox_pending", "gauge", "Records with work that is not finished.", inbox.pending),
    one("inbox_oldest_seconds", "gauge", "Age of the oldest unfinished work.", age),
    one("links", "gauge", "Linked record pairs.", counts.linked),
    one("records_in_error", "gauge", "Records that a person must look at.", counts.errors),
    one("records_undecided", "gauge", "Records with an open decision.", counts.needsDecision),
    one("held_deletes", "gauge", "Deletions that a person is asked about.", counts.heldDeletes),
    one("held_changes", "gauge", "Records whose changes wait for a person.", counts.heldChanges),
    one("webhooks_received_total", "counter", "Webhook notices recorded.", webhooks.received),
    one(
      "webhooks_refused_total",
      "counter",
      "Webhooks with a wrong signature, and events that could not be read.",
      webhooks.refused,
    ),
    one("bugs_total", "counter", "Bugs of its own that the service met since start.", sinceStart),
    one("settings_warnings", "gauge", "Settings to look at.", status.warnings.length),
    {
      name: "accord_connection_up",
      kind: "gauge",
      help: "1 while the connection works.",
      samples: connections.map(({ system, accountId, state }) => ({
        labels: { system, account: accountId },
        value: state === "connected" ? 1 : 0,
      })),
    },
    ...dailyRequests(connections),
    {
      name: "accord_connection_change_events",
      kind: "gauge",
      help: "1 while changes come as events, 0 while they are found by polling.",
      samples: connections.flatMap(({ system, accountId, org }) =>
        org === null
          ? []
          : [
              {
                labels: { system, account: accountId },
                value: org.changes.by === "events" ? 1 : 0,
              },
            ],
      ),
    },
    {
      name: "accord_metered_calls_month",
      kind: "gauge",
      help: "Metered calls of this calendar month.",
      samples: connections.flatMap(({ system, accountId, budget }) =>
        budget === null
          ? []
          : [{ labels: { system, account: accountId }, value: budget.meteredThisMonth }],
      ),
    },
    ...monthGauges(connections),
  ];
}

/** What the month may and is expected to need, and how often the company is swept. */
function monthGauges(connections: ServiceStatusView["connections"]): readonly Metric[] {
  const gauge = (
    name: string,
    help: string,
    valueOf: (connection: ServiceStatusView["connections"][number]) => number | undefined,
  ): Metric => ({
    name,
    kind: "gauge",
    help,
    samples: connections.flatMap((connection) => {
      const value = valueOf(connection);
      const labels = { system: connection.system, account: connection.accountId };
      return value === undefined ? [] : [{ labels, value }];
    }),
  });
  return [
    gauge(
      "accord_metered_calls_month_budget",
      "Metered calls permitted in this calendar month.",
      ({ budget }) => budget?.meteredPerMonth,
    ),
    gauge(
      "accord_metered_calls_month_expected",
      "Metered calls expected of the whole calendar month.",
      ({ budget }) => budget?.expectedThisMonth,
    ),
    gauge(
      "accord_sweep_interval_seconds",
      "Time between two sweeps of the company.",
      ({ sweep }) => sweep?.everySeconds,
    ),
  ];
}

/** The rolling day's requests of an org, as it tells them itself. */
function dailyRequests(connections: ServiceStatusView["connections"]): readonly Metric[] {
  const samples = (of: "used" | "max") =>
    connections.flatMap(({ system, accountId, org }) => {
      const daily = org?.dailyRequests ?? null;
      return daily === null ? [] : [{ labels: { system, account: accountId }, value: daily[of] }];
    });
  return [
    {
      name: "accord_daily_requests_used",
      kind: "gauge",
      help: "Requests of the org's rolling day, by all its programs.",
      samples: samples("used"),
    },
    {
      name: "accord_daily_requests_max",
      kind: "gauge",
      help: "Requests that the org is allowed in a day.",
      samples: samples("max"),
    },
  ];
}

export function metricsText(status: ServiceStatusView, now: number): string {
  return `${metricsOf(status, now).map(write).join("\n")}\n`;
}

export function metricsPage(app: FastifyInstance, parts: AppParts, whoCalls: WhoCalls): void {
  app.get("/metrics", async (request, reply) => {
    if (!parts.isDemo) {
      const caller = await whoCalls("GET", request.headers);
      if (caller === null || caller.kind === "org") {
        throw new Refusal(operationalError("API_NOT_SIGNED_IN"));
      }
    }
    const status = {
      ...(await parts.engine.status()),
      bugs: parts.bugs(),
      warnings: parts.warnings,
    };
    return reply
      .type("text/plain; version=0.0.4; charset=utf-8")
      .send(metricsText(status, parts.clock.now()));
  });
}
