/** `lightning/uiRecordApi`, as far as our components use it. */

/** Fired on the document when a component says that records changed behind the page's back. */
const RECORD_CHANGE = "host:recordchange";

export async function notifyRecordUpdateAvailable(
  records: readonly { readonly recordId: string }[],
): Promise<void> {
  const recordIds = records.map((record) => record.recordId);
  document.dispatchEvent(new CustomEvent(RECORD_CHANGE, { detail: { recordIds } }));
}
