import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { BUCKET, S3Server } from "./s3-server";

let s3: S3Server;

beforeAll(async () => {
  s3 = await S3Server.start();
});

afterAll(() => s3.stopAndRemove());

function object(Key: string) {
  return { Bucket: BUCKET, Key };
}

describe("an upload in parts", () => {
  async function upload(key: string, bodies: string[]) {
    const { UploadId } = await s3.client.send(
      new CreateMultipartUploadCommand({ ...object(key), ContentType: "image/png" }),
    );
    const Parts = [];
    for (const [index, body] of bodies.entries()) {
      const part = { ...object(key), UploadId, PartNumber: index + 1, Body: Buffer.from(body) };
      const { ETag } = await s3.client.send(new UploadPartCommand(part));
      Parts.push({ PartNumber: index + 1, ETag });
    }
    return { ...object(key), UploadId, MultipartUpload: { Parts } };
  }

  test("becomes one object when it is completed", async () => {
    const uploaded = await upload("parts", ["one ", "two ", "three"]);
    await expect(s3.get("parts")).rejects.toMatchObject({ name: "NoSuchKey" });
    const { ETag } = await s3.client.send(new CompleteMultipartUploadCommand(uploaded));
    expect(ETag).toMatch(/^"[0-9a-f]{32}-3"$/);
    expect(await s3.get("parts")).toBe("one two three");
    const head = await s3.client.send(new HeadObjectCommand(object("parts")));
    expect(head).toMatchObject({ ContentType: "image/png", ETag });
  });

  test("is not completed with a part that was never sent", async () => {
    const uploaded = await upload("parts-missing", ["one"]);
    const Parts = [{ PartNumber: 2, ETag: `"${"0".repeat(32)}"` }];
    const complete = s3.client.send(new CompleteMultipartUploadCommand({ ...uploaded, MultipartUpload: { Parts } }));
    await expect(complete).rejects.toMatchObject({ name: "InvalidPart" });
  });

  test("is gone once it is aborted", async () => {
    const uploaded = await upload("parts-aborted", ["one"]);
    await s3.client.send(new AbortMultipartUploadCommand(uploaded));
    const complete = s3.client.send(new CompleteMultipartUploadCommand(uploaded));
    await expect(complete).rejects.toMatchObject({ name: "NoSuchUpload" });
  });

  test.each(["../../../outside", "0".repeat(32)])(
    "of the id %j, which was never given, takes no part",
    async (UploadId) => {
      const part = { ...object("parts"), UploadId, PartNumber: 1, Body: Buffer.from("x") };
      await expect(s3.client.send(new UploadPartCommand(part))).rejects.toMatchObject({ name: "NoSuchUpload" });
    },
  );
});
