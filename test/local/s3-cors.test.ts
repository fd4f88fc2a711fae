import { BUCKET, errorOf, PAGE_ORIGIN, S3Server } from "./s3-server";

let s3: S3Server;

beforeAll(async () => {
  s3 = await S3Server.start();
});

afterAll(() => s3.stopAndRemove());

function preflight(headers: Record<string, string>): Promise<Response> {
  return fetch(`${s3.origin}/${BUCKET}/key`, { method: "OPTIONS", headers });
}

test("a page may upload: its preflight is answered without credentials", async () => {
  const response = await preflight({
    origin: PAGE_ORIGIN,
    "access-control-request-method": "PUT",
    "access-control-request-headers": "Content-Type, x-amz-meta-owner",
  });
  expect(response.status).toBe(200);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    "access-control-allow-origin": PAGE_ORIGIN,
    "access-control-allow-methods": "GET, HEAD, PUT",
    "access-control-allow-headers": "content-type, x-amz-meta-owner",
    "access-control-max-age": "3000",
    vary: expect.stringContaining("Origin"),
  });
});

test.each([
  ["another origin", { origin: "http://evil.example" }],
  ["another method", { "access-control-request-method": "DELETE" }],
  ["the Authorization header", { "access-control-request-headers": "authorization" }],
])("a preflight for %s is forbidden", async (_, headers) => {
  const response = await preflight({ origin: PAGE_ORIGIN, "access-control-request-method": "PUT", ...headers });
  expect(await errorOf(response)).toEqual({ status: 403, code: "AccessForbidden" });
});

test("a preflight that does not say what it asks for is a bad request", async () => {
  expect((await preflight({ origin: PAGE_ORIGIN })).status).toBe(400);
  expect((await preflight({ "access-control-request-method": "PUT" })).status).toBe(400);
});

test("a page may read what its requests are answered, errors too", async () => {
  const headers = { origin: PAGE_ORIGIN };
  const put = await fetch(await s3.presignPut("cors", "text/plain"), {
    method: "PUT",
    body: "hello",
    headers: { ...headers, "content-type": "text/plain" },
  });
  const answers = [put, await fetch(await s3.presignGet("cors"), { headers })];
  const errors = [
    await fetch(await s3.presignGet("missing"), { headers }),
    await fetch(`${s3.origin}/${BUCKET}/unsigned`, { headers }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  expect(errors.map(({ status }) => status)).toEqual([404, 403]);
  for (const answer of [...answers, ...errors]) {
    expect(answer.headers.get("access-control-allow-origin")).toBe(PAGE_ORIGIN);
    expect(answer.headers.get("access-control-expose-headers")).toBe("ETag");
  }
});

test("another page may not read them", async () => {
  const response = await fetch(await s3.presignGet("missing"), { headers: { origin: "http://evil.example" } });
  expect(response.headers.has("access-control-allow-origin")).toBe(false);
});
