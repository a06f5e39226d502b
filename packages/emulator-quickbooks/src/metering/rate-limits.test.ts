import { describe, expect, it } from "vitest";
import {
  DEFAULT_LIMITS,
  RateLimits,
  type MeasuredCall,
  type RateLimitSizes,
} from "./rate-limits.ts";
import { ApiDriver, bodyOf, TEST_START } from "../testing/api-driver.ts";

const UNLIMITED: RateLimitSizes = {
  requestsPerMinute: null,
  requestsPerSecond: null,
  batchesPerMinute: null,
  batchesPerMinuteOfCompany: null,
  combinedPerMinute: null,
  reportsPerMinute: null,
  mailsPerDay: null,
  meteredPerMonth: null,
};
const READ: Omit<MeasuredCall, "now"> = {
  clientId: "a",
  method: "GET",
  segments: ["customer", "1"],
};
const BATCH = { ...READ, method: "POST", segments: ["batch"] };

/** How many of `tries` calls are admitted, `stepMs` apart. */
function admitted(
  call: Omit<MeasuredCall, "now">,
  sizes: Partial<RateLimitSizes>,
  { tries = 1000, stepMs = 0, limits = new RateLimits() } = {},
): number {
  return Array.from({ length: tries }, (_, n) =>
    limits.admit({ ...call, now: TEST_START + n * stepMs }, { ...UNLIMITED, ...sizes }),
  ).filter(Boolean).length;
}

describe("the published limits", () => {
  it("are 10 a second and 40 batches a minute of an app, 500 a minute and 120 batches of the company", () => {
    const { requestsPerSecond, requestsPerMinute, ...rest } = DEFAULT_LIMITS;
    expect(admitted(READ, { requestsPerSecond })).toBe(10);
    expect(admitted(READ, { requestsPerMinute }, { stepMs: 50 })).toBe(500);
    expect(admitted(BATCH, { batchesPerMinute: rest.batchesPerMinute })).toBe(40);
    const limits = new RateLimits();
    const perApp = ["a", "b", "c", "d"].map((clientId) =>
      admitted({ ...BATCH, clientId }, rest, { tries: 60, limits }),
    );
    expect(perApp).toEqual([40, 40, 40, 0]);
  });

  it("let each app have its own seconds, but all share the company's minute", () => {
    const limits = new RateLimits();
    const sizes = { requestsPerSecond: 10, requestsPerMinute: 15 };
    expect(admitted(READ, sizes, { limits })).toBe(10);
    expect(admitted({ ...READ, clientId: "b" }, sizes, { limits })).toBe(5);
  });

  it("hold for reports and the sum of all calls of an app", () => {
    const report = { ...READ, segments: ["reports", "ProfitAndLoss"] };
    expect(admitted(report, { reportsPerMinute: DEFAULT_LIMITS.reportsPerMinute })).toBe(200);
    const { combinedPerMinute } = DEFAULT_LIMITS;
    expect(admitted(READ, { combinedPerMinute })).toBe(800);
  });

  it("give room again as calls leave the window, and refused calls take none", () => {
    const limits = new RateLimits();
    const sizes = { ...UNLIMITED, requestsPerSecond: 2 };
    const at = (ms: number): boolean => limits.admit({ ...READ, now: TEST_START + ms }, sizes);
    expect([0, 500, 600, 999, 1000, 1001, 1500].map(at)).toEqual([
      true,
      true,
      false,
      false,
      true,
      false,
      true,
    ]);
  });
});

describe("the limits of a running emulator", () => {
  const settings = (driver: ApiDriver, changes: object): number =>
    driver.send("POST", "/_emulator/settings", JSON.stringify(changes)).status;

  it("can be widened, narrowed and switched off", () => {
    const driver = new ApiDriver({ settings: { rateLimits: true } });
    const burst = (): number =>
      Array.from({ length: 30 }, () => driver.get("customer/1").status).filter(
        (status) => status === 200,
      ).length;
    expect(burst()).toBe(10);
    driver.now += 1000;
    settings(driver, { limits: { requestsPerSecond: 20 } });
    expect(burst()).toBe(20);
    driver.now += 1000;
    settings(driver, { limits: { requestsPerSecond: 0 } });
    expect(burst()).toBe(0);
    settings(driver, { limits: { requestsPerSecond: null } });
    expect(burst()).toBe(30);
    settings(driver, { limits: { requestsPerMinute: 1 } });
    expect(burst()).toBe(0);
    settings(driver, { rateLimits: false });
    expect(burst()).toBe(30);
  });

  it("answer with the gateway's envelope and no word of when to come back", () => {
    const driver = new ApiDriver({ settings: { rateLimits: true } });
    settings(driver, { limits: { requestsPerSecond: 0 } });
    const answer = driver.get("customer/1");
    expect(answer.body).toBe(
      `{"warnings":null,"intuitObject":null,"fault":{"error":[{"message":"message=ThrottleExceeded; errorCode=003001; statusCode=429","detail":"The request limit was reached.  Try again later","code":"3001","element":null}],"type":"SERVICE"},"report":null,"queryResponse":null,"batchItemResponse":[],"attachableResponse":[],"syncErrorResponse":null,"requestId":null,"time":${driver.now},"status":null,"cdcresponse":[]}`,
    );
    expect(Object.keys(answer.headers)).not.toContain("retry-after");
  });

  it("stop metered calls for the rest of the month when its quota is used up", () => {
    const driver = new ApiDriver({ settings: { rateLimits: true } });
    settings(driver, { limits: { meteredPerMonth: 3 } });
    const read = (): number => driver.get("customer/1").status;
    expect([read(), read(), driver.get("customer/404").status, read(), read()]).toEqual([
      200, 200, 400, 200, 429,
    ]);
    expect(driver.post("customer", { DisplayName: "Free" }).status).toBe(200);
    driver.now = Date.parse("2026-12-01T00:00:00-08:00");
    expect(read()).toBe(200);
  });

  it("count after the token and the company, so that no stranger uses them up", () => {
    const driver = new ApiDriver({ settings: { rateLimits: true } });
    driver.token = "no such token";
    for (let n = 0; n < 20; n += 1) expect(driver.get("customer/1").status).toBe(401);
    driver.token = "demo";
    for (let n = 0; n < 20; n += 1)
      expect(driver.send("GET", "/v3/company/1/customer/1", "").status).toBe(403);
    expect(driver.get("customer/1").status).toBe(200);
  });
});

describe("POST /_emulator/settings", () => {
  const post = (driver: ApiDriver, body: string): { status: number; body: unknown } => {
    const answer = driver.send("POST", "/_emulator/settings", body);
    return { status: answer.status, body: bodyOf(answer) };
  };

  it("shows what it may change, and no secret", () => {
    const webhooks = { verifierToken: "secret", aggregateMs: 200 };
    const shown = new ApiDriver({ settings: { webhooks } }).send("GET", "/_emulator/settings", "");
    expect(bodyOf(shown)).toMatchObject({
      rateLimits: false,
      limits: DEFAULT_LIMITS,
      requestIdReuse: "replay",
      refreshTokenRotation: "every-refresh",
      webhooks: { aggregateMs: 200 },
    });
    expect(shown.body).not.toContain("secret");
  });

  it("changes how webhooks are gathered and written from the next one on", () => {
    const webhooks = { verifierToken: "key", aggregateMs: 200 };
    const driver = new ApiDriver({ settings: { webhooks } });
    post(driver, '{"webhooks":{"aggregateMs":60000,"format":"legacy"}}');
    driver.created("customer", { DisplayName: "New" });
    expect(driver.company.nextDeliveryAt()).toBe(driver.now + 60_000);
    const [delivery] = driver.company.takeDueDeliveries(driver.now + 60_000);
    expect(delivery?.body).toContain('"operation":"Create"');
  });

  it.each([
    ["{", "the body is not JSON"],
    ["[]", "the body must be an object"],
    ["null", "the body must be an object"],
    ['{"clientSecret":"x"}', 'must not hold "clientSecret"'],
    ['{"constructor":1}', 'must not hold "constructor"'],
    ['{"rateLimits":1}', '"rateLimits", which must be true or false'],
    ['{"limits":5}', '"limits", which must be an object'],
    ['{"limits":{"requestsPerSecond":-1}}', "must be a whole number, or null"],
    ['{"limits":{"requestsPerSecond":1.5}}', "must be a whole number, or null"],
    ['{"limits":{"perSecond":5}}', 'must not hold "perSecond"'],
    ['{"requestIdMemoryMs":1e300}', "must be whole milliseconds"],
    ['{"requestIdReuse":"maybe"}', "must be one of replay, refuse"],
    ['{"webhooks":{"aggregateMs":1}}', "no app listens"],
  ])("refuses %s and changes nothing", (body, problem) => {
    const driver = new ApiDriver();
    const before = driver.company.settings;
    const answer = post(driver, body);
    expect(answer.status).toBe(400);
    expect((answer.body as { error: string }).error).toContain(problem);
    expect(driver.company.settings).toBe(before);
  });
});

describe("POST /_emulator/disconnect", () => {
  it("kills every token, as the owner's disconnection does", () => {
    const driver = new ApiDriver();
    const query = {
      client_id: "demo",
      response_type: "code",
      scope: "com.intuit.quickbooks.accounting",
      redirect_uri: "http://127.0.0.1:4000/cb",
    };
    const url = `/connect/oauth2?${new URLSearchParams(query).toString()}`;
    const back = driver.form(url, { decision: "connect" }).headers["location"] ?? "";
    const basic = { authorization: `Basic ${Buffer.from("demo:demo").toString("base64")}` };
    const ask = (form: Record<string, string>) =>
      bodyOf(driver.form("/oauth2/v1/tokens/bearer", form, basic)) as Record<string, string>;
    const tokens = ask({
      grant_type: "authorization_code",
      code: new URL(back).searchParams.get("code") ?? "",
      redirect_uri: query.redirect_uri,
    });
    driver.token = tokens["access_token"] ?? "";
    expect(driver.get("customer/1").status).toBe(200);
    expect(bodyOf(driver.send("POST", "/_emulator/disconnect", ""))).toEqual({ revoked: 2 });
    expect(driver.get("customer/1").status).toBe(401);
    expect(
      ask({ grant_type: "refresh_token", refresh_token: tokens["refresh_token"] ?? "" }),
    ).toMatchObject({ error: "invalid_grant" });
  });
});
