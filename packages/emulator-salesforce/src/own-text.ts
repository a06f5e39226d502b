/**
 * A copy of a text in memory of its own. A slice of a text keeps the whole of it alive, so what is cut off a
 * body of 100 MB to be kept would keep all of the 100 MB.
 */
export const ownText = (text: string): string => Buffer.from(text, "utf16le").toString("utf16le");
