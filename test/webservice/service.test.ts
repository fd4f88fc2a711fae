import { get, type IncomingMessage, request } from "node:http";
import { readConfig } from "../../webservice/config";
import { createLogger } from "../../webservice/logger";
import { startWebservice } from "../../webservice/serve";
import { type ErrorBody, eventually, startPostagram, type TestPostagram } from "../postagram";

let postagram: TestPostagram;
beforeAll(async () => {
  postagram = await startPostagram({ ALLOWED_ORIGINS: "https://app.example", TRUSTED_PROXIES: "127.0.0.0/8" });
});
afterAll(() => postagram.stop());

describe("health", () => {
  it("is 200 while the service serves", async () => {
    expect(await postagram.call("GET", "/health")).toMatchObject({ status: 200, body: { status: "ok" } });
    expect(await postagram.call("GET", "/ready")).toMatchObject({ status: 200, body: { status: "ok" } });
  });
});

describe("requests that no route fits", () => {
  it("answers 404 for an unknown path", async () => {
    const { body } = await postagram.call<ErrorBody>("GET", "/nowhere?secret=1");
    expect(body).toEqual({
      statusCode: 404,
      error: "Not Found",
      message: "There is nothing at GET /nowhere. See /docs.",
    });
  });

  it.each([
    ["PUT", "/posts", "POST, GET, HEAD"],
    ["PATCH", "/posts/1", "GET, HEAD, DELETE"],
    ["POST", "/signedUrlPut", "GET, HEAD"],
    ["DELETE", "/health", "GET, HEAD"],
  ])("answers 405 to %s %s, allowing %s", async (method, path, allow) => {
    const { status, headers } = await postagram.call(method, path, { body: "not json" });
    expect(status).toBe(405);
    expect(headers.get("allow")).toBe(allow);
  });
});

describe("a path that is not well-formed", () => {
  it("is answered as every error is", async () => {
    const { status, headers, body } = await postagram.call<ErrorBody>("GET", "/posts/%ff");
    expect(status).toBe(400);
    expect(body).toEqual({ statusCode: 400, error: "Bad Request", message: expect.any(String) });
    expect(headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe("headers", () => {
  it("gives every request an id, or keeps the one that it comes with", async () => {
    const { headers } = await postagram.call("GET", "/health");
    expect(headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
    const given = await postagram.call("GET", "/nowhere", { headers: { "x-request-id": "abc-123" } });
    expect(given.headers.get("x-request-id")).toBe("abc-123");
    const harmful = await postagram.call("GET", "/health", { headers: { "x-request-id": 'a"b c' } });
    expect(harmful.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("lets pages show pictures from the bucket, over plain HTTP too", async () => {
    const { headers } = await postagram.call("GET", "/");
    const policy = headers.get("content-security-policy") ?? "";
    const bucket = new URL(postagram.env.AWS_ENDPOINT_URL ?? "").origin;
    expect(policy).toContain(`img-src 'self' data: blob: ${bucket}`);
    expect(policy).toContain(`connect-src 'self' ${bucket}`);
    expect(policy).not.toContain("upgrade-insecure-requests");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
  });

  it("answers a preflight with the headers by name", async () => {
    const { status, headers } = await postagram.call("OPTIONS", "/posts", {
      headers: {
        origin: "https://app.example",
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization,content-type,idempotency-key",
      },
    });
    expect(status).toBe(204);
    expect(headers.get("access-control-allow-origin")).toBe("https://app.example");
    expect(headers.get("access-control-allow-headers")).toBe("Authorization, Content-Type, Idempotency-Key");
    expect(headers.get("access-control-allow-methods")).toContain("DELETE");
  });

  it("does not let other origins read, and lets allowed ones read errors too", async () => {
    const other = await postagram.call("GET", "/posts", { headers: { origin: "https://evil.example" } });
    expect(other.headers.get("access-control-allow-origin")).toBeNull();
    const error = await postagram.call("GET", "/nowhere", { headers: { origin: "https://app.example" } });
    expect(error.headers.get("access-control-allow-origin")).toBe("https://app.example");
  });
});

describe("pages for people", () => {
  it("describes every call where it can be tried out", async () => {
    expect((await postagram.call<string>("GET", "/docs/")).body).toContain("swagger-ui");
  });

  it("describes every call in OpenAPI 3.1", async () => {
    const { body } = await postagram.call<{ openapi: string; paths: Record<string, object> }>("GET", "/openapi.json");
    expect(body.openapi).toBe("3.1.0");
    const calls = Object.entries(body.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(calls.sort()).toEqual([
      "DELETE /posts/{id}",
      "GET /getSignedUrlPut",
      "GET /health",
      "GET /posts",
      "GET /posts/{id}",
      "GET /ready",
      "GET /signedUrlPut",
      "POST /posts",
    ]);
  });
});

describe("the log", () => {
  it("has one line a request, with the caller's address behind a trusted proxy, and nothing that users wrote", async () => {
    const secret = "a-secret-of-the-user";
    const id = "logged-request";
    await postagram.call("POST", `/posts?${secret}`, {
      user: "ada",
      body: { title: secret, body: secret },
      headers: { "x-request-id": id, "x-forwarded-for": "203.0.113.7" },
    });
    const lines = await eventually(async () => {
      const found = postagram.log.filter(({ reqId }) => reqId === id);
      return found.length > 0 ? found : undefined;
    });
    expect(lines).toEqual([
      {
        level: "info",
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
        reqId: id,
        method: "POST",
        route: "/posts",
        statusCode: 201,
        durationMs: expect.any(Number),
        remoteAddress: "203.0.113.7",
        msg: "request completed",
      },
    ]);
    expect(JSON.stringify(postagram.log)).not.toContain(secret);
  });
});

describe("connections", () => {
  it("are kept open for longer than a load balancer's 60 s", async () => {
    const { headers } = await new Promise<{ headers: NodeJS.Dict<string | string[]> }>((resolve, reject) => {
      request(`${postagram.url}/health`, { headers: { connection: "keep-alive" } }, (response) => {
        response.resume();
        resolve(response);
      })
        .once("error", reject)
        .end();
    });
    expect(headers["keep-alive"]).toBe("timeout=65");
  });
});

describe("an answer that nobody reads", () => {
  it("is cut off after a while, and the service is there for others", async () => {
    for (let i = 0; i < 15; i++) {
      await Promise.all(Array.from({ length: 20 }, () => postagram.post("ada", "t", "x".repeat(30_000))));
    }
    const log: Record<string, unknown>[] = [];
    const logger = createLogger("info", { write: (line) => void log.push(JSON.parse(line)) });
    const stalling = await startWebservice(readConfig(postagram.env), logger, { stallLimit: 300 });
    try {
      const id = "nobody-reads";
      const response = await new Promise<IncomingMessage>((resolve) => {
        get(`${stalling.url}/posts`, { headers: { "x-request-id": id } }, resolve);
      });
      response.pause();
      const line = await eventually(async () => log.find(({ reqId }) => reqId === id));
      expect(line).toMatchObject({ aborted: true });
      expect((await fetch(`${stalling.url}/health`)).status).toBe(200);
      response.destroy();
    } finally {
      await stalling.close();
    }
  });
});

describe("the limit of writes", () => {
  it("answers 429 with Retry-After to a user who writes too often, and not to readers", async () => {
    const limited = await startPostagram({ RATE_LIMIT: "3" });
    try {
      const write = () => limited.call<ErrorBody>("DELETE", "/posts/nothing", { user: "ada" });
      const statuses = [];
      for (let i = 0; i < 3; i++) statuses.push((await write()).status);
      expect(statuses).toEqual([204, 204, 204]);
      const refused = await write();
      expect(refused.body).toEqual({ statusCode: 429, error: "Too Many Requests", message: expect.any(String) });
      expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
      // Another name from the same address is none the better.
      expect((await limited.call("DELETE", "/posts/nothing", { user: "bob" })).status).toBe(429);
      expect((await limited.call("GET", "/posts?limit=1")).status).toBe(200);
    } finally {
      await limited.stop();
    }
  });
});
