import { GetObjectCommand, S3Client, type S3ClientConfig } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { HttpRequest } from "@smithy/core/protocols";
import fc from "fast-check";
import { S3ImageStore } from "../../webservice/images/s3-image-store";
import { UrlSigner } from "../../webservice/images/url-signer";

type Credentials = { accessKeyId: string; secretAccessKey: string; sessionToken?: string; expiration?: Date };

const NOON = new Date("2026-03-14T12:00:00Z");
const LONG_LIVED: Credentials = { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "a/secret+of=many characters" };
const SESSION: Credentials = { ...LONG_LIVED, accessKeyId: "ASIAEXAMPLE", sessionToken: "IQoJb3JpZ2lu/+==" };

beforeEach(() => {
  jest.useFakeTimers({ now: NOON, doNotFake: ["nextTick", "queueMicrotask", "setImmediate"] });
});
afterEach(() => {
  jest.useRealTimers();
});

function s3(options: S3ClientConfig = {}): S3Client {
  return new S3Client({ region: "eu-west-3", credentials: LONG_LIVED, ...options });
}

/** What the SDK's own presigner makes at this moment. */
function bySdk(client: S3Client, key: string, bucket = "images"): Promise<string> {
  return getSignedUrl(client, new GetObjectCommand({ Bucket: bucket, Key: key }), { expiresIn: 3600 });
}

async function bySigner(signer: UrlSigner, key: string): Promise<string> {
  return (await signer.sign(key)).url;
}

const AWKWARD = [
  "a b+c.jpg",
  "é.png",
  "it's (1)!*.jpg",
  "#?&=%25.jpg",
  "🐈/猫",
  "~user/./../x",
  "/a//b/",
  'a\\b\n\t"<>`{}|^:@,;$',
];
const keys = fc.oneof(
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 }),
  fc.string({ unit: fc.constantFrom(..." +é'#~/%!()*&=?._-🐈猫a1"), minLength: 1, maxLength: 40 }),
);

/** Counts the URLs that the SDK signs itself. */
function countSdkSignatures(client: S3Client): () => number {
  let count = 0;
  client.middlewareStack.add(
    (next) => (args) => {
      count += 1;
      return next(args);
    },
    { step: "initialize" },
  );
  return () => count;
}

describe.each<[string, S3ClientConfig, string]>([
  ["virtual host", {}, "images"],
  ["a name with dots", {}, "images.example.org"],
  ["path style", { forcePathStyle: true }, "images"],
  ["an emulator", { endpoint: "http://127.0.0.1:4567", forcePathStyle: true }, "images"],
  ["an endpoint with a path", { endpoint: "https://proxy.example.org/s3", forcePathStyle: true }, "images"],
  ["a custom endpoint by virtual host", { endpoint: "https://storage.example.org:8443" }, "images"],
  ["dual stack", { useDualstackEndpoint: true }, "images"],
  ["acceleration", { useAccelerateEndpoint: true }, "images"],
  ["China", { region: "cn-north-1" }, "images"],
  ["an access point", {}, "arn:aws:s3:eu-west-3:123456789012:accesspoint/images"],
  ["checksums asked for", { responseChecksumValidation: "WHEN_SUPPORTED" }, "images"],
])("URLs for %s", (_name, options, bucket) => {
  it.each([
    ["long-lived credentials", LONG_LIVED],
    ["a session token", SESSION],
  ])("are the SDK's own, byte for byte, and signed without it: %s", async (_kind, credentials) => {
    const client = s3({ ...options, credentials });
    const signer = new UrlSigner(client, bucket, 3600);
    await signer.sign("first");
    const sdkSignatures = countSdkSignatures(client);
    const check = async (key: string): Promise<void> => {
      const before = sdkSignatures();
      const url = await bySigner(signer, key);
      expect(sdkSignatures()).toBe(before);
      expect(url).toBe(await bySdk(client, key, bucket));
    };
    for (const key of AWKWARD) await check(key);
    await fc.assert(fc.asyncProperty(keys, check), { numRuns: 50 });
  });
});

it("signs with the time of the call, over midnight too", async () => {
  const client = s3();
  const signer = new UrlSigner(client, "images", 3600);
  const times = fc.date({
    min: new Date("2020-01-01T00:00:00Z"),
    max: new Date("2099-12-31T23:59:59Z"),
    noInvalidDate: true,
  });
  await fc.assert(
    fc.asyncProperty(times, async (time) => {
      jest.setSystemTime(time);
      expect(await bySigner(signer, "a/b.jpg")).toBe(await bySdk(client, "a/b.jpg"));
    }),
    { numRuns: 100 },
  );
  for (const time of ["2026-03-14T23:59:59.999Z", "2026-03-15T00:00:00.000Z"]) {
    jest.setSystemTime(new Date(time));
    expect(await bySigner(signer, "a/b.jpg")).toBe(await bySdk(client, "a/b.jpg"));
  }
});

it("follows credentials that change, and signs with those that came before again", async () => {
  let current = LONG_LIVED;
  const client = s3({ credentials: async () => ({ ...current, expiration: new Date(Date.now()) }) });
  const signer = new UrlSigner(client, "images", 3600);
  const others = [SESSION, { ...SESSION, sessionToken: "another" }, { ...LONG_LIVED, secretAccessKey: "rotated" }];
  for (const credentials of [LONG_LIVED, ...others, LONG_LIVED]) {
    current = credentials;
    for (const key of ["first", "second"]) expect(await bySigner(signer, key)).toBe(await bySdk(client, key));
  }
});

it("asks the SDK once for all who come at the same time", async () => {
  const client = s3();
  const sdkSignatures = countSdkSignatures(client);
  const signer = new UrlSigner(client, "images", 3600);
  await Promise.all(Array.from({ length: 50 }, (_, i) => signer.sign(`${i}.jpg`)));
  expect(sdkSignatures()).toBe(1);
});

it("says when the credentials that signed end", async () => {
  const expiration = new Date(NOON.getTime() + 3_600_000);
  const client = s3({ credentials: { ...SESSION, expiration } });
  expect((await new UrlSigner(client, "images", 3600).sign("a")).credentialsExpire).toBe(expiration.getTime());
  expect(await new UrlSigner(s3(), "images", 3600).sign("a")).not.toHaveProperty("credentialsExpire");
});

it("leaves a bucket that wants another signature to the SDK", async () => {
  const client = s3();
  client.middlewareStack.add(
    (next) => (args) => {
      if (HttpRequest.isInstance(args.request)) args.request.headers["x-wanted"] = "signed too";
      return next(args);
    },
    { step: "build" },
  );
  const signer = new UrlSigner(client, "images", 3600);
  for (const key of ["first", "second"]) {
    const url = await bySigner(signer, key);
    expect(url).toContain("X-Amz-SignedHeaders=host%3Bx-wanted");
    expect(url).toBe(await bySdk(client, key));
  }
});

it("rejects where there are no credentials, and signs once there are", async () => {
  let broken = true;
  const client = s3({
    credentials: async () => {
      if (broken) throw new Error("no credentials yet");
      return LONG_LIVED;
    },
  });
  const signer = new UrlSigner(client, "images", 3600);
  await expect(signer.sign("a")).rejects.toThrow("no credentials yet");
  broken = false;
  expect(await bySigner(signer, "a")).toBe(await bySdk(client, "a"));
});

it("does with an empty key and with one that is no Unicode as the SDK does", async () => {
  for (const options of [{}, { forcePathStyle: true }]) {
    const client = s3(options);
    const signer = new UrlSigner(client, "images", 3600);
    expect(await bySigner(signer, "")).toBe(await bySdk(client, ""));
    await expect(bySdk(client, "\ud800")).rejects.toThrow(URIError);
    await expect(signer.sign("\ud800")).rejects.toThrow(URIError);
  }
});

describe("the store of pictures", () => {
  it("gives the same URL for half of its life", async () => {
    const store = await S3ImageStore.open(s3(), "images");
    const first = await store.viewUrl("a.jpg");
    jest.advanceTimersByTime(1_799_000);
    expect(await store.viewUrl("a.jpg")).toBe(first);
    jest.advanceTimersByTime(1_001);
    expect(await store.viewUrl("a.jpg")).not.toBe(first);
  });

  it("gives none that dies before with its credentials", async () => {
    const expiration = new Date(NOON.getTime() + 600_000);
    const store = await S3ImageStore.open(s3({ credentials: { ...SESSION, expiration } }), "images");
    const first = await store.viewUrl("a.jpg");
    jest.advanceTimersByTime(599_000);
    expect(await store.viewUrl("a.jpg")).toBe(first);
    jest.advanceTimersByTime(1_001);
    expect(await store.viewUrl("a.jpg")).not.toBe(first);
  });

  it("keeps the URLs of pages while all URLs are read, and those too where there is place", async () => {
    const seen: string[] = [];
    const store = await S3ImageStore.open(s3(), "images", { onViewUrl: (kept) => seen.push(kept) });
    for (const key of ["first of all", "page"]) await store.viewUrl(key, { oneOfAll: key !== "page" });
    for (let i = 0; i < 12_000; i++) await store.viewUrl(`${i}.jpg`, { oneOfAll: true });
    seen.length = 0;
    for (const key of ["first of all", "page", "0.jpg", "11999.jpg"]) await store.viewUrl(key, { oneOfAll: true });
    expect(seen).toEqual(["hit", "hit", "hit", "miss"]);
    for (let i = 0; i < 12_000; i++) await store.viewUrl(`page ${i}.jpg`);
    seen.length = 0;
    for (const key of ["page 11999.jpg", "page"]) await store.viewUrl(key);
    expect(seen).toEqual(["hit", "miss"]);
  });

  it("tells hits from misses", async () => {
    const seen: string[] = [];
    const store = await S3ImageStore.open(s3(), "images", { onViewUrl: (kept) => seen.push(kept) });
    for (const key of ["a", "a", "b"]) await store.viewUrl(key);
    expect(seen).toEqual(["miss", "hit", "miss"]);
  });
});
