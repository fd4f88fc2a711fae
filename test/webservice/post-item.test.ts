import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { QueryCommand } from "@aws-sdk/client-dynamodb";
import { BatchWriteCommand, QueryCommand as DocumentQueryCommand, DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import fc from "fast-check";
import { v7 as uuidv7 } from "uuid";
import { ensurePostsTable } from "../../local/dynamodb/posts-table";
import { createAwsClients } from "../../webservice/aws/clients";
import { fromAttributes, fromItem, type PostItem } from "../../webservice/posts/post-item";
import { type DynamoDbServer, listenDynamoDb } from "../local/dynamodb-server";

let directory: string;
let server: DynamoDbServer;
let documents: DynamoDBDocumentClient;
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "postagram-items-"));
  server = await listenDynamoDb({ directory });
  documents = DynamoDBDocumentClient.from(server.client);
  await ensurePostsTable(server.client, "posts");
});
afterAll(async () => {
  await server.close();
  await rm(directory, { recursive: true, force: true });
});

const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 });
const drafts = fc.array(
  fc.record(
    { title: text, body: text, key: text, labels: fc.array(text, { maxLength: 5 }), idempotencyKey: text },
    { requiredKeys: ["title", "body"] },
  ),
  { minLength: 1, maxLength: 20 },
);

it("makes of an item as DynamoDB sends it what it makes of the document client's", async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(drafts, async (batch) => {
      const user = `USER#Zoë 猫 ${run++}`;
      const items = batch.map((draft): PostItem => ({ user, id: `POST#${uuidv7()}`, feed: "FEED#0", ...draft }));
      const requests = items.map((Item) => ({ PutRequest: { Item } }));
      await documents.send(new BatchWriteCommand({ RequestItems: { posts: requests } }));
      const query = {
        TableName: "posts",
        KeyConditionExpression: "#user = :user",
        ExpressionAttributeNames: { "#user": "user" },
      };
      const sent = await server.client.send(
        new QueryCommand({ ...query, ExpressionAttributeValues: { ":user": { S: user } } }),
      );
      const read = await documents.send(
        new DocumentQueryCommand({ ...query, ExpressionAttributeValues: { ":user": user } }),
      );
      const posts = sent.Items?.map(fromAttributes);
      expect(posts).toEqual(read.Items?.map((item) => fromItem(item as PostItem)));
      expect(posts).toEqual(items.map(fromItem));
    }),
    { numRuns: 30 },
  );
});

it("copies nothing for a logger that does nothing", async () => {
  process.env.AWS_REGION ??= "eu-west-1";
  const { dynamodb, s3, destroy } = await createAwsClients({ s3PathStyle: false });
  const names = [...dynamodb.middlewareStack.identify(), ...s3.middlewareStack.identify()].join();
  expect(names).toContain("retryMiddleware");
  expect(names).not.toContain("loggerMiddleware");
  destroy();
});
