/**
 * `lightning/uiRecordApi`: records by the host's address of the UI API. A wired record is read again when
 * somebody says that it changed, as the platform's own cache does.
 */
import { currentHost } from "../host/host-config.ts";

/** Fired on the document when a component says that records changed behind the page's back. */
const RECORD_CHANGE = "host:recordchange";

export type FieldReference =
  | string
  | { readonly fieldApiName: string; readonly objectApiName: string };

interface GetRecordConfig {
  readonly recordId?: string;
  readonly fields?: FieldReference | readonly FieldReference[];
  readonly optionalFields?: FieldReference | readonly FieldReference[];
}

interface WireValue {
  readonly data: unknown;
  readonly error: unknown;
}

type Fields = Readonly<Record<string, unknown>>;

function pathsOf(fields: GetRecordConfig["fields"]): string {
  const list = fields === undefined ? [] : [fields].flat();
  return list
    .map((each) => (typeof each === "string" ? each : `${each.objectApiName}.${each.fieldApiName}`))
    .join(",");
}

/** Rejects as the platform does: `{body:{message}, status, ok:false}`. */
async function call(method: string, path: string, body?: unknown): Promise<unknown> {
  const init: RequestInit = { method, credentials: "same-origin" };
  if (body !== undefined) {
    init.headers = { "content-type": "application/json" };
    init.body = JSON.stringify(body);
  }
  const response = await fetch(`${currentHost().recordsEndpoint}/${path}`, init);
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok) return answer;
  const { errors = [] } = (answer ?? {}) as { errors?: readonly { message: string }[] };
  const message = errors.map((each) => each.message).join(" ");
  throw Object.assign(new Error(message), {
    body: { message, statusCode: response.status, output: { errors } },
    status: response.status,
    ok: false,
  });
}

async function readRecord({
  recordId = "",
  fields,
  optionalFields,
}: GetRecordConfig): Promise<unknown> {
  const query = new URLSearchParams({
    fields: pathsOf(fields),
    optionalFields: pathsOf(optionalFields),
  });
  return call("GET", `ui/records/${recordId}?${query.toString()}`);
}

/** 15- and 18-character forms of an id name the same record. */
const ID_CORE_LENGTH = 15;
const isSameRecord = (left: string, right: string): boolean =>
  left.slice(0, ID_CORE_LENGTH) === right.slice(0, ID_CORE_LENGTH);

/** The wire adapter: no call while the record's id is undefined. */
export class getRecord {
  private readonly emit: (value: WireValue) => void;
  private config: GetRecordConfig = {};
  private asked = 0;

  constructor(emit: (value: WireValue) => void) {
    this.emit = emit;
    emit({ data: undefined, error: undefined });
  }

  connect(): void {
    document.addEventListener(RECORD_CHANGE, this.hear);
  }

  disconnect(): void {
    document.removeEventListener(RECORD_CHANGE, this.hear);
  }

  update(config: GetRecordConfig): void {
    this.config = config;
    if (config.recordId) void this.refresh();
  }

  private readonly hear = (event: Event): void => {
    const { recordIds } = (event as CustomEvent<{ recordIds: readonly string[] }>).detail;
    const { recordId = "" } = this.config;
    if (recordIds.some((each) => isSameRecord(each, recordId))) void this.refresh();
  };

  /** An answer that a later question overtook is dropped. */
  private async refresh(): Promise<void> {
    this.asked += 1;
    const { asked } = this;
    const value = await readRecord(this.config).then(
      (data): WireValue => ({ data, error: undefined }),
      (error: unknown): WireValue => ({ data: undefined, error }),
    );
    if (asked === this.asked) this.emit(value);
  }
}

interface UiField {
  readonly value: unknown;
  readonly displayValue: string | null;
}

/** Follows a path of lookups down to a field. */
function leafOf(record: unknown, field: FieldReference): UiField | undefined {
  const path =
    typeof field === "string" ? field.split(".").slice(1) : field.fieldApiName.split(".");
  let leaf: UiField | undefined = { value: record, displayValue: null };
  for (const step of path) {
    const { fields } = (leaf?.value ?? {}) as { fields?: Readonly<Record<string, UiField>> };
    leaf = fields?.[step];
  }
  return leaf;
}

export const getFieldValue = (record: unknown, field: FieldReference): unknown =>
  leafOf(record, field)?.value;

export const getFieldDisplayValue = (record: unknown, field: FieldReference): unknown =>
  leafOf(record, field)?.displayValue;

export async function createRecord(input: {
  readonly apiName: string;
  readonly fields: Fields;
}): Promise<unknown> {
  const made = (await call("POST", `objects/${input.apiName}/records`, {
    fields: input.fields,
  })) as {
    readonly id: string;
  };
  const fields = Object.keys(input.fields).map((name) => `${input.apiName}.${name}`);
  return readRecord({ recordId: made.id, fields });
}

/** `fields` holds the `Id` beside what changes. */
export async function updateRecord(input: { readonly fields: Fields }): Promise<void> {
  const { Id: id, ...fields } = input.fields;
  const recordId = typeof id === "string" ? id : "";
  await call("PATCH", `records/${recordId}`, { fields });
  await notifyRecordUpdateAvailable([{ recordId }]);
}

export async function deleteRecord(recordId: string): Promise<void> {
  await call("DELETE", `records/${recordId}`);
  await notifyRecordUpdateAvailable([{ recordId }]);
}

export async function notifyRecordUpdateAvailable(
  records: readonly { readonly recordId: string }[],
): Promise<void> {
  const recordIds = records.map((record) => record.recordId);
  document.dispatchEvent(new CustomEvent(RECORD_CHANGE, { detail: { recordIds } }));
}
