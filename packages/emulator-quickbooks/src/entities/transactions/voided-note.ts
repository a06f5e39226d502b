/** The note of a voided transaction: `Voided` before what was there; a second void says it once. */
export function voidedNote(note: string | undefined): string {
  if (note === undefined) return "Voided";
  return note.startsWith("Voided") ? note : `Voided - ${note}`;
}
