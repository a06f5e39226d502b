import { describe, expect, it } from "vitest";
import { API, OrgClient, USERS } from "../../test/support/org-client.ts";
import { readMetadata } from "../schema/sfdx.ts";

/** Every error of the facts (S1.7), provoked, and compared word by word. */

const field = (object: string, name: string, more: string): [string, string] => [
  `objects/${object}/fields/${name}.field-meta.xml`,
  `<CustomField><fullName>${name}</fullName><label>${name.replace("__c", "").replace("_", " ")}</label>${more}</CustomField>`,
];
const PROJECT = readMetadata(
  new Map([
    field(
      "Account",
      "Boss__c",
      "<type>Lookup</type><referenceTo>Contact</referenceTo><relationshipName>Led</relationshipName>",
    ),
    field(
      "Account",
      "ExtId__c",
      "<type>Text</type><length>9</length><externalId>true</externalId><unique>true</unique>",
    ),
    field(
      "Contact",
      "Job_Category__c",
      "<type>Picklist</type><valueSet><restricted>true</restricted><valueSetDefinition><sorted>false</sorted><value><fullName>A</fullName><label>A</label><default>false</default></value></valueSetDefinition></valueSet>",
    ),
    [
      "permissionsets/My_Integration.permissionset-meta.xml",
      `<PermissionSet><label>Mine</label>
        <fieldPermissions><field>Account.Boss__c</field><readable>true</readable><editable>true</editable></fieldPermissions>
        <objectPermissions><object>Account</object><allowRead>true</allowRead><allowCreate>true</allowCreate></objectPermissions></PermissionSet>`,
    ],
    [
      "objects/Account/validationRules/No_Zed.validationRule-meta.xml",
      '<ValidationRule><fullName>No_Zed</fullName><active>true</active><errorConditionFormula>Name = "Zed"</errorConditionFormula><errorDisplayField>Site</errorDisplayField><errorMessage>Zed is not welcome.</errorMessage></ValidationRule>',
    ],
  ]),
);

interface Case {
  readonly status: number;
  readonly error: Readonly<Record<string, unknown>>;
  /** The call that provokes the error. */
  readonly provoke: (client: OrgClient) => { readonly status: number; readonly body: unknown };
}

const post = (object: string, body: object) => (client: OrgClient) =>
  client.send("POST", `sobjects/${object}`, body);
const soql = (text: string) => (client: OrgClient) => client.query(text);
const long = "x".repeat(256);
const HIDDEN = "0035e00000tW1f0";
const GONE = "001000000000999";

/** A session of the integration user. */
function signIn(client: OrgClient): string {
  const form = "grant_type=client_credentials&client_id=demo&client_secret=demo";
  const answer = client.send("POST", "/services/oauth2/token", form, {
    "content-type": "application/x-www-form-urlencoded",
  });
  return (answer.body as { readonly access_token: string }).access_token;
}

const CASES: Readonly<Record<string, Case>> = {
  "a required field that is missing": {
    status: 400,
    error: {
      errorCode: "REQUIRED_FIELD_MISSING",
      message: "Required fields are missing: [Name]",
      fields: ["Name"],
    },
    provoke: post("Account", { Phone: "1" }),
  },
  "a validation rule": {
    status: 400,
    error: {
      errorCode: "FIELD_CUSTOM_VALIDATION_EXCEPTION",
      message: "Zed is not welcome.",
      fields: ["Site"],
    },
    provoke: post("Account", { Name: "Zed" }),
  },
  "a text too long, by the field's label": {
    status: 400,
    error: {
      errorCode: "STRING_TOO_LONG",
      message: `Account Name: data value too large: ${long} (max length=255)`,
      fields: ["Name"],
    },
    provoke: post("Account", { Name: long }),
  },
  "an unknown field in a body": {
    status: 400,
    error: {
      errorCode: "INVALID_FIELD",
      message: "No such column 'X' on sobject of type Account",
    },
    provoke: post("Account", { X: 1 }),
  },
  "an unknown field in a query": {
    status: 400,
    error: {
      errorCode: "INVALID_FIELD",
      message:
        "\nSELECT Naem FROM Account\n       ^\nERROR at Row:1:Column:8\nNo such column 'Naem' on entity 'Account'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.",
    },
    provoke: soql("SELECT Naem FROM Account"),
  },
  "an unknown object in a query": {
    status: 400,
    error: {
      errorCode: "INVALID_TYPE",
      message: expect.stringContaining(
        "sObject type 'Contact123' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name.",
      ),
    },
    provoke: soql("SELECT Id FROM Contact123"),
  },
  "a misspelled query": {
    status: 400,
    error: {
      errorCode: "MALFORMED_QUERY",
      message: expect.stringContaining("unexpected token: 'FORM'"),
    },
    provoke: soql("SELECT Id FORM Account"),
  },
  "a field that may not be written": {
    status: 400,
    error: {
      errorCode: "INVALID_FIELD_FOR_INSERT_UPDATE",
      message:
        "Unable to create/update fields: CreatedDate. Please check the security settings of this field and verify that it is read/write for your profile or permission set.",
      fields: ["CreatedDate"],
    },
    provoke: post("Account", { Name: "A", CreatedDate: "2026-01-01T00:00:00Z" }),
  },
  "a value that a restricted picklist lacks": {
    status: 400,
    error: {
      errorCode: "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
      message: "Job Category: bad value for restricted picklist field: Z",
      fields: ["Job_Category__c"],
    },
    provoke: post("Contact", { LastName: "L", Job_Category__c: "Z" }),
  },
  "an unique value that another row has, by its 15 characters": {
    status: 400,
    error: {
      errorCode: "DUPLICATE_VALUE",
      message: expect.stringMatching(
        /^duplicate value found: ExtId__c duplicates value on record with id: 001[A-Za-z0-9]{12}$/,
      ),
      fields: [],
    },
    provoke: (client) => {
      client.create("Account", { Name: "A", ExtId__c: "1" });
      return client.send("POST", "sobjects/Account", { Name: "B", ExtId__c: "1" });
    },
  },
  "a likely duplicate": {
    status: 400,
    error: expect.objectContaining({
      errorCode: "DUPLICATES_DETECTED",
      message: "Use one of these records?",
      duplicateResut: expect.objectContaining({
        allowSave: true,
        duplicateRule: "Standard_Account_Duplicate_Rule",
        duplicateRuleEntityType: "Account",
        errorMessage: "Use one of these records?",
        matchResults: [
          expect.objectContaining({
            matchRecords: [
              expect.objectContaining({
                record: expect.objectContaining({ Id: expect.stringMatching(/^001/) }),
              }),
            ],
          }),
        ],
      }),
    }) as Record<string, unknown>,
    provoke: (client) => {
      const row = { Name: "Ridgeway Foods", BillingCity: "Boston", BillingStreet: "1 Main St" };
      client.create("Account", row);
      return client.send("POST", "sobjects/Account", row);
    },
  },
  "an id that is none": {
    status: 400,
    error: { errorCode: "MALFORMED_ID", message: expect.any(String), fields: ["ParentId"] },
    provoke: post("Account", { Name: "A", ParentId: "123" }),
  },
  "a lookup that leads to no row": {
    status: 400,
    error: {
      errorCode: "INVALID_CROSS_REFERENCE_KEY",
      message: "invalid cross reference id",
      fields: [],
    },
    provoke: post("Account", { Name: "A", ParentId: GONE }),
  },
  "a lookup to a row that the user may not see": {
    status: 400,
    error: {
      errorCode: "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY",
      message: "insufficient access rights on cross-reference id: 0035e00000tW1f0",
      fields: [],
    },
    provoke: (client) => {
      client.token = signIn(client);
      return client.send("POST", "sobjects/Account", { Name: "A", Boss__c: HIDDEN });
    },
  },
  "an id that no row of a collection has": {
    status: 200,
    error: {
      statusCode: "INVALID_CROSS_REFERENCE_KEY",
      message: "invalid cross reference id",
      fields: [],
    },
    provoke: (client) => {
      const answer = client.send("DELETE", `composite/sobjects?ids=${GONE}`);
      const [{ errors }] = answer.body as [{ readonly errors: unknown }];
      return { status: answer.status, body: errors };
    },
  },
  "a body that is no JSON": {
    status: 400,
    error: { errorCode: "JSON_PARSER_ERROR", message: expect.any(String) },
    provoke: (client) => client.send("POST", "sobjects/Account", "{"),
  },
  "a row that another transaction holds": {
    status: 400,
    error: {
      errorCode: "UNABLE_TO_LOCK_ROW",
      message: expect.stringMatching(
        /^unable to obtain exclusive access to this record or 1 records: 001/,
      ),
      fields: [],
    },
    provoke: (client) => {
      const id = client.create("Account", { Name: "A" });
      client.org.locks.hold([id], client.now + 10_000);
      return client.send("PATCH", `sobjects/Account/${id}`, { Name: "B" });
    },
  },
  "a session that is over": {
    status: 401,
    error: { errorCode: "INVALID_SESSION_ID", message: "Session expired or invalid" },
    provoke: (client) => {
      client.token = "nobody";
      return client.send("GET", "limits");
    },
  },
  "a day's calls that are used up": {
    status: 403,
    error: { errorCode: "REQUEST_LIMIT_EXCEEDED", message: "TotalRequests Limit exceeded." },
    provoke: (client) => {
      client.org.faults.replace([{ match: {}, fault: "limit", times: 1 }]);
      return client.send("GET", "limits");
    },
  },
  "too many long requests at once": {
    status: 403,
    error: {
      errorCode: "REQUEST_LIMIT_EXCEEDED",
      message: "ConcurrentRequests (Concurrent API Requests) Limit exceeded.",
    },
    provoke: (client) => {
      client.org.faults.replace([{ match: {}, fault: "concurrent-limit", times: 1 }]);
      return client.send("GET", "limits");
    },
  },
  "an address that leads nowhere": {
    status: 404,
    error: { errorCode: "NOT_FOUND", message: "The requested resource does not exist" },
    provoke: (client) => client.send("GET", "sobjects/Nothing__c/describe"),
  },
  "an external id field that is none": {
    status: 404,
    error: {
      errorCode: "NOT_FOUND",
      message: "Provided external ID field does not exist or is not accessible: Nope__c",
    },
    provoke: (client) => client.send("PATCH", "sobjects/Account/Nope__c/1", { Name: "A" }),
  },
  "a row that is in the recycle bin": {
    status: 404,
    error: { errorCode: "ENTITY_IS_DELETED", message: "entity is deleted", fields: [] },
    provoke: (client) => {
      const id = client.create("Account", { Name: "A" });
      client.send("DELETE", `sobjects/Account/${id}`);
      return client.send("DELETE", `sobjects/Account/${id}`);
    },
  },
  "a method that an address does not have": {
    status: 405,
    error: {
      errorCode: "METHOD_NOT_ALLOWED",
      message: "HTTP Method 'PUT' not allowed. Allowed are DELETE,GET,HEAD,PATCH,POST",
    },
    provoke: (client) => client.send("PUT", `sobjects/Account/${GONE}`, {}),
  },
  "a retired version": {
    status: 410,
    error: expect.any(Object) as Record<string, unknown>,
    provoke: (client) => client.send("GET", "/services/data/v30.0/limits"),
  },
  "a row that was changed since": {
    status: 412,
    error: expect.any(Object) as Record<string, unknown>,
    provoke: (client) => {
      const id = client.create("Account", { Name: "A" });
      const headers = { "if-unmodified-since": new Date(client.now - 1000).toUTCString() };
      return client.send("PATCH", `sobjects/Account/${id}`, { Name: "B" }, headers);
    },
  },
  "an address too long": {
    status: 414,
    error: expect.any(Object) as Record<string, unknown>,
    provoke: (client) => client.send("GET", `query?q=${"x".repeat(16_384)}`),
  },
  "a body of another format": {
    status: 415,
    error: expect.any(Object) as Record<string, unknown>,
    provoke: (client) =>
      client.send("POST", "sobjects/Account", "<a/>", { "content-type": "text/xml" }),
  },
  "headers too long": {
    status: 431,
    error: expect.any(Object) as Record<string, unknown>,
    provoke: (client) => client.send("GET", "limits", undefined, { "x-a": "x".repeat(16_384) }),
  },
  "an offset too great": {
    status: 400,
    error: {
      errorCode: "NUMBER_OUTSIDE_VALID_RANGE",
      message: expect.stringContaining("2000"),
    },
    provoke: soql("SELECT Id FROM Account OFFSET 2001"),
  },
  "a window of time that ends before it begins": {
    status: 400,
    error: { errorCode: "INVALID_REPLICATION_DATE", message: expect.any(String) },
    provoke: (client) =>
      client.send(
        "GET",
        "sobjects/Account/updated/?start=2026-11-20T10:00:50Z&end=2026-11-20T10:00:10Z",
      ),
  },
};

describe("the errors that are known", () => {
  it.each(Object.entries(CASES))("%s", (_, { status, error, provoke }) => {
    const settings = { standardDuplicateRules: error["errorCode"] === undefined };
    const seed = { ...USERS, Contact: [{ Id: HIDDEN, LastName: "Hidden" }] };
    const client = new OrgClient({ metadata: PROJECT, seed, settings });
    const answer = provoke(client);
    expect(answer.body).toEqual([error]);
    expect(answer.status).toBe(status);
  });

  it("are lists in every place, with `statusCode` in collections and a whole list in composites", () => {
    const client = new OrgClient({ metadata: PROJECT });
    const record = { attributes: { type: "Account", referenceId: "r" }, Phone: "1" };
    const message = "Required fields are missing: [Name]";
    const item = { message, errorCode: "REQUIRED_FIELD_MISSING", fields: ["Name"] };
    const row = { statusCode: "REQUIRED_FIELD_MISSING", message, fields: ["Name"] };
    expect(client.send("POST", "composite/sobjects", { records: [record] })).toMatchObject({
      status: 200,
      body: [{ success: false, errors: [row] }],
    });
    expect(client.send("POST", "composite/tree/Account", { records: [record] })).toMatchObject({
      status: 400,
      body: { hasErrors: true, results: [{ referenceId: "r", errors: [row] }] },
    });
    const part = { method: "POST", url: `${API}/sobjects/Account`, referenceId: "a", body: {} };
    const halted = {
      errorCode: "PROCESSING_HALTED",
      message:
        "The transaction was rolled back since another operation in the same transaction failed.",
    };
    expect(
      client.send("POST", "composite", {
        allOrNone: true,
        compositeRequest: [part, { ...part, referenceId: "b", body: { Name: "B" } }],
      }),
    ).toMatchObject({
      status: 200,
      body: {
        compositeResponse: [
          { httpStatusCode: 400, body: [item] },
          { httpStatusCode: 400, body: [halted] },
        ],
      },
    });
    expect(
      client.send("POST", "composite/batch", {
        batchRequests: [{ method: "POST", url: "v66.0/sobjects/Account", richInput: {} }],
      }).body,
    ).toMatchObject({ hasErrors: true, results: [{ statusCode: 400, result: [item] }] });
  });
});
