/**
 * Describes of an org's objects, asked for again only as "has it changed since": Salesforce answers 304
 * also after no change of permissions, labels and profiles, so a cached answer is as good as a new one.
 *
 * Kept in memory: a 304 counts as a request like any other, so what a restart loses is one answer's bytes
 * for each mapped object, and no request. It is used for checks and never to decide about a write.
 */
import type { DescribeSObjectResult } from "@jsforce/jsforce-node";
import type { Result } from "@accord-sync/core/records/result.ts";
import type { Answer, OrgApi } from "../api/org-api.ts";
import { callClient, resultOf } from "../client/vendor-client.ts";

export interface DescribeCache {
  /** The object as the integration user sees it. One call, which moves no bytes when nothing changed. */
  describe(type: string): Promise<Result<DescribeSObjectResult>>;
}

interface Held {
  /** An HTTP date: what Salesforce said, else when it answered. */
  readonly asOf: string;
  readonly answer: Answer;
}

export function createDescribeCache(api: OrgApi): DescribeCache {
  const held = new Map<string, Held>();
  return {
    async describe(type) {
      const end = await callClient(api, (client) => client.describe(type), {
        headers: () => {
          const known = held.get(type);
          return known === undefined ? {} : { "if-modified-since": known.asOf };
        },
        answer: (answer) => {
          const known = held.get(type);
          if (answer.status === 304 && known !== undefined) return known.answer;
          const { "last-modified": modified, date } = answer.headers;
          const asOf = modified ?? date;
          if (answer.status === 200 && asOf !== undefined) held.set(type, { asOf, answer });
          else held.delete(type);
          return answer;
        },
      });
      return resultOf(end);
    },
  };
}
