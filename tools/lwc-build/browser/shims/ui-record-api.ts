/** `lightning/uiRecordApi`, as far as our components use it. */
import { currentHost } from "../host/host-config.ts";

/** Fired on the document when a component says that records changed behind the page's back. */
const RECORD_CHANGE = "host:recordchange";

interface RecordConfig {
  readonly recordId?: string;
  readonly fields?: readonly string[];
  readonly optionalFields?: readonly string[];
}

interface WireValue {
  readonly data: unknown;
  readonly error: unknown;
}

/** Reads a record, and again whenever somebody notifies of its change. */
export class getRecord {
  private config: RecordConfig = {};
  private readonly emit: (value: WireValue) => void;
  private readonly onChange = (event: Event): void => {
    const { recordIds } = (event as CustomEvent<{ recordIds: string[] }>).detail;
    if (this.config.recordId && recordIds.includes(this.config.recordId)) void this.read();
  };

  constructor(emit: (value: WireValue) => void) {
    this.emit = emit;
    emit({ data: undefined, error: undefined });
  }

  connect(): void {
    document.addEventListener(RECORD_CHANGE, this.onChange);
  }

  disconnect(): void {
    document.removeEventListener(RECORD_CHANGE, this.onChange);
  }

  update(config: RecordConfig): void {
    this.config = config;
    void this.read();
  }

  private async read(): Promise<void> {
    const { recordsEndpoint } = currentHost();
    const { recordId, fields = [], optionalFields = [] } = this.config;
    if (!recordId || recordsEndpoint === null) return;
    const query = new URLSearchParams({
      fields: fields.join(","),
      optionalFields: optionalFields.join(","),
    });
    try {
      const response = await fetch(`${recordsEndpoint}/${recordId}?${query.toString()}`);
      const body: unknown = await response.json();
      if (response.ok) this.emit({ data: body, error: undefined });
      else this.emit({ data: undefined, error: { body, status: response.status } });
    } catch (error) {
      this.emit({ data: undefined, error });
    }
  }
}

export async function notifyRecordUpdateAvailable(
  records: readonly { readonly recordId: string }[],
): Promise<void> {
  const recordIds = records.map((record) => record.recordId);
  document.dispatchEvent(new CustomEvent(RECORD_CHANGE, { detail: { recordIds } }));
}
