/**
 * `.forceignore`: what of a project is not deployed. Its lines are those of `.gitignore`: `*`, `?`, `**`,
 * `[a-z]`, a slash at the end for folders, one before it to anchor, `!` to take back (D: Salesforce DX guide,
 * "How to Exclude Source When Syncing").
 */

interface Line {
  readonly pattern: RegExp;
  /** A line with `!`: what it finds is deployed after all. */
  readonly isKept: boolean;
}

/**
 * Tells of a path inside the project, with forward slashes, whether it is left out. What lies in a folder
 * that is left out is left out, whatever later lines say.
 */
export function forceIgnore(text: string): (path: string) => boolean {
  const lines = text.split(/\r?\n/).flatMap((line) => lineOf(line));
  if (lines.length === 0) return () => false;
  const isLeftOut = (path: string): boolean => {
    let result = false;
    for (const { pattern, isKept } of lines) if (pattern.test(path)) result = !isKept;
    return result;
  };
  return (path) => {
    const parts = path.split("/");
    return parts.some((_, index) => {
      const isFolder = index < parts.length - 1;
      return isLeftOut(`${parts.slice(0, index + 1).join("/")}${isFolder ? "/" : ""}`);
    });
  };
}

function lineOf(line: string): readonly Line[] {
  const trimmed = line.replace(/(?<!\\)\s+$/, "");
  if (trimmed === "" || trimmed.startsWith("#")) return [];
  const isKept = trimmed.startsWith("!");
  const glob = (isKept ? trimmed.slice(1) : trimmed).replace(/^\\(?=[!#])/, "");
  const isFolder = glob.endsWith("/");
  const body = glob.replace(/\/$/, "");
  const isAnchored = body.includes("/");
  const start = isAnchored ? "^" : "^(?:.*/)?";
  return [{ pattern: new RegExp(`${start}${source(body)}${isFolder ? "/" : "/?"}$`), isKept }];
}

/** A glob as a regular expression. */
function source(glob: string): string {
  return glob
    .replace(/^\//, "")
    .replace(/\*\*\/|\/\*\*$|\*\*|\*|\?|\[[^\]]+\]|\\?[\s\S]/g, (piece) => {
      if (piece === "**/") return "(?:.*/)?";
      if (piece === "/**") return "/.+";
      if (piece === "**") return ".*";
      if (piece === "*") return "[^/]*";
      if (piece === "?") return "[^/]";
      if (piece.length > 1 && piece.startsWith("[")) return piece.replace(/^\[!/, "[^");
      return piece.replace(/^\\(?=.)/, "").replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
    });
}
