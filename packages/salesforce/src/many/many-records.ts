/** Many records of one org: the composition of this folder's parts behind the port. */
import type { ManyRecords } from "@accord-sync/core/ports/many-records.ts";
import type { OrgApi } from "../api/org-api.ts";
import { chooseWriting } from "./choose-writing.ts";
import { findMarked, findNamed, readMany, readSmall } from "./read-many.ts";
import { scanRecords } from "./scan-job.ts";
import { writeMany } from "./write-many.ts";

export function createManyRecords(api: OrgApi): ManyRecords {
  return {
    choose: chooseWriting,
    writeMany: (mapping, writes, steps) => writeMany(api, mapping, writes, steps),
    readMany: (mapping, ids) => readMany(api, mapping, ids),
    findMarked: (mapping, marks) => findMarked(api, mapping, marks),
    findNamed: (mapping, names, window) => findNamed(api, mapping, { names, ...window }),
    readSmall: (mapping) => readSmall(api, mapping),
    scan: (mapping, steps) => scanRecords(api, mapping, steps),
  };
}
