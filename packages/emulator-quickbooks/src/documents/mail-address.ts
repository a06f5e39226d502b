/** D: "RFC 822", one address only (observed: a list with commas is refused), with an `@` and a dot. */
const ADDRESS = /^[^@\s,;<>()[\]\\"]+@[^@\s,;<>()[\]\\"]+\.[^@\s,;<>()[\]\\".]+$/;
/** D. */
export const MAIL_ADDRESS_LENGTH_MAX = 100;

/** Whether a document can be sent to it. */
export function isMailAddress(text: string): boolean {
  return text.length <= MAIL_ADDRESS_LENGTH_MAX && ADDRESS.test(text);
}
