/** Many records of one org: the composition of this folder's parts behind the port. */
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import type { ManyRecords } from "@accord-sync/core/ports/many-records.ts";
import type { PermittedApi } from "../api/org-api.ts";
import { hasPrice } from "../records/soql.ts";
import { chooseWriting } from "./choose-writing.ts";
import { endJob } from "./load-rows.ts";
import { findMarked, findNamed, readMany, readSmall } from "./read-many.ts";
import { scanRecords } from "./scan-job.ts";
import { writeMany } from "./write-many.ts";

/** `bulkAbove`: from more rows than this on a job is used. */
export function createManyRecords(api: PermittedApi, bulkAbove: number): ManyRecords {
  const choose = (mapping: Mapping, writes: number) =>
    chooseWriting({ writes, isPriced: hasPrice(mapping), bulkAbove });
  return {
    choose,
    writeMany: (mapping, writes, steps, permit) => {
      const { form } = choose(mapping, writes.length);
      return writeMany(api.through(permit), mapping, writes, { ...steps, form, bulkAbove });
    },
    endJob: (jobId, rest, permit) => endJob(api.through(permit), jobId, rest),
    readMany: (mapping, ids, permit) => readMany(api.through(permit), mapping, ids),
    findMarked: (mapping, marks, permit) => findMarked(api.through(permit), mapping, marks),
    findNamed: (mapping, names, window, permit) =>
      findNamed(api.through(permit), mapping, { names, ...window }),
    readSmall: (mapping, permit) => readSmall(api.through(permit), mapping),
    scan: (mapping, steps) => scanRecords(api, mapping, steps),
  };
}
