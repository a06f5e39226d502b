import { notFound } from "../api-error.ts";
import { BULK_TEXTS } from "../not-evidenced.ts";
import type { Org } from "../org.ts";
import type { EmulatorAnswer } from "../wire.ts";
import { cutRecords } from "./csv-text.ts";
import { DELIMITERS, type IngestJob, LINE_ENDINGS, resultTexts, uploadedFile } from "./job.ts";
import { refuseState } from "./job-answers.ts";

/** The three files of an ended job. Their columns are the uploaded ones, after two of the platform's. */
export function ingestFile(org: Org, job: IngestJob, name: string): EmulatorAnswer {
  const isEnded = job.state === "JobComplete" || job.state === "Failed" || job.state === "Aborted";
  switch (name.toLowerCase()) {
    case "successfulresults":
      return csv(isEnded ? job : notEnded(job), org, ["sf__Id", "sf__Created"], "successful");
    case "failedresults":
      return csv(isEnded ? job : notEnded(job), org, ["sf__Id", "sf__Error"], "failed");
    case "unprocessedrecords":
      return unprocessed(org, isEnded ? job : notEnded(job));
    default:
      throw notFound();
  }
}

function notEnded(job: IngestJob): never {
  throw refuseState(BULK_TEXTS.notComplete(job.state));
}

/** The platform quotes its own columns and leaves the uploaded header as it was. */
function csv(job: IngestJob, org: Org, own: readonly string[], name: string): EmulatorAnswer {
  const delimiter = DELIMITERS[job.columnDelimiter];
  const titles = [...own.map((title) => `"${title}"`), ...uploadedHeader(org, job)];
  const texts = resultTexts(org.store, job.id, name);
  return csvAnswer(`${titles.join(delimiter)}${LINE_ENDINGS[job.lineEnding]}${texts.join("")}`);
}

/** What was never looked at: all that follows the last transaction. */
function unprocessed(org: Org, job: IngestJob): EmulatorAnswer {
  const file = uploadedFile(org.store, job.id);
  const header = cutRecords(file, 0, 1);
  if (file === "") return csvAnswer("");
  const rest = job.state === "JobComplete" ? "" : file.slice(Math.max(job.offset, header.end));
  return csvAnswer(`${header.text.replace(/\r?\n$/, "")}${LINE_ENDINGS[job.lineEnding]}${rest}`);
}

/** The header as one text without its line end; empty when nothing was uploaded. */
function uploadedHeader(org: Org, job: IngestJob): readonly string[] {
  const line = cutRecords(uploadedFile(org.store, job.id), 0, 1).text.replace(/\r?\n$/, "");
  return line === "" ? [] : [line];
}

export const csvAnswer = (
  body: string,
  headers: Readonly<Record<string, string>> = {},
): EmulatorAnswer => ({ status: 200, headers: { "content-type": "text/csv", ...headers }, body });
