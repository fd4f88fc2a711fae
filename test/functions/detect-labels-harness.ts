import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type AttributeValue, DeleteItemCommand, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { S3Event, S3EventRecord } from "aws-lambda";
import { v7 as uuidv7 } from "uuid";
import { ensurePostsTable } from "../../local/dynamodb/posts-table";
import { lambdaContext } from "../../local/lambda/lambda-context";
import { newImageKey } from "../../webservice/images/image-key";
import { postKey, userKey } from "../../webservice/posts/keys";
import { type DynamoDbServer, listenDynamoDb } from "../local/dynamodb-server";
import { type ImageServices, listenImageServices } from "./detect-labels-services";

export const BUCKET = "pictures";
export const USER = "ana";
const TABLE = "posts";

/**
 * The label function's own handler against the embedded DynamoDB, and S3 and Rekognition as a test has them answer. To
 * import this file is to have it run for the tests of the importing file.
 */
let directory: string;
let dynamodb: DynamoDbServer;
/** S3 and Rekognition, as this file's tests have them answer. */
export let images: ImageServices;
let handler: typeof import("../../functions/detect-labels/index")["handler"];
/** What the function wrote to its log and as metrics. */
export let output: string[];

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

export interface UploadedAs {
  readonly key: string;
  readonly sequencer?: string;
  readonly eventTime?: string;
  readonly eventName?: string;
}

/** A record as S3 sends it. */
export function record({
  key,
  sequencer = "01",
  eventTime,
  eventName = "ObjectCreated:Put",
}: UploadedAs): S3EventRecord {
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

/** Tells the function of these records in one event. */
export function invoke(...records: S3EventRecord[]): Promise<void> {
  return invokeWith({ Records: records });
}

/** Invokes the function with any event at all. */
export function invokeWith(event: unknown): Promise<void> {
  return handler(event as S3Event, lambdaContext("label", uuidv7(), Date.now() + 30_000));
}

/** Tells the function of one upload. */
export const upload = (uploaded: UploadedAs) => invoke(record(uploaded));

export interface Post {
  readonly user: string;
  readonly uuid: string;
  /** A new key for an image of it. */
  readonly newKey: () => string;
}

/** Makes a post without an image. */
export async function newPost(user = USER): Promise<Post> {
  const uuid = uuidv7();
  const title = { S: "A cat" };
  await dynamodb.client.send(new PutItemCommand({ TableName: TABLE, Item: { ...address({ user, uuid }), title } }));
  return { user, uuid, newKey: () => newImageKey(user, uuid, "cat.jpg", "image/jpeg") };
}

const address = ({ user, uuid }: Pick<Post, "user" | "uuid">) => ({
  user: { S: userKey(user) },
  id: { S: postKey(uuid) },
});

/** The post as the table holds it. */
export async function read(post: Post): Promise<Record<string, AttributeValue> | undefined> {
  const Key = address(post);
  const { Item } = await dynamodb.client.send(new GetItemCommand({ TableName: TABLE, Key, ConsistentRead: true }));
  return Item;
}

export async function deletePost(post: Post): Promise<void> {
  await dynamodb.client.send(new DeleteItemCommand({ TableName: TABLE, Key: address(post) }));
}

/** What the table holds of a post whose image has been recorded. */
export const labelled = (key: string, ...labels: string[]) => ({
  title: { S: "A cat" },
  key: { S: key },
  labels: { L: labels.map((S) => ({ S })) },
});
