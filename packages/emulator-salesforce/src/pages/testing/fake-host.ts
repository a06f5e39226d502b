/** A page host for tests: a few records in memory, and as much of the org as pages ask for. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type {
  ApiErrorItem,
  DescribedField,
  DescribedObject,
  PageAnswer,
  PageHost,
  PageOrg,
  PageRequest,
  PageResult,
  RecordBody,
  RowChange,
} from "../../page-host.ts";

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../../../..");

export const APP_FOLDER = path.join(ROOT, "salesforce-app");
export const ASSETS_FOLDER = path.join(ROOT, "build/lwc");

function field(name: string, label: string, changes: Partial<DescribedField> = {}): DescribedField {
  return {
    name,
    label,
    type: "string",
    length: 255,
    precision: 0,
    scale: 0,
    nillable: true,
    createable: true,
    updateable: true,
    nameField: name === "Name",
    custom: name.endsWith("__c"),
    compoundFieldName: null,
    referenceTo: [],
    relationshipName: null,
    picklistValues: [],
    ...changes,
  };
}

const ADDRESS = ["Street", "City", "State", "PostalCode", "Country"];
const address = (prefix: string): DescribedField[] =>
  ADDRESS.map((part) =>
    field(prefix + part, `${prefix} ${part}`, { type: part === "Street" ? "textarea" : "string" }),
  );
const quickbooks = [
  field("Accord_QB_Id__c", "Accord QB Id"),
  field("Accord_QB_Company_Id__c", "Accord QB Company Id"),
];
const readOnlyTime = { type: "datetime", createable: false, updateable: false };

function object(
  name: string,
  label: string,
  keyPrefix: string,
  fields: DescribedField[],
): DescribedObject {
  const id = field("Id", "Record ID", { type: "id", createable: false, updateable: false });
  const modified = field("LastModifiedDate", "Last Modified Date", readOnlyTime);
  return {
    name,
    label,
    labelPlural: `${label}s`,
    keyPrefix,
    custom: false,
    fields: [id, ...fields, modified],
  };
}

const OBJECTS: readonly DescribedObject[] = [
  object("Account", "Account", "001", [
    field("Name", "Account Name", { nillable: false }),
    field("Phone", "Account Phone", { type: "phone", length: 40 }),
    field("Website", "Website", { type: "url" }),
    field("Accord_Email__c", "Accord Email", { type: "email", length: 80 }),
    field("Accord_Active__c", "Accord Active", { type: "boolean", nillable: false }),
    ...address("Billing"),
    ...address("Shipping"),
    ...quickbooks,
  ]),
  object("Product2", "Product", "01t", [
    field("Name", "Product Name", { nillable: false }),
    field("ProductCode", "Product Code"),
    field("Description", "Product Description", { type: "textarea", length: 4000 }),
    field("IsActive", "Active", { type: "boolean", nillable: false }),
    field("Accord_QB_Type__c", "Accord QB Type"),
    ...quickbooks,
  ]),
];

const refuse = (status: number, error: ApiErrorItem): PageResult<never> => ({
  ok: false,
  status,
  errors: [error],
});

/** Rows by object, with just enough of SOQL: a name search, the price entry, the standard price book. */
class FakeOrg implements PageOrg {
  readonly rows = new Map<string, Map<string, Record<string, unknown>>>();
  readonly changes: ((changes: readonly RowChange[]) => void)[] = [];
  private count = 0;

  table(name: string): Map<string, Record<string, unknown>> {
    const table = this.rows.get(name) ?? new Map<string, Record<string, unknown>>();
    this.rows.set(name, table);
    return table;
  }

  describe(name: string): PageResult<DescribedObject> {
    const found = OBJECTS.find((candidate) => candidate.name === name);
    if (found !== undefined) return { ok: true, value: found };
    return refuse(404, {
      message: "The requested resource does not exist",
      errorCode: "NOT_FOUND",
    });
  }

  query(soql: string): PageResult<{ totalSize: number; done: boolean; records: RecordBody[] }> {
    const from = /FROM (\w+)/.exec(soql)?.[1] ?? "";
    const like = /LIKE '%(.*)%'/.exec(soql)?.[1]?.replaceAll(/\\(.)/g, "$1").toLowerCase();
    const product = /Product2Id = '(\w+)'/.exec(soql)?.[1];
    const all =
      from === "Pricebook2" ? [{ Id: "01s000000000001AAA" }] : [...this.table(from).values()];
    const records = all
      .filter((row) => like === undefined || String(row["Name"]).toLowerCase().includes(like))
      .filter((row) => product === undefined || row["Product2Id"] === product);
    return { ok: true, value: { totalSize: records.length, done: true, records } };
  }

  read(name: string, id: string): PageResult<RecordBody> {
    const row = this.table(name).get(id);
    if (row !== undefined) return { ok: true, value: row };
    return refuse(404, {
      message: "The requested resource does not exist",
      errorCode: "NOT_FOUND",
    });
  }

  create(name: string, fields: Readonly<Record<string, unknown>>): PageResult<{ id: string }> {
    const refusal = this.check(name, fields, true);
    if (refusal !== undefined) return refuse(400, refusal);
    this.count += 1;
    const { keyPrefix = "a00" } = OBJECTS.find((candidate) => candidate.name === name) ?? {};
    const id = `${keyPrefix ?? "a00"}${String(this.count).padStart(12, "0")}AAA`;
    this.table(name).set(id, { Id: id, ...fields });
    this.tell(name, id, "create");
    return { ok: true, value: { id } };
  }

  update(name: string, id: string, fields: Readonly<Record<string, unknown>>): PageResult<null> {
    const row = this.table(name).get(id);
    if (row === undefined) return this.read(name, id) as PageResult<null>;
    const refusal = this.check(name, fields, false);
    if (refusal !== undefined) return refuse(400, refusal);
    Object.assign(row, fields);
    this.tell(name, id, "update");
    return { ok: true, value: null };
  }

  remove(name: string, id: string): PageResult<null> {
    this.table(name).delete(id);
    this.tell(name, id, "delete");
    return { ok: true, value: null };
  }

  private check(
    name: string,
    fields: Readonly<Record<string, unknown>>,
    isNew: boolean,
  ): ApiErrorItem | undefined {
    const isNameMissing = fields["Name"] === null || (isNew && fields["Name"] === undefined);
    if (!isNameMissing || name === "PricebookEntry") return undefined;
    const message = "Required fields are missing: [Name]";
    return { message, errorCode: "REQUIRED_FIELD_MISSING", fields: ["Name"] };
  }

  private tell(objectApiName: string, recordId: string, change: RowChange["change"]): void {
    for (const listener of this.changes) listener([{ objectApiName, recordId, change, at: 0 }]);
  }
}

export interface FakeHost extends PageHost {
  readonly org: FakeOrg;
  /** Claims of every token signed so far. */
  readonly signed: Readonly<Record<string, unknown>>[];
}

export function fakeHost(changes: Partial<PageHost> = {}): FakeHost {
  const org = new FakeOrg();
  const signed: Readonly<Record<string, unknown>>[] = [];
  return {
    user: { id: "005000000000001AAA", name: "Ada Admin", username: "ada@example.com" },
    organization: { id: "00D000000000001EAA", name: "Accord Demo" },
    now: () => 0,
    serviceUrl: "http://service.test",
    appFolder: APP_FOLDER,
    assetsFolder: mkdtempSync(path.join(tmpdir(), "accord-pages-")),
    ...changes,
    org,
    signed,
    signJwt(claims) {
      signed.push(claims);
      return "signed.jwt";
    },
    listenToChanges(listener) {
      org.changes.push(listener);
      return () => void org.changes.splice(org.changes.indexOf(listener), 1);
    },
  };
}

export function get(url: string, headers: Readonly<Record<string, string>> = {}): PageRequest {
  return { method: "GET", url, headers, body: "" };
}

/** A form as our own page sends it. */
export function post(
  url: string,
  fields: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): PageRequest {
  const own = { host: "localhost:4001", origin: "http://localhost:4001", ...headers };
  return { method: "POST", url, headers: own, body: new URLSearchParams(fields).toString() };
}

/** The text of an answer that is not a stream. */
export function bodyText(answer: PageAnswer | undefined): string {
  if (answer === undefined) throw new Error("The pages did not answer.");
  if (typeof answer.body === "function") throw new Error("The answer is a stream.");
  return typeof answer.body === "string" ? answer.body : new TextDecoder().decode(answer.body);
}
