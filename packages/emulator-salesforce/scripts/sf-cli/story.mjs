import assert from "node:assert/strict";

/**
 * The commands, in order, each with what it must say. Later commands use the ids that earlier ones gave.
 * @param {{url: string, files: {write(name: string, text: string): void, read(name: string): string}}} stage
 */
export function storyOf({ url, files }) {
  let id = "";
  const json = (check) => (output) => {
    assert.equal(output.json?.status, 0, "the command failed");
    check(output.json.result);
  };
  const query = (soql) => ["data", "query", "--query", soql];
  return [
    {
      name: "org login access-token",
      args: () =>
        `org login access-token --instance-url ${url} --no-prompt --alias emu --set-default --json`.split(
          " ",
        ),
      check: json((result) => assert.equal(result.instanceApiVersion, "68.0")),
    },
    {
      name: "org display",
      args: () => "org display --json".split(" "),
      check: json((result) => assert.equal(result.connectedStatus, "Connected")),
    },
    {
      name: "data create record",
      args: () => [
        "data",
        "create",
        "record",
        "--sobject",
        "Account",
        "--values",
        "Name='By hand' Phone=1",
        "--json",
      ],
      check: json((result) => {
        assert.equal(result.success, true);
        id = result.id;
      }),
    },
    {
      name: "data get record by id",
      args: () => `data get record --sobject Account --record-id ${id} --json`.split(" "),
      check: json((result) => assert.equal(result.Name, "By hand")),
    },
    {
      name: "data get record by a value",
      args: () => [
        "data",
        "get",
        "record",
        "--sobject",
        "Account",
        "--where",
        "Name='By hand'",
        "--json",
      ],
      check: json((result) => assert.equal(result.Id, id)),
    },
    {
      name: "data update record",
      args: () => [
        "data",
        "update",
        "record",
        "--sobject",
        "Account",
        "--record-id",
        id,
        "--values",
        "Phone=2",
        "--json",
      ],
      check: json((result) => assert.equal(result.success, true)),
    },
    {
      name: "data query",
      args: () => [...query(`SELECT Name, Phone FROM Account WHERE Id = '${id}'`), "--json"],
      check: json(({ records: [row] }) =>
        assert.deepEqual([row.Name, row.Phone], ["By hand", "2"]),
      ),
    },
    {
      name: "data query of a parent, as a table",
      args: () => query(`SELECT Name, Owner.Name FROM Account WHERE Id = '${id}'`),
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
        ...query(`SELECT Name, Owner.Name FROM Account WHERE Id = '${id}'`),
        "--result-format",
        "csv",
      ],
      check: ({ text }) => assert.match(text, /Name,Owner\.Name\nBy hand,\w/),
    },
    {
      name: "data import bulk",
      args: () => {
        files.write("import.csv", "Name,Phone\nBulk 1,11\nBulk 2,12\n");
        return "data import bulk --sobject Account --file import.csv --wait 2 --json".split(" ");
      },
      check: json((result) =>
        assert.deepEqual([result.successfulRecords, result.failedRecords], [2, 0]),
      ),
    },
    {
      name: "data upsert bulk",
      args: () => {
        files.write("upsert.csv", "Name,Accord_QB_Id__c\nKeyed 1,k1\nKeyed 2,k2\n");
        return "data upsert bulk --sobject Account --file upsert.csv --external-id Accord_QB_Id__c --wait 2 --json".split(
          " ",
        );
      },
      check: json(({ jobInfo, records }) => {
        assert.equal(jobInfo.state, "JobComplete");
        assert.deepEqual(
          records.successfulResults.map((row) => row.sf__Created),
          ["true", "true"],
        );
      }),
    },
    {
      name: "data import bulk of a file that does not fit",
      args: () => {
        files.write("wrong.csv", "Name,Nonsense\nA,B\n");
        return "data import bulk --sobject Account --file wrong.csv --wait 2 --json".split(" ");
      },
      check: ({ code, text }) => {
        assert.notEqual(code, 0);
        assert.match(text, /InvalidBatch : Field name not found : Nonsense/);
      },
    },
    {
      name: "data export bulk",
      args: () => [
        ...["data", "export", "bulk", "--query", "SELECT Id FROM Account WHERE Name LIKE 'Bulk %'"],
        ...["--output-file", "export.csv", "--result-format", "csv", "--wait", "2", "--json"],
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
        return "data update bulk --sobject Account --file update.csv --wait 2 --json".split(" ");
      },
      check: json((result) => assert.equal(result.successfulRecords, 2)),
    },
    {
      name: "data delete bulk",
      args: () => "data delete bulk --sobject Account --file export.csv --wait 2 --json".split(" "),
      check: json(({ jobInfo }) =>
        assert.deepEqual([jobInfo.numberRecordsProcessed, jobInfo.numberRecordsFailed], [2, 0]),
      ),
    },
    {
      name: "data delete record",
      args: () => `data delete record --sobject Account --record-id ${id} --json`.split(" "),
      check: json((result) => assert.equal(result.success, true)),
    },
    {
      name: "data query after the deletions",
      args: () => [
        ...query("SELECT Name FROM Account WHERE Name LIKE 'Bulk %' OR Name = 'By hand'"),
        "--json",
      ],
      check: json((result) => assert.equal(result.totalSize, 0)),
    },
    {
      name: "sobject list",
      args: () => "sobject list --sobject all --json".split(" "),
      check: json((result) => assert.ok(result.includes("Account") && result.includes("Product2"))),
    },
    {
      name: "sobject describe",
      args: () => "sobject describe --sobject Account --json".split(" "),
      check: json((result) =>
        assert.ok(result.fields.some((field) => field.name === "Accord_QB_Id__c")),
      ),
    },
    {
      name: "org list limits",
      args: () => "org list limits --json".split(" "),
      check: json((result) =>
        assert.ok(result.some(({ name, max }) => name === "DailyApiRequests" && max > 0)),
      ),
    },
    {
      name: "org list sobject record-counts",
      args: () => "org list sobject record-counts --sobject Account --json".split(" "),
      check: json(([row]) => assert.ok(row.name === "Account" && row.count > 0)),
    },
    {
      name: "api request rest",
      args: () => "api request rest /services/data/v66.0/limits".split(" "),
      check: ({ text }) =>
        assert.ok(JSON.parse(text.slice(text.indexOf("{"))).DailyApiRequests.Max > 0),
    },
  ];
}
