import { ApiDriver, type TextAnswer } from "./api-driver.ts";

/** What a form would send if nothing were typed. */
export type Inputs = Record<string, string>;

/** A person in front of the pages: opens, types and sends, as a browser without scripts does. */
export class PageVisitor {
  readonly driver: ApiDriver;
  readonly headers: Record<string, string>;

  constructor(driver: ApiDriver = new ApiDriver(), headers: Record<string, string> = {}) {
    this.driver = driver;
    this.headers = headers;
  }

  /** The page's HTML, whatever its status. */
  open(path: string): string {
    return this.driver.send("GET", path, "", this.headers).body;
  }

  /** Opens a page, types into its form (`undefined` unticks a box) and sends it to where it goes. */
  submit(path: string, typed: Readonly<Record<string, string | undefined>>): TextAnswer {
    return this.resubmit(this.open(path), typed);
  }

  /** The same on a page that is open already. */
  resubmit(html: string, typed: Readonly<Record<string, string | undefined>>): TextAnswer {
    const form = mainForm(html);
    const action = /action="([^"]*)"/.exec(form)?.[1] ?? "";
    const inputs = { ...inputsOf(form), ...typed };
    const sent = Object.entries(inputs).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    );
    return this.driver.form(decode(action), Object.fromEntries(sent), this.headers);
  }

  /** Sends what must be accepted; answers with the id at the end of the address it leads to. */
  save(path: string, typed: Readonly<Record<string, string | undefined>>): string {
    const answer = this.submit(path, typed);
    const id = /=(\w+)$/.exec(answer.headers["location"] ?? "")?.[1];
    if (id === undefined)
      throw new Error(`${answer.status}: ${problemsIn(answer.body).join("; ")}`);
    return id;
  }
}

/** The inputs, selects and texts of the page's post form with what stands in them; unticked boxes are missing. */
export function inputsOf(html: string): Inputs {
  const inputs: Inputs = {};
  for (const [tag] of html.matchAll(/<input[^>]*>/g)) {
    const name = attributeOf(tag, "name");
    const isOff = attributeOf(tag, "type") === "checkbox" && !/ checked[ >]/.test(tag);
    if (name !== undefined && !isOff) inputs[name] = attributeOf(tag, "value") ?? "";
  }
  for (const [, tag = "", content = ""] of html.matchAll(/<select([^>]*)>(.*?)<\/select>/gs)) {
    const chosen =
      /<option value="([^"]*)" selected>/.exec(content) ?? /value="([^"]*)"/.exec(content);
    inputs[attributeOf(tag, "name") ?? ""] = decode(chosen?.[1] ?? "");
  }
  for (const [, tag = "", content = ""] of html.matchAll(/<textarea([^>]*)>(.*?)<\/textarea>/gs)) {
    inputs[attributeOf(tag, "name") ?? ""] = decode(content);
  }
  return inputs;
}

/** Each reason that a refused form tells at one of its inputs, by the input's name. */
export function errorsIn(html: string): Record<string, string> {
  const found = html.matchAll(/<p class="error" id="([\w-]+)-error">(.*?)<\/p>/gs);
  return Object.fromEntries([...found].map(([, name = "", text = ""]) => [name, decode(text)]));
}

/** All reasons above a refused form. */
export function problemsIn(html: string): string[] {
  const alert = /<div class="message" role="alert">(.*?)<\/div>/s.exec(html)?.[1] ?? "";
  return [...alert.matchAll(/<li>(.*?)<\/li>/gs)].map(([, text = ""]) => textOf(text));
}

/** What a page says, without its tags. */
export function textOf(html: string): string {
  return decode(html.replace(/<style>.*<\/style>/s, "").replace(/<[^>]*>/g, " "))
    .replace(/\s+/g, " ")
    .trim();
}

/** The cells of a table's rows, as texts. */
export function rowsOf(html: string): string[][] {
  const body = /<tbody>(.*?)<\/tbody>/s.exec(html)?.[1] ?? "";
  return [...body.matchAll(/<tr[^>]*>(.*?)<\/tr>/gs)].map(([, row = ""]) =>
    [...row.matchAll(/<td[^>]*>(.*?)<\/td>/gs)].map(([, cell = ""]) => textOf(cell)),
  );
}

function mainForm(html: string): string {
  const forms = [...html.matchAll(/<form[^>]*method="post".*?<\/form>/gs)].map(([form]) => form);
  const form = forms.find((each) => each.includes("data-once")) ?? forms[0];
  if (form === undefined) throw new Error(`no form on the page: ${textOf(html)}`);
  return form;
}

function attributeOf(tag: string, name: string): string | undefined {
  const value = new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1];
  return value === undefined ? undefined : decode(value);
}

function decode(text: string): string {
  return text.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
}
