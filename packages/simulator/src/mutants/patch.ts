/**
 * Reads the patch of a mutant and applies it to a module's text. The lines of a hunk must stand in the file
 * exactly once, wherever they moved: a mutant never silently becomes the original.
 */

export interface FilePatch {
  /** Path from the repository's root. */
  readonly file: string;
  readonly hunks: readonly Hunk[];
}

interface Hunk {
  readonly before: string;
  readonly after: string;
}

export interface Patch {
  /** What stands above the first file: what is planted, and what it stands for. */
  readonly about: string;
  readonly files: readonly FilePatch[];
}

/** Reads a unified diff as `git diff` writes it. Throws when it changes nothing. */
export function readPatch(text: string): Patch {
  const [about = "", ...parts] = text.split(/^diff --git .*\n/m);
  const files = parts.map((part) => {
    const [head = "", ...hunks] = part.split(/^@@ .*\n/m);
    const file = /^\+\+\+ b\/(.+)$/m.exec(head)?.[1];
    if (file === undefined) throw new Error(`a patch without the name of its file:\n${head}`);
    return { file, hunks: hunks.map(readHunk) };
  });
  if (files.length === 0 || files.some(({ hunks }) => hunks.length === 0)) {
    throw new Error("a patch that changes nothing");
  }
  return { about: about.trim(), files };
}

function readHunk(text: string): Hunk {
  const lines = text.replace(/\n$/, "").split("\n");
  const side = (other: string) =>
    lines.filter((line) => !line.startsWith(other)).map((line) => `${line.slice(1)}\n`);
  return { before: side("+").join(""), after: side("-").join("") };
}

/** Throws when a hunk's lines are not in the text exactly once. */
export function applyPatch(source: string, { file, hunks }: FilePatch): string {
  let text = source;
  for (const { before, after } of hunks) {
    const parts = text.split(before);
    if (parts.length !== 2) {
      const found = parts.length === 1 ? "no more" : `${parts.length - 1} times`;
      throw new Error(`${file} holds these lines ${found}; the mutant must follow:\n${before}`);
    }
    text = parts.join(after);
  }
  return text;
}
