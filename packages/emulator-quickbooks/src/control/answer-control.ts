import type { Company } from "../company.ts";
import { answerMails } from "../documents/mails.ts";
import {
  bodyText,
  jsonAnswer,
  parseUrl,
  type EmulatorAnswer,
  type EmulatorRequest,
} from "../emulator-request.ts";
import { readRules } from "../injection/read-rules.ts";
import { TokenDesk } from "../oauth/tokens.ts";
import { raiseEvent } from "./raise-event.ts";
import { readSettings, shownSettings } from "./change-settings.ts";
import { answerMerge } from "./merge.ts";
import { loadRecords } from "./load-records.ts";
import { refusalOf } from "./who-may-control.ts";

const RECENT_DEFAULT = 100;

/** The emulator's own addresses, for tests and demos; answered to this machine only, and to no page of another address. */
export function answerControl(
  request: EmulatorRequest,
  company: Company,
  now: number,
): EmulatorAnswer {
  const refusal = refusalOf(request);
  if (refusal !== undefined) return jsonAnswer(403, { error: refusal });
  const { path, query } = parseUrl(request.url);
  switch (`${request.method} ${path}`) {
    case "GET /_emulator/usage":
      return jsonAnswer(200, { ...company.usage.report(), webhooks: company.outbox.counts() });
    case "GET /_emulator/requests": {
      const limit = Number(query.get("limit") ?? RECENT_DEFAULT);
      return jsonAnswer(200, {
        requests: company.usage.recent(
          Number.isInteger(limit) && limit > 0 ? limit : RECENT_DEFAULT,
        ),
      });
    }
    case "POST /_emulator/reset-usage":
      company.usage.reset();
      company.outbox.resetCounts();
      return jsonAnswer(200, { status: "reset" });
    case "GET /_emulator/settings":
      return jsonAnswer(200, shownSettings(company.settings));
    case "POST /_emulator/settings":
      return changeSettings(request, company);
    case "POST /_emulator/raise-event": {
      const problem = raiseEvent(bodyText(request) ?? "", company, now);
      return problem === undefined
        ? jsonAnswer(200, { status: "raised" })
        : jsonAnswer(400, { error: problem });
    }
    case "POST /_emulator/disconnect":
      return disconnect(company, now);
    case "GET /_emulator/faults":
      return jsonAnswer(200, { rules: company.faults.list() });
    case "POST /_emulator/faults":
      return setRules(request, company);
    case "POST /_emulator/records":
      return loadRecords(request, company, now);
    case "POST /_emulator/forget-requestids":
      return forgetAnswers(company);
    case "POST /_emulator/merge":
      return answerMerge(request, company, now);
    case "POST /_emulator/reset":
      company.reset();
      return jsonAnswer(200, { status: "reset" });
    default: {
      const mails = request.method === "GET" ? answerMails(path, company) : undefined;
      if (mails !== undefined) return mails;
      return jsonAnswer(404, { error: `no control at ${request.method} ${path}` });
    }
  }
}

/** Replaces all rules, or none when any of them makes no sense. */
function setRules(request: EmulatorRequest, company: Company): EmulatorAnswer {
  const rules = readRules(bodyText(request) ?? "");
  if (typeof rules === "string") return jsonAnswer(400, { error: rules });
  company.faults.replace(rules);
  return jsonAnswer(200, { rules: company.faults.list() });
}

function changeSettings(request: EmulatorRequest, company: Company): EmulatorAnswer {
  const settings = readSettings(bodyText(request) ?? "", company.settings);
  if (typeof settings === "string") return jsonAnswer(400, { error: settings });
  company.changeSettings(settings);
  return jsonAnswer(200, shownSettings(settings));
}

/** As if the owner had disconnected the app inside QuickBooks: no callback, every token is dead. */
function disconnect(company: Company, now: number): EmulatorAnswer {
  const desk = new TokenDesk(company.store, company.ids, company.settings, now);
  return jsonAnswer(200, { revoked: company.store.transact(() => desk.revokeAll()) });
}

/** As if the vendor's memory of request ids had run out. */
function forgetAnswers(company: Company): EmulatorAnswer {
  const keys = [...company.store.states("answer")].map(([key]) => key);
  company.store.transact(() => {
    for (const key of keys) company.store.removeState("answer", key);
  });
  return jsonAnswer(200, { forgotten: keys.length });
}
