import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type AttributeValue, DeleteItemCommand, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { S3Event, S3EventRecord } from "aws-lambda";
import { v7 as uuidv7 } from "uuid";
import { ensurePostsTable } from "../../local/dynamodb/posts-table";
import { lambdaContext } from "../../local/lambda/lambda-context";
import { imagePrefix, newImageKey } from "../../webservice/images/image-key";
import { postKey, userKey } from "../../webservice/posts/keys";
import { type DynamoDbServer, listenDynamoDb } from "../local/dynamodb-server";
import { type ImageServices, listenImageServices } from "./detect-labels-services";

const TABLE = "posts";
const BUCKET = "pictures";
const USER = "ana";

let directory: string;
let dynamodb: DynamoDbServer;
let images: ImageServices;
let handler: typeof import("../../functions/detect-labels/index")["handler"];
/** What the function wrote to its log and as metrics. */
let output: string[];

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "detect-labels-"));
  dynamodb = await listenDynamoDb({ directory });
  await ensurePostsTable(dynamodb.client, TABLE);
  images = await listenImageServices();
  Object.assign(process.env, {
    DYNAMO_TABLE: TABLE,
    AWS_REGION: "eu-west-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_ENDPOINT_URL: images.endpoint,
    AWS_ENDPOINT_URL_DYNAMODB: dynamodb.endpoint,
    // The function writes to the console, where this test can hear it, and not to the terminal directly.
    POWERTOOLS_DEV: "true",
    POWERTOOLS_METRICS_DISABLED: "false",
  });
  ({ handler } = await import("../../functions/detect-labels/index"));
});

afterAll(async () => {
  await dynamodb.close();
  await images.close();
  await rm(directory, { recursive: true, force: true });
});

beforeEach(() => {
  images.reset();
  output = [];
  const hear = (line?: unknown) => {
    output.push(String(line));
  };
  jest.spyOn(console, "log").mockImplementation(hear);
  jest.spyOn(console, "info").mockImplementation(hear);
  jest.spyOn(console, "warn").mockImplementation(hear);
  jest.spyOn(console, "error").mockImplementation(hear);
});

afterEach(() => jest.restoreAllMocks());

/** A key as S3 writes it into an event. */
function encodeKey(key: string): string {
  return key.split("/").map(encodeURIComponent).join("/").replaceAll("%20", "+");
}

interface UploadedAs {
  readonly key: string;
  readonly sequencer?: string;
  readonly eventTime?: string;
  readonly eventName?: string;
}

function record({ key, sequencer = "01", eventTime, eventName = "ObjectCreated:Put" }: UploadedAs): S3EventRecord {
  return {
    eventVersion: "2.1",
    eventSource: "aws:s3",
    awsRegion: "eu-west-1",
    eventTime: eventTime ?? new Date().toISOString(),
    eventName,
    userIdentity: { principalId: "test" },
    requestParameters: { sourceIPAddress: "127.0.0.1" },
    responseElements: { "x-amz-request-id": "test", "x-amz-id-2": "test" },
    s3: {
      s3SchemaVersion: "1.0",
      configurationId: "test",
      bucket: { name: BUCKET, ownerIdentity: { principalId: "test" }, arn: `arn:aws:s3:::${BUCKET}` },
      object: { key: encodeKey(key), size: 1, eTag: "test", sequencer },
    },
  };
}

function invoke(...records: S3EventRecord[]): Promise<void> {
  return handler({ Records: records }, lambdaContext("label", uuidv7(), Date.now() + 30_000));
}

const upload = (uploaded: UploadedAs) => invoke(record(uploaded));

interface Post {
  readonly user: string;
  readonly uuid: string;
  /** A new key for an image of it. */
  readonly newKey: () => string;
}

async function newPost(user = USER): Promise<Post> {
  const uuid = uuidv7();
  const title = { S: "A cat" };
  await dynamodb.client.send(new PutItemCommand({ TableName: TABLE, Item: { ...address({ user, uuid }), title } }));
  return { user, uuid, newKey: () => newImageKey(user, uuid, "cat.jpg", "image/jpeg") };
}

const address = ({ user, uuid }: Pick<Post, "user" | "uuid">) => ({
  user: { S: userKey(user) },
  id: { S: postKey(uuid) },
});

async function read(post: Post): Promise<Record<string, AttributeValue> | undefined> {
  const Key = address(post);
  const { Item } = await dynamodb.client.send(new GetItemCommand({ TableName: TABLE, Key, ConsistentRead: true }));
  return Item;
}

async function deletePost(post: Post): Promise<void> {
  await dynamodb.client.send(new DeleteItemCommand({ TableName: TABLE, Key: address(post) }));
}

const labelled = (key: string, ...labels: string[]) => ({
  title: { S: "A cat" },
  key: { S: key },
  labels: { L: labels.map((S) => ({ S })) },
});

describe("an uploaded image", () => {
  it("becomes its post's, with the labels that Rekognition finds, in their order, each once", async () => {
    const post = await newPost();
    const key = post.newKey();
    images.answer = () => ({ labels: ["Pet", "Cat", "Animal", "Pet"] });
    await upload({ key });
    expect(await read(post)).toMatchObject(labelled(key, "Pet", "Cat", "Animal"));
    expect(images.detections).toEqual([
      { Image: { S3Object: { Bucket: BUCKET, Name: key } }, MaxLabels: 5, MinConfidence: 75 },
    ]);
    expect(images.deletions).toEqual([]);
  });

  it("may be told of twice, and the second time counts as much as the first", async () => {
    const post = await newPost();
    const told = { key: post.newKey(), sequencer: "0A" };
    await upload(told);
    const first = await read(post);
    await upload(told);
    expect(await read(post)).toEqual(first);
    images.answer = () => ({ labels: ["Kitten"] });
    await upload(told);
    expect(await read(post)).toMatchObject(labelled(told.key, "Kitten"));
    expect(images.deletions).toEqual([]);
  });

  it.each(["a+b é", "日本 %41", "🐈 & co", "O'Brien=?"])("is found for a user called %s", async (user) => {
    const post = await newPost(user);
    const key = post.newKey();
    await upload({ key });
    expect(await read(post)).toMatchObject(labelled(key, "Cat"));
  });

  it.each(["InvalidImageFormatException", "ImageTooLargeException"])(
    "gets no labels, and is not tried again, on %s",
    async (error) => {
      const post = await newPost();
      const key = post.newKey();
      images.answer = () => ({ error });
      await upload({ key });
      expect(await read(post)).toMatchObject(labelled(key));
      expect(images.detections).toHaveLength(1);
    },
  );
});

describe("of two uploads for a post", () => {
  it.each([
    ["0FF", "100"],
    ["00A1", "0B2"],
    ["f", "0010"],
  ])("the later stays when the earlier's event comes late: one key, sequencer %s after %s", async (early, late) => {
    const post = await newPost();
    const key = post.newKey();
    images.answer = () => ({ labels: ["Late"] });
    await upload({ key, sequencer: late });
    images.answer = () => ({ labels: ["Early"] });
    await upload({ key, sequencer: early });
    expect(await read(post)).toMatchObject(labelled(key, "Late"));
    expect(images.deletions).toEqual([]);
  });

  it("the later replaces the earlier within one key", async () => {
    const post = await newPost();
    const key = post.newKey();
    await upload({ key, sequencer: "FF" });
    images.answer = () => ({ labels: ["Late"] });
    await upload({ key, sequencer: "0100" });
    expect(await read(post)).toMatchObject(labelled(key, "Late"));
  });

  it("the later stays when the earlier's event comes late, under another key, and no image is deleted", async () => {
    const post = await newPost();
    const [early, late] = [post.newKey(), post.newKey()];
    await upload({ key: late, sequencer: "01" });
    await upload({ key: early, sequencer: "FF" });
    expect(await read(post)).toMatchObject(labelled(late, "Cat"));
    expect(images.deletions).toEqual([]);
  });

  it("the later replaces the earlier under another key", async () => {
    const post = await newPost();
    const [early, late] = [post.newKey(), post.newKey()];
    await upload({ key: early, sequencer: "FF" });
    await upload({ key: late, sequencer: "01" });
    expect(await read(post)).toMatchObject(labelled(late, "Cat"));
  });

  it("one that was copied by hand counts by its time", async () => {
    const post = await newPost();
    const byHand = `${imagePrefix(post.user, post.uuid)}zebra.jpg`;
    await upload({ key: byHand, eventTime: new Date(Date.now() - 1_000).toISOString() });
    expect(await read(post)).toMatchObject(labelled(byHand, "Cat"));
    const signed = post.newKey();
    await upload({ key: signed });
    expect(await read(post)).toMatchObject(labelled(signed, "Cat"));
    await upload({ key: byHand, eventTime: new Date(Date.now() + 1_000).toISOString() });
    expect(await read(post)).toMatchObject(labelled(byHand, "Cat"));
  });
});

describe("when the post is gone", () => {
  it("the image is deleted and no ghost of the post is made", async () => {
    const post = await newPost();
    const key = post.newKey();
    await upload({ key });
    await deletePost(post);
    await upload({ key });
    expect(await read(post)).toBeUndefined();
    expect(images.deletions).toEqual([`${BUCKET}/${key}`]);
  });

  it("and its image too, nothing fails", async () => {
    const post = await newPost();
    await deletePost(post);
    images.answer = () => ({ error: "InvalidS3ObjectException" });
    await upload({ key: post.newKey() });
    expect(await read(post)).toBeUndefined();
  });
});

describe("a failure", () => {
  it.each(["ThrottlingException", "InvalidS3ObjectException", "AccessDeniedException"])(
    "is left to Lambda to try again, and touches nothing: %s",
    async (error) => {
      const post = await newPost();
      const before = await read(post);
      images.answer = () => ({ error });
      await expect(upload({ key: post.newKey() })).rejects.toMatchObject({
        name: "LabellingFailedError",
        message: expect.stringContaining(`${error} from the test`),
      });
      expect(await read(post)).toEqual(before);
      expect(images.deletions).toEqual([]);
    },
  );

  it("of one record does not keep the others from being handled", async () => {
    const posts = await Promise.all([newPost(), newPost(), newPost()]);
    const keys = posts.map((post) => post.newKey());
    images.answer = (key) => (key === keys[1] ? { error: "AccessDeniedException" } : { labels: ["Cat"] });
    await expect(invoke(...keys.map((key) => record({ key })))).rejects.toThrow("1 of 3 pictures");
    const items = await Promise.all(posts.map(read));
    expect(items.map((item) => item?.labels?.L?.length)).toEqual([1, undefined, 1]);

    images.answer = () => ({ labels: ["Cat"] });
    await invoke(...keys.map((key) => record({ key })));
    const after = await Promise.all(posts.map(read));
    expect(after.map((item) => item?.key?.S)).toEqual(keys);
  });
});

describe("a record that tells of no upload", () => {
  const uuid = "01890a5d-ac96-774b-bcce-b302099a8057";

  it.each([
    "cat.jpg",
    `${USER}/cat.jpg`,
    `${USER}/${uuid}/`,
    `${USER}/${uuid}/folder/cat.jpg`,
    `/${uuid}/cat.jpg`,
    `${USER}/not-a-uuid/cat.jpg`,
    `${USER}/${uuid.toUpperCase()}/cat.jpg`,
    `${USER}/POST#${uuid}/cat.jpg`,
  ])("is skipped and its object kept: key %s", async (key) => {
    await upload({ key });
    expect(images.detections).toEqual([]);
    expect(images.deletions).toEqual([]);
    expect(output.join("\n")).toContain("Record skipped");
  });

  it("is skipped where its key is not well encoded", async () => {
    const broken = record({ key: "x" });
    broken.s3.object.key = `${USER}/${uuid}/%E0%A4%A.jpg`;
    await invoke(broken);
    expect(images.detections).toEqual([]);
    expect(output.join("\n")).toContain("Record skipped");
  });

  it("is skipped where the object was not created", async () => {
    const post = await newPost();
    await upload({ key: post.newKey(), eventName: "ObjectRemoved:Delete" });
    expect(images.detections).toEqual([]);
    expect((await read(post))?.key).toBeUndefined();
  });

  it("is none where S3 tests a new notification", async () => {
    const test = { Service: "Amazon S3", Event: "s3:TestEvent", Bucket: BUCKET };
    const event: unknown = test;
    await handler(event as S3Event, lambdaContext("label", uuidv7(), Date.now() + 30_000));
    expect(images.detections).toEqual([]);
  });
});

describe("logs and metrics", () => {
  it("name the post and what became of the image, and neither user nor key", async () => {
    const post = await newPost("Zaphod");
    await upload({ key: post.newKey() });
    await upload({ key: "Zaphod/cat.jpg" });
    images.answer = () => ({ error: "AccessDeniedException" });
    await expect(upload({ key: post.newKey() })).rejects.toThrow();

    const lines = output.map((line) => JSON.parse(line));
    const handled = { level: "INFO", service: "detect-labels", post: post.uuid, outcome: "Labelled" };
    expect(lines).toContainEqual(expect.objectContaining(handled));
    expect(lines).toContainEqual(expect.objectContaining({ Labelled: 1, service: "detect-labels" }));
    expect(lines).toContainEqual(expect.objectContaining({ Failed: 1 }));
    expect(output.join("\n")).not.toMatch(/Zaphod|cat\.jpg/);
  });
});

describe("the environment", () => {
  it("must name the table", async () => {
    jest.replaceProperty(process, "env", { ...process.env, DYNAMO_TABLE: "" });
    await jest.isolateModulesAsync(async () => {
      await expect(import("../../functions/detect-labels/index")).rejects.toMatchObject({
        name: "MissingEnvironmentVariableError",
        message: "The environment variable DYNAMO_TABLE is not set",
      });
    });
  });
});
