import assert from "node:assert/strict";

/**
 * The commands, in order, each with what it must say. Later commands use what earlier ones left behind:
 * `stage.id` is the record that the third command creates.
 * @param {{url: string, files: {write(name: string, text: string): void, read(name: string): string}}} stage
 */
export function storyOf(stage) {
  const shared = { ...stage, id: "" };
  return [
    ...signingIn(shared),
    ...singleRecords(shared),
    ...queries(shared),
    ...bulkLoads(shared),
    ...bulkByExport(shared),
    ...deletions(shared),
    ...theOrg(),
  ];
}

/** A check of the `result` of a command that was asked for JSON and must succeed. */
const json = (check) => (output) => {
  assert.equal(output.json?.status, 0, "the command failed");
  check(output.json.result);
};
const words = (text) => text.split(" ");
const query = (soql) => ["data", "query", "--query", soql];
const isOk = json((result) => assert.equal(result.success, true));

const signingIn = (stage) => [
  {
    name: "org login access-token",
    args: () => [
      "org",
      "login",
      "access-token",
      "--instance-url",
      stage.url,
      ...words("--no-prompt --alias emu --set-default --json"),
    ],
    check: json((result) => assert.equal(result.instanceApiVersion, "68.0")),
  },
  {
    name: "org display",
    args: () => words("org display --json"),
    check: json((result) => assert.equal(result.connectedStatus, "Connected")),
  },
];

const singleRecords = (stage) => [
  {
    name: "data create record",
    args: () => [
      ...words("data create record --sobject Account --json --values"),
      "Name='By hand' Phone=1",
    ],
    check: json((result) => {
      assert.equal(result.success, true);
      stage.id = result.id;
    }),
  },
  {
    name: "data get record by id",
    args: () => words(`data get record --sobject Account --record-id ${stage.id} --json`),
    check: json((result) => assert.equal(result.Name, "By hand")),
  },
  {
    name: "data get record by a value",
    args: () => [...words("data get record --sobject Account --json --where"), "Name='By hand'"],
    check: json((result) => assert.equal(result.Id, stage.id)),
  },
  {
    name: "data update record",
    args: () =>
      words(`data update record --sobject Account --record-id ${stage.id} --values Phone=2 --json`),
    check: isOk,
  },
];

const queries = (stage) => [
  {
    name: "data query",
    args: () => [...query(`SELECT Name, Phone FROM Account WHERE Id = '${stage.id}'`), "--json"],
    check: json(({ records: [row] }) => assert.deepEqual([row.Name, row.Phone], ["By hand", "2"])),
  },
  {
    name: "data query of a parent, as a table",
    args: () => query(`SELECT Name, Owner.Name FROM Account WHERE Id = '${stage.id}'`),
    check: ({ text }) => assert.match(text, /NAME\s*│ OWNER\.NAME[\s\S]*By hand\s*│ \w/),
  },
  {
    name: "data query with an aggregate",
    args: () => query("SELECT COUNT(Id) rows_found FROM Account WHERE Name = 'By hand'"),
    check: ({ text }) => assert.match(text, /ROWS_FOUND[\s\S]*│ 1 /),
  },
  {
    name: "data query as CSV",
    args: () => [
      ...query(`SELECT Name, Owner.Name FROM Account WHERE Id = '${stage.id}'`),
      "--result-format",
      "csv",
    ],
    check: ({ text }) => assert.match(text, /Name,Owner\.Name\nBy hand,\w/),
  },
];

const bulkLoads = ({ files }) => [
  {
    name: "data import bulk",
    args: () => {
      files.write("import.csv", "Name,Phone\nBulk 1,11\nBulk 2,12\n");
      return words("data import bulk --sobject Account --file import.csv --wait 2 --json");
    },
    check: json((result) =>
      assert.deepEqual([result.successfulRecords, result.failedRecords], [2, 0]),
    ),
  },
  {
    name: "data upsert bulk",
    args: () => {
      files.write("upsert.csv", "Name,Accord_QB_Id__c\nKeyed 1,k1\nKeyed 2,k2\n");
      return words(
        "data upsert bulk --sobject Account --file upsert.csv --external-id Accord_QB_Id__c --wait 2 --json",
      );
    },
    check: json(({ jobInfo, records }) => {
      assert.equal(jobInfo.state, "JobComplete");
      const created = records.successfulResults.map((row) => row.sf__Created);
      assert.deepEqual(created, ["true", "true"]);
    }),
  },
  {
    name: "data import bulk of a file that does not fit",
    args: () => {
      files.write("wrong.csv", "Name,Nonsense\nA,B\n");
      return words("data import bulk --sobject Account --file wrong.csv --wait 2 --json");
    },
    check: ({ code, text }) => {
      assert.notEqual(code, 0);
      assert.match(text, /InvalidBatch : Field name not found : Nonsense/);
    },
  },
];

const bulkByExport = ({ files }) => [
  {
    name: "data export bulk",
    args: () => [
      ...words("data export bulk --output-file export.csv --result-format csv --wait 2 --json"),
      "--query",
      "SELECT Id FROM Account WHERE Name LIKE 'Bulk %'",
    ],
    check: json((result) => {
      assert.equal(result.totalSize, 2);
      assert.equal(files.read("export.csv").trim().split("\n").length, 3);
    }),
  },
  {
    name: "data update bulk",
    args: () => {
      const [, ...ids] = files.read("export.csv").trim().split("\n");
      files.write("update.csv", ["Id,Phone", ...ids.map((each) => `${each},99`), ""].join("\n"));
      return words("data update bulk --sobject Account --file update.csv --wait 2 --json");
    },
    check: json((result) => assert.equal(result.successfulRecords, 2)),
  },
  {
    name: "data delete bulk",
    args: () => words("data delete bulk --sobject Account --file export.csv --wait 2 --json"),
    check: json(({ jobInfo }) => {
      const { numberRecordsProcessed, numberRecordsFailed } = jobInfo;
      assert.deepEqual([numberRecordsProcessed, numberRecordsFailed], [2, 0]);
    }),
  },
];

const deletions = (stage) => [
  {
    name: "data delete record",
    args: () => words(`data delete record --sobject Account --record-id ${stage.id} --json`),
    check: isOk,
  },
  {
    name: "data query after the deletions",
    args: () => [
      ...query("SELECT Name FROM Account WHERE Name LIKE 'Bulk %' OR Name = 'By hand'"),
      "--json",
    ],
    check: json((result) => assert.equal(result.totalSize, 0)),
  },
];

const theOrg = () => [
  {
    name: "sobject list",
    args: () => words("sobject list --sobject all --json"),
    check: json((result) => assert.ok(result.includes("Account") && result.includes("Product2"))),
  },
  {
    name: "sobject describe",
    args: () => words("sobject describe --sobject Account --json"),
    check: json((result) => {
      assert.ok(result.fields.some((field) => field.name === "Accord_QB_Id__c"));
    }),
  },
  {
    name: "org list limits",
    args: () => words("org list limits --json"),
    check: json((result) => {
      assert.ok(result.some(({ name, max }) => name === "DailyApiRequests" && max > 0));
    }),
  },
  {
    name: "org list sobject record-counts",
    args: () => words("org list sobject record-counts --sobject Account --json"),
    check: json(([row]) => assert.ok(row.name === "Account" && row.count > 0)),
  },
  {
    name: "api request rest",
    args: () => words("api request rest /services/data/v66.0/limits"),
    check: ({ text }) =>
      assert.ok(JSON.parse(text.slice(text.indexOf("{"))).DailyApiRequests.Max > 0),
  },
];
