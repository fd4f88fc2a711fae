import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DescribeTableCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ResourceNotFoundException,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { ClassicLevel } from "classic-level";
import { startDynamoDb } from "../../local/dynamodb/dynamodb";
import { ensurePostsTable } from "../../local/dynamodb/posts-table";
import { type DynamoDbServer, listenDynamoDb } from "./dynamodb-server";

const TABLE = "posts";

let directory: string;
let server: DynamoDbServer | undefined;
let holder: ChildProcess | undefined;

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "dynamodb-"));
});

afterEach(async () => {
  await server?.close();
  server = undefined;
  holder?.kill("SIGKILL");
  holder = undefined;
  jest.restoreAllMocks();
  await rm(directory, { recursive: true, force: true });
});

async function start(): Promise<DynamoDbServer> {
  server = await listenDynamoDb({ directory });
  await ensurePostsTable(server.client, TABLE);
  return server;
}

const id = (n: number) => `POST#${String(n).padStart(4, "0")}`;

function put({ client }: DynamoDbServer, n: number) {
  const Item = { user: { S: "USER#ana" }, id: { S: id(n) }, feed: { S: "FEED#0" }, title: { S: `Post ${n}` } };
  return client.send(new PutItemCommand({ TableName: TABLE, Item }));
}

async function feedPage({ client }: DynamoDbServer, limit: number, after?: number) {
  const start = after === undefined ? {} : { user: { S: "USER#ana" }, id: { S: id(after) }, feed: { S: "FEED#0" } };
  const page = await client.send(
    new QueryCommand({
      TableName: TABLE,
      IndexName: "feed",
      KeyConditionExpression: "feed = :feed",
      ExpressionAttributeValues: { ":feed": { S: "FEED#0" } },
      ScanIndexForward: false,
      Limit: limit,
      ...(after === undefined ? {} : { ExclusiveStartKey: start }),
    }),
  );
  return { ids: (page.Items ?? []).map((item) => item.id?.S), more: page.LastEvaluatedKey !== undefined };
}

describe("the table of posts", () => {
  it("is usable, with its index, as soon as it is ensured", async () => {
    const { client } = await start();
    const { Table: table } = await client.send(new DescribeTableCommand({ TableName: TABLE }));
    expect(table).toMatchObject({
      TableStatus: "ACTIVE",
      BillingModeSummary: { BillingMode: "PAY_PER_REQUEST" },
      KeySchema: [
        { AttributeName: "user", KeyType: "HASH" },
        { AttributeName: "id", KeyType: "RANGE" },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: "feed",
          IndexStatus: "ACTIVE",
          KeySchema: [
            { AttributeName: "feed", KeyType: "HASH" },
            { AttributeName: "id", KeyType: "RANGE" },
          ],
          Projection: { ProjectionType: "ALL" },
        },
      ],
    });
  });

  it("is left as it is where it exists", async () => {
    const dynamodb = await start();
    await put(dynamodb, 1);
    await ensurePostsTable(dynamodb.client, TABLE);
    expect(await feedPage(dynamodb, 5)).toEqual({ ids: [id(1)], more: false });
  });
});

describe("what the webservice and the label function rely on", () => {
  it("pages backwards through the index", async () => {
    const dynamodb = await start();
    for (let n = 0; n < 5; n++) await put(dynamodb, n);
    expect(await feedPage(dynamodb, 2)).toEqual({ ids: [id(4), id(3)], more: true });
    expect(await feedPage(dynamodb, 10, 3)).toEqual({ ids: [id(2), id(1), id(0)], more: false });
  });

  it("moves a page's start with the key, also when the item of that key is gone", async () => {
    const dynamodb = await start();
    for (let n = 0; n < 4; n++) await put(dynamodb, n);
    await dynamodb.client.send(
      new DeleteItemCommand({ TableName: TABLE, Key: { user: { S: "USER#ana" }, id: { S: id(2) } } }),
    );
    expect((await feedPage(dynamodb, 10, 2)).ids).toEqual([id(1), id(0)]);
  });

  it("honours conditions of puts, updates and deletes, by the SDK's own error class", async () => {
    const dynamodb = await start();
    const { client } = dynamodb;
    const Key = { user: { S: "USER#ana" }, id: { S: id(9) } };
    const refused = { TableName: TABLE, Key, ConditionExpression: "attribute_exists(id)" };
    await expect(client.send(new UpdateItemCommand(refused))).rejects.toThrow(ConditionalCheckFailedException);
    await expect(client.send(new DeleteItemCommand(refused))).rejects.toThrow(ConditionalCheckFailedException);
    const read = await client.send(new GetItemCommand({ TableName: TABLE, Key, ConsistentRead: true }));
    expect(read.Item).toBeUndefined();

    await put(dynamodb, 9);
    const again = { TableName: TABLE, Item: Key, ConditionExpression: "attribute_not_exists(id)" };
    await expect(client.send(new PutItemCommand(again))).rejects.toThrow(ConditionalCheckFailedException);
    const deleted = await client.send(new DeleteItemCommand({ ...refused, ReturnValues: "ALL_OLD" }));
    expect(deleted.Attributes?.title).toEqual({ S: "Post 9" });
  });

  it("answers a bad request with the service's error", async () => {
    const { client } = await start();
    const Key = { user: { S: "USER#ana" }, id: { S: id(1) } };
    await expect(client.send(new GetItemCommand({ TableName: "other", Key }))).rejects.toThrow(
      ResourceNotFoundException,
    );
    await expect(client.send(new GetItemCommand({ TableName: TABLE, Key: { id: { S: "x" } } }))).rejects.toMatchObject({
      name: "ValidationException",
    });
  });
});

describe("the store", () => {
  it("keeps items and index over a restart", async () => {
    const first = await start();
    await put(first, 1);
    await put(first, 2);
    await first.close();
    expect(await feedPage(await start(), 5)).toEqual({ ids: [id(2), id(1)], more: false });
  });

  it("has no iterator left open by queries, ended or cut short by a limit", async () => {
    const opened = jest.spyOn(ClassicLevel.prototype, "attachResource");
    const closed = jest.spyOn(ClassicLevel.prototype, "detachResource");
    const dynamodb = await start();
    for (let n = 0; n < 20; n++) await put(dynamodb, n);
    const before = opened.mock.calls.length;
    for (let n = 0; n < 100; n++) await feedPage(dynamodb, n % 2 === 0 ? 5 : 50);
    expect(opened.mock.calls.length - before).toBeGreaterThanOrEqual(100);
    await until(() => closed.mock.calls.length === opened.mock.calls.length);
  });

  it("waits for a lock that another process still holds", async () => {
    holder = await holdStore(directory);
    const starting = listenDynamoDb({ directory, lockTimeoutMs: 10_000 });
    const early = await Promise.race([starting, once(holder, "message").then(() => "still waiting")]);
    expect(early).toBe("still waiting");
    holder.kill("SIGKILL");
    server = await starting;
    await ensurePostsTable(server.client, TABLE);
  });

  it("says which directory another process has open", async () => {
    await start();
    const second = startDynamoDb({ directory, lockTimeoutMs: 100 });
    await expect(second).rejects.toMatchObject({ name: "DynamoDbDirectoryInUseError" });
    await expect(second).rejects.toThrow(directory);
    await expect(second).rejects.toThrow("another Postagram");
  });

  it("says why a directory cannot be opened, without waiting for it", async () => {
    const file = path.join(directory, "file");
    await writeFile(file, "");
    const opening = startDynamoDb({ directory: path.join(file, "store"), lockTimeoutMs: 60_000 });
    await expect(opening).rejects.toMatchObject({ name: "DynamoDbDirectoryError" });
    await expect(opening).rejects.toThrow("ENOTDIR");
  });
});

describe("closing", () => {
  it("finishes what is under way before it lets go of the store", async () => {
    const dynamodb = await start();
    const puts = Promise.allSettled(Array.from({ length: 50 }, (_, n) => put(dynamodb, n)));
    await put(dynamodb, 50); // by now the others are being answered
    await dynamodb.close();
    const acknowledged = (await puts).filter(({ status }) => status === "fulfilled");
    const kept = await feedPage(await start(), 100);
    expect(kept.ids.length).toBeGreaterThanOrEqual(acknowledged.length + 1);
  });

  it("answers 503 from then on", async () => {
    const service = await startDynamoDb({ directory });
    const http = createServer(service.listener).listen(0, "127.0.0.1");
    await once(http, "listening");
    await service.close();
    const { status } = await fetch(`http://127.0.0.1:${(http.address() as AddressInfo).port}`);
    http.close();
    expect(status).toBe(503);
  });

  it("survives clients that go away in the middle of a request", async () => {
    const dynamodb = await start();
    const { port } = new URL(dynamodb.endpoint);
    const socket = connect(Number(port), "127.0.0.1");
    socket.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{");
    await fetch(dynamodb.endpoint);
    socket.resetAndDestroy();
    await once(socket, "close");
    await put(dynamodb, 1);
    expect((await feedPage(dynamodb, 5)).ids).toEqual([id(1)]);
  });
});

/** Another process that has the store open, and says so again and again. */
async function holdStore(location: string): Promise<ChildProcess> {
  const script = `
    const { ClassicLevel } = require("classic-level");
    new ClassicLevel(process.argv[1]).open().then(() => setInterval(() => process.send("open"), 100));
  `;
  const child = spawn(process.execPath, ["-e", script, location], { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  await once(child, "message");
  return child;
}

/** Resolves when the condition holds, within two seconds. */
async function until(condition: () => boolean): Promise<void> {
  const giveUpAt = Date.now() + 2_000;
  while (!condition()) {
    if (Date.now() > giveUpAt) throw new Error("The condition has not come true within two seconds");
    await new Promise(setImmediate);
  }
}
