import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { feedKey } from "../../webservice/posts/feed-shards";
import { postKey } from "../../webservice/posts/keys";
import { PAGE_SIZE } from "./pages";

/** What this process is asked: to query these pages one after the other. */
export interface BareQueryRequest {
  readonly table: string;
  /** The UUID after which each begins; `null` for the first page. */
  readonly cursors: readonly (string | null)[];
}

/** Milliseconds that each query took. */
export type BareQueryAnswer = readonly number[];

const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));

async function query(table: string, cursor: string | null): Promise<number> {
  const began = performance.now();
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: table,
      IndexName: "feed",
      ScanIndexForward: false,
      KeyConditionExpression: cursor === null ? "#feed = :feed" : "#feed = :feed AND #id < :after",
      ExpressionAttributeNames: { "#feed": "feed", ...(cursor !== null && { "#id": "id" }) },
      ExpressionAttributeValues: { ":feed": feedKey(0), ...(cursor !== null && { ":after": postKey(cursor) }) },
      Limit: PAGE_SIZE + 1,
    }),
  );
  const took = performance.now() - began;
  if (Items.length <= PAGE_SIZE) throw new Error(`The page after ${cursor} has ${Items.length} posts.`);
  return took;
}

async function answer({ table, cursors }: BareQueryRequest): Promise<void> {
  const times: number[] = [];
  for (const cursor of cursors) times.push(await query(table, cursor));
  process.send?.(times satisfies BareQueryAnswer);
}

process.on("message", (request: BareQueryRequest) => {
  answer(request).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
    process.exit(1);
  });
});
