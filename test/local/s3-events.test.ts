import { connect } from "node:net";
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import fc from "fast-check";
import { encodeKey } from "../../local/s3/url-encoding";
import { BUCKET, S3Server } from "./s3-server";

let s3: S3Server;

beforeAll(async () => {
  s3 = await S3Server.start();
});

afterAll(() => s3.stopAndRemove());

beforeEach(() => {
  s3.records.length = 0;
  s3.onEvent = async () => {};
});

/** How a Lambda function reads the key of an event. */
function decodeKey(encoded: string): string {
  return decodeURIComponent(encoded.replaceAll("+", " "));
}

test("an upload is told of as AWS does", async () => {
  await s3.put("alice/red flower é+1.jpg", "hello");
  expect(s3.records).toEqual([
    {
      eventVersion: "2.1",
      eventSource: "aws:s3",
      awsRegion: "us-east-1",
      eventTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      eventName: "ObjectCreated:Put",
      userIdentity: { principalId: expect.any(String) },
      requestParameters: { sourceIPAddress: "127.0.0.1" },
      responseElements: { "x-amz-request-id": expect.any(String), "x-amz-id-2": expect.any(String) },
      s3: {
        s3SchemaVersion: "1.0",
        configurationId: expect.any(String),
        bucket: {
          name: BUCKET,
          ownerIdentity: { principalId: expect.any(String) },
          arn: `arn:aws:s3:::${BUCKET}`,
        },
        object: {
          key: "alice/red+flower+%C3%A9%2B1.jpg",
          size: 5,
          eTag: "5d41402abc4b2a76b9719d911017c592",
          sequencer: expect.stringMatching(/^[0-9A-F]{18}$/),
        },
      },
    },
  ]);
});

test("a copy and an upload in parts are told of under their own names", async () => {
  await s3.put("source", "hello");
  await s3.client.send(new CopyObjectCommand({ Bucket: BUCKET, Key: "copy", CopySource: `${BUCKET}/source` }));
  const upload = { Bucket: BUCKET, Key: "parts" };
  const { UploadId } = await s3.client.send(new CreateMultipartUploadCommand(upload));
  const { ETag } = await s3.client.send(
    new UploadPartCommand({ ...upload, UploadId, PartNumber: 1, Body: Buffer.from("hello") }),
  );
  await s3.client.send(
    new CompleteMultipartUploadCommand({ ...upload, UploadId, MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] } }),
  );
  expect(s3.records.map((record) => [record.eventName, record.s3.object.key, record.s3.object.size])).toEqual([
    ["ObjectCreated:Put", "source", 5],
    ["ObjectCreated:Copy", "copy", 5],
    ["ObjectCreated:CompleteMultipartUpload", "parts", 5],
  ]);
});

test("an upload is answered only once its event has been taken charge of", async () => {
  let takeCharge = () => {};
  const handedOver = new Promise<void>((handed) => {
    s3.onEvent = () => {
      handed();
      return new Promise((resolve) => {
        takeCharge = resolve;
      });
    };
  });
  let isAnswered = false;
  const put = s3.put("awaited").then(() => {
    isAnswered = true;
  });
  await handedOver;
  await s3.get("awaited"); // a whole request later, the answer would have come
  expect(isAnswered).toBe(false);
  takeCharge();
  await put;
});

test("an upload whose event nobody takes is answered with an internal error that tells nothing of the cause", async () => {
  const log = jest.spyOn(console, "error").mockImplementation(() => {});
  s3.onEvent = async () => {
    throw new Error("the queue at /secret/path is full");
  };
  const response = await fetch(await s3.presignPut("untold", "text/plain"), {
    method: "PUT",
    body: "hello",
    headers: { "content-type": "text/plain" },
  });
  const body = await response.text();
  expect(response.status).toBe(500);
  expect(body).toContain("<Code>InternalError</Code>");
  expect(body).not.toMatch(/secret|queue|at .*\.ts/);
  expect(log).toHaveBeenCalledWith(
    expect.any(String),
    expect.objectContaining({ message: expect.stringContaining("queue") }),
  );
  log.mockRestore();
});

test("an upload that is refused or broken off is not told of and leaves nothing", async () => {
  const refused = await fetch(await s3.presignPut("refused", "image/png"), {
    method: "PUT",
    body: "hello",
    headers: { "content-type": "text/plain" },
  });
  expect(refused.status).toBe(403);

  const url = new URL(await s3.presignPut("half", "image/png", 1000));
  const socket = connect(Number(url.port), url.hostname);
  socket.write(
    `PUT ${url.pathname}${url.search} HTTP/1.1\r\nHost: ${url.host}\r\nContent-Type: image/png\r\nContent-Length: 1000\r\n\r\n${"x".repeat(500)}`,
  );
  await waitFor(async () => (await s3.incomingFiles()).length === 1);
  socket.destroy();
  await waitFor(async () => (await s3.incomingFiles()).length === 0);

  await expect(s3.get("half")).rejects.toMatchObject({ name: "NoSuchKey" });
  expect(s3.records).toEqual([]);
});

test("an upload broken off leaves the object that was there before", async () => {
  await s3.put("kept", "old");
  const url = new URL(await s3.presignPut("kept", "image/png", 1000));
  const socket = connect(Number(url.port), url.hostname);
  socket.write(
    `PUT ${url.pathname}${url.search} HTTP/1.1\r\nHost: ${url.host}\r\nContent-Type: image/png\r\nContent-Length: 1000\r\n\r\nnew`,
  );
  await waitFor(async () => (await s3.incomingFiles()).length === 1);
  socket.destroy();
  await waitFor(async () => (await s3.incomingFiles()).length === 0);
  expect(await s3.get("kept")).toBe("old");
});

test("sequencers grow with every event, over a restart too", async () => {
  const server = await S3Server.start();
  await Promise.all(Array.from({ length: 20 }, () => server.put("same")));
  const before = server.records.map((record) => record.s3.object.sequencer);
  await server.stop();
  const restarted = await S3Server.start(server.root);
  await restarted.put("same");
  const all = [...before, ...restarted.records.map((record) => record.s3.object.sequencer)];
  expect(new Set(all).size).toBe(21);
  expect(all.toSorted().at(-1)).toBe(all.at(-1));
  await restarted.stopAndRemove();
});

test("a key is read from its event as it was", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (key) => {
      const encoded = encodeKey(key);
      expect(encoded).toMatch(/^[A-Za-z0-9._*+%/-]*$/);
      expect(decodeKey(encoded)).toBe(key);
    }),
  );
});

async function waitFor(condition: () => Promise<boolean>): Promise<void> {
  const limit = Date.now() + 5000;
  while (!(await condition())) {
    if (Date.now() > limit) throw new Error("waited in vain");
    await new Promise((resolve) => setImmediate(resolve));
  }
}
