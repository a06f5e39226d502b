/**
 * A rejected call. The proxy puts its words into the exception's message: those of a refusal by the
 * service as its JSON, `{"code","message","action"}`, and its own (the service cannot be reached) as text.
 */
export interface Problem {
  /** The service's code; null when the service gave no answer. */
  code: string | null;
  message: string;
  /** What a person can do; empty when the words of `message` are all there is. */
  action: string;
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

function readRefusal(text: string): Problem | null {
  if (!text.startsWith("{")) return null;
  try {
    const { code, message, action } = JSON.parse(text) as Record<string, unknown>;
    if (textOf(code) === "" || textOf(message) === "") return null;
    return { code: textOf(code), message: textOf(message), action: textOf(action) };
  } catch {
    return null;
  }
}

/** What a rejected call says; `fallback` where it says nothing. Apex puts its words in `body.message`. */
export function readProblem(rejection: unknown, fallback: string): Problem {
  const { body, message } = (rejection ?? {}) as {
    body?: { message?: unknown };
    message?: unknown;
  };
  const text = textOf(body?.message) || textOf(message);
  const own = text === "" || text.startsWith("{") ? fallback : text;
  return readRefusal(text) ?? { code: null, message: own, action: "" };
}

/** The same as one text. */
export function problemText(rejection: unknown, fallback: string): string {
  const { message, action } = readProblem(rejection, fallback);
  return action === "" ? message : `${message} ${action}`;
}
