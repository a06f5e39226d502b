/**
 * Reads the lines of an `accord.env` file: `NAME=value`, `#` comments (after a value, behind a space), optional
 * quotes around the value; between quotes a `#` is text.
 * A line that is none of these is reported by its number, never by its content, which may be a secret.
 */
export interface EnvFile {
  readonly values: Readonly<Record<string, string>>;
  readonly unreadableLines: readonly number[];
}

export function readEnvFile(text: string): EnvFile {
  const values: Record<string, string> = {};
  const unreadableLines: number[] = [];
  for (const [place, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) continue;
    const match = /^(?:export\s+)?([A-Z][A-Z0-9_]*)\s*=\s*(.*)$/.exec(line);
    const [, name, value] = match ?? [];
    if (name === undefined || value === undefined) unreadableLines.push(place + 1);
    else values[name] = valueOf(value);
  }
  return { values, unreadableLines };
}

/** A value without its quotes and without the comment behind it. */
function valueOf(text: string): string {
  const quoted = /^(["'])(.*?)\1(?:\s+#.*)?$/.exec(text)?.[2];
  return quoted ?? text.replace(/(?:^|\s+)#.*$/, "");
}
