import { type Answer, OrgClient } from "../../../test/support/org-client.ts";

/** A small client of the Bulk API of an org in the same process. */

export interface JobInfo {
  readonly id: string;
  readonly state: string;
  readonly contentUrl?: string;
  readonly errorMessage?: string;
  readonly numberRecordsProcessed: number;
  readonly numberRecordsFailed: number;
}

type Headers = Record<string, string>;

export class BulkClient {
  readonly org: OrgClient;

  constructor(org: OrgClient = new OrgClient()) {
    this.org = org;
  }

  create(body: object, headers: Headers = {}): JobInfo {
    return succeeded(this.org.send("POST", "jobs/ingest", body, headers)) as JobInfo;
  }

  put(id: string, file: string): Answer {
    return this.org.send("PUT", `jobs/ingest/${id}/batches`, file, { "content-type": "text/csv" });
  }

  patch(id: string, state: string): Answer {
    return this.org.send("PATCH", `jobs/ingest/${id}`, { state });
  }

  info(id: string): JobInfo {
    return succeeded(this.org.send("GET", `jobs/ingest/${id}`)) as JobInfo;
  }

  file(id: string, name: string): string {
    const answer = this.org.send("GET", `jobs/ingest/${id}/${name}`);
    succeeded(answer);
    return answer.raw.body;
  }

  /** A whole job, after enough time for it; answers how it ended. */
  load(body: object, file: string, headers: Headers = {}): JobInfo {
    const { id } = this.create(body, headers);
    if (file !== "") succeeded(this.put(id, file));
    succeeded(this.patch(id, "UploadComplete"));
    this.org.wait(300);
    this.info(id);
    this.org.wait(30_000);
    return this.info(id);
  }
}

function succeeded(answer: Answer): unknown {
  if (answer.status >= 300) throw new Error(answer.raw.body);
  return answer.body;
}
