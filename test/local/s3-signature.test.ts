import {
  GetObjectCommand,
  HeadBucketCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { BUCKET, CREDENTIALS, errorOf, S3Server } from "./s3-server";

let s3: S3Server;

beforeAll(async () => {
  s3 = await S3Server.start();
});

afterAll(() => s3.stopAndRemove());

const png = { "content-type": "image/png" };

function putTo(url: string | URL, body = "hello", headers: Record<string, string> = png): Promise<Response> {
  return fetch(url, { method: "PUT", body, headers });
}

/** The URL with one thing about it changed. */
function altered(url: string, alter: (url: URL) => void): URL {
  const copy = new URL(url);
  alter(copy);
  return copy;
}

const MISMATCH = { status: 403, code: "SignatureDoesNotMatch" };
const DENIED = { status: 403, code: "AccessDenied" };

describe("a presigned URL", () => {
  test("lets whoever holds it upload and read the object", async () => {
    const put = await putTo(await s3.presignPut("by url", "image/png", 5));
    expect(put.status).toBe(200);

    const get = await fetch(await s3.presignGet("by url"));
    expect({ status: get.status, type: get.headers.get("content-type"), body: await get.text() }).toEqual({
      status: 200,
      type: "image/png",
      body: "hello",
    });
  });

  test.each([
    "a b+c",
    "é",
    "it's",
    "#1",
    "100%",
    "what?",
    "🐈",
    '"quoted"',
    "(x)!*~",
    "a&b=c;d,e",
    "a//b/",
    "a..b/..c",
  ])("works for the key %j", async (key) => {
    expect((await putTo(await s3.presignPut(key, "image/png"))).status).toBe(200);
    expect(await (await fetch(await s3.presignGet(key))).text()).toBe("hello");
  });

  test("is refused with another content type than was signed, or none", async () => {
    const url = await s3.presignPut("typed", "image/png");
    expect(await errorOf(await putTo(url, "hello", { "content-type": "text/html" }))).toEqual(MISMATCH);
    expect(await errorOf(await fetch(url, { method: "PUT", body: Buffer.from("hello") }))).toEqual(MISMATCH);
  });

  test("is refused with another length than was signed", async () => {
    const url = await s3.presignPut("sized", "image/png", 5);
    expect(await errorOf(await putTo(url, "longer"))).toEqual(MISMATCH);
  });

  test("is refused for another method, key, expiry or parameter than was signed", async () => {
    const url = await s3.presignPut("mine", "image/png");
    const refused = [
      await fetch(url, { method: "DELETE", headers: png }),
      await putTo(altered(url, (u) => (u.pathname = `/${BUCKET}/yours`))),
      await putTo(altered(url, (u) => u.searchParams.set("X-Amz-Expires", "600"))),
      await putTo(altered(url, (u) => u.searchParams.set("x-amz-meta-owner", "me"))),
      await putTo(altered(url, (u) => u.searchParams.set("X-Amz-Signature", "0".repeat(64)))),
    ];
    expect(await Promise.all(refused.map(errorOf))).toEqual(refused.map(() => MISMATCH));
  });

  test("is refused with a header that S3 would act upon and that was not signed", async () => {
    const url = await s3.presignPut("mine", "image/png");
    const response = await putTo(url, "hello", { ...png, "x-amz-copy-source": `${BUCKET}/secret` });
    expect(await errorOf(response)).toEqual(DENIED);
  });

  test("is refused once it has expired", async () => {
    const command = new GetObjectCommand({ Bucket: BUCKET, Key: "late" });
    const url = await getSignedUrl(s3.client, command, { expiresIn: 60, signingDate: new Date(Date.now() - 61_000) });
    const response = await fetch(url);
    expect(response.status).toBe(403);
    expect(await response.text()).toContain("<Code>AccessDenied</Code><Message>Request has expired</Message>");
  });

  test("is refused before it is valid", async () => {
    const command = new GetObjectCommand({ Bucket: BUCKET, Key: "early" });
    const url = await getSignedUrl(s3.client, command, { signingDate: new Date(Date.now() + 3_600_000) });
    expect(await errorOf(await fetch(url))).toEqual(DENIED);
  });

  test.each([
    ["a life of more than a week", "X-Amz-Expires", "604801"],
    ["a life that is no number", "X-Amz-Expires", "soon"],
    ["a date that is none", "X-Amz-Date", "20269999T000000Z"],
    ["another algorithm", "X-Amz-Algorithm", "AWS4-HMAC-SHA1"],
    ["a credential cut short", "X-Amz-Credential", "test-key"],
  ])("is malformed with %s", async (_, parameter, value) => {
    const url = altered(await s3.presignGet("any"), (u) => u.searchParams.set(parameter, value));
    expect(await errorOf(await fetch(url))).toEqual({ status: 400, code: "AuthorizationQueryParametersError" });
  });

  test("is refused together with an Authorization header", async () => {
    const response = await fetch(await s3.presignGet("any"), { headers: { authorization: "alice" } });
    expect(await errorOf(response)).toEqual({ status: 400, code: "InvalidArgument" });
  });

  test("may carry an object's metadata", async () => {
    const command = new PutObjectCommand({ Bucket: BUCKET, Key: "described", Metadata: { owner: "me" } });
    expect((await putTo(await getSignedUrl(s3.client, command))).status).toBe(200);
    const object = await s3.client.send(new GetObjectCommand({ Bucket: BUCKET, Key: "described" }));
    expect(object.Metadata).toEqual({ owner: "me" });
  });

  test("that carries a checksum of nothing is refused for a body", async () => {
    const client = s3.newClient({ requestChecksumCalculation: "WHEN_SUPPORTED" });
    const url = await getSignedUrl(client, new PutObjectCommand({ Bucket: BUCKET, Key: "sum" }));
    expect(await errorOf(await putTo(url))).toEqual({ status: 400, code: "BadDigest" });
  });
});

describe("a request", () => {
  test("without credentials is refused", async () => {
    expect(await errorOf(await fetch(`${s3.origin}/${BUCKET}/any`))).toEqual(DENIED);
    expect(await errorOf(await fetch(s3.origin))).toEqual(DENIED);
  });

  test.each([
    ["alice", "InvalidArgument"],
    ["AWS test-key:c2lnbmF0dXJl", "InvalidRequest"],
    ["AWS4-HMAC-SHA256 Credential=test-key", "AuthorizationHeaderMalformed"],
  ])("with the Authorization header %j is malformed", async (authorization, code) => {
    const response = await fetch(`${s3.origin}/${BUCKET}/any`, { headers: { authorization } });
    expect(await errorOf(response)).toEqual({ status: 400, code });
  });

  const list = new ListObjectsV2Command({ Bucket: BUCKET });

  test("signed with another secret is refused", async () => {
    const client = s3.newClient({ credentials: { ...CREDENTIALS, secretAccessKey: "wrong" } });
    await expect(client.send(list)).rejects.toMatchObject({ name: "SignatureDoesNotMatch" });
  });

  test("signed with an unknown key is refused", async () => {
    const client = s3.newClient({ credentials: { ...CREDENTIALS, accessKeyId: "S3RVER" } });
    await expect(client.send(list)).rejects.toMatchObject({ name: "InvalidAccessKeyId" });
  });

  test("signed for another region is refused", async () => {
    const client = s3.newClient({ region: "eu-west-3" });
    await expect(client.send(list)).rejects.toMatchObject({
      name: "AuthorizationHeaderMalformed",
      Region: "us-east-1",
    });
  });

  test("signed with a session token that was never given is refused", async () => {
    const client = s3.newClient({ credentials: { ...CREDENTIALS, sessionToken: "token" } });
    await expect(client.send(list)).rejects.toMatchObject({ name: "InvalidToken" });
  });

  test.each([-16, 16])("signed %d minutes from now is refused", async (minutes) => {
    const client = s3.newClient({ systemClockOffset: minutes * 60_000 });
    await expect(client.send(list)).rejects.toMatchObject({ name: "RequestTimeTooSkewed" });
  });

  test("signed a little from now passes", async () => {
    const client = s3.newClient({ systemClockOffset: -10 * 60_000 });
    await expect(client.send(new HeadBucketCommand({ Bucket: BUCKET }))).resolves.toBeDefined();
  });

  test("whose body is not the one that was signed leaves no object", async () => {
    const client = afterSigning(s3.newClient(), (request) => {
      request.body = "other";
    });
    const put = client.send(new PutObjectCommand({ Bucket: BUCKET, Key: "swapped", Body: "hello" }));
    await expect(put).rejects.toMatchObject({ name: "XAmzContentSHA256Mismatch" });
    await expect(s3.get("swapped")).rejects.toMatchObject({ name: "NoSuchKey" });
  });

  test("may leave its body unsigned", async () => {
    const client = beforeSigning(s3.newClient(), (request) => {
      request.headers["x-amz-content-sha256"] = "UNSIGNED-PAYLOAD";
    });
    afterSigning(client, (request) => {
      request.body = "other";
    });
    await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: "unsigned", Body: "hello" }));
    expect(await s3.get("unsigned")).toBe("other");
  });

  test("in chunks with a trailing checksum is refused with a hint at what to set", async () => {
    const client = afterSigning(s3.newClient(), (request) => {
      request.headers["content-encoding"] = "aws-chunked";
    });
    const put = client.send(new PutObjectCommand({ Bucket: BUCKET, Key: "chunked", Body: "hello" }));
    await expect(put).rejects.toMatchObject({
      name: "NotImplemented",
      message: expect.stringContaining('requestChecksumCalculation: "WHEN_REQUIRED"'),
    });
  });
});

interface SentRequest {
  body: unknown;
  headers: Record<string, string>;
}

/** Changes each request of a client before it is signed. */
function beforeSigning(client: S3Client, change: (request: SentRequest) => void): S3Client {
  client.middlewareStack.add(
    (next) => (args) => {
      change(args.request as SentRequest);
      return next(args);
    },
    { step: "build" },
  );
  return client;
}

/** Changes each request of a client after it was signed. */
function afterSigning(client: S3Client, change: (request: SentRequest) => void): S3Client {
  client.middlewareStack.add(
    (next) => (args) => {
      change(args.request as SentRequest);
      return next(args);
    },
    { step: "finalizeRequest", priority: "low" },
  );
  return client;
}
