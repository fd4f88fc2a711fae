import { setTimeout as delay } from "node:timers/promises";
import {
  CreateTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  ResourceInUseException,
} from "@aws-sdk/client-dynamodb";

/** How long a new table may take to become usable, in milliseconds; the embedded one takes a few. */
const ACTIVE_TIMEOUT_MS = 10_000;
const POLL_MS = 10;

/** The table, or its index, did not become usable. */
export class TableNotActiveError extends Error {
  override readonly name = "TableNotActiveError";

  constructor(tableName: string, state: string) {
    super(`The table ${tableName} is still not usable after ${ACTIVE_TIMEOUT_MS / 1000} s: ${state}`);
  }
}

/**
 * Makes the table of posts where there is none yet, and resolves once it and its index answer.
 *
 * Partition key `user` (`USER#<name>`), sort key `id` (`POST#<uuid>`); the global secondary index `feed`, of partition
 * key `feed` (`FEED#<shard>`) and sort key `id`, holds whole items. A table of that name that exists is left as it is.
 *
 * @throws {TableNotActiveError} after ten seconds.
 */
export async function ensurePostsTable(client: DynamoDBClient, tableName: string): Promise<void> {
  try {
    await client.send(
      new CreateTableCommand({
        TableName: tableName,
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: [
          { AttributeName: "user", AttributeType: "S" },
          { AttributeName: "id", AttributeType: "S" },
          { AttributeName: "feed", AttributeType: "S" },
        ],
        KeySchema: [
          { AttributeName: "user", KeyType: "HASH" },
          { AttributeName: "id", KeyType: "RANGE" },
        ],
        GlobalSecondaryIndexes: [
          {
            IndexName: "feed",
            KeySchema: [
              { AttributeName: "feed", KeyType: "HASH" },
              { AttributeName: "id", KeyType: "RANGE" },
            ],
            Projection: { ProjectionType: "ALL" },
          },
        ],
      }),
    );
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
  }
  await untilActive(client, tableName);
}

/** The SDK's own waiter looks at the table alone, not at its indexes, and not before two seconds have gone by. */
async function untilActive(client: DynamoDBClient, tableName: string): Promise<void> {
  const giveUpAt = Date.now() + ACTIVE_TIMEOUT_MS;
  for (;;) {
    const { Table: table } = await client.send(new DescribeTableCommand({ TableName: tableName }));
    const indexes = table?.GlobalSecondaryIndexes ?? [];
    if (table?.TableStatus === "ACTIVE" && indexes.every((index) => index.IndexStatus === "ACTIVE")) return;
    if (Date.now() >= giveUpAt) {
      const states = indexes.map((index) => `index ${index.IndexName} ${index.IndexStatus}`);
      throw new TableNotActiveError(tableName, [`table ${table?.TableStatus}`, ...states].join(", "));
    }
    await delay(POLL_MS);
  }
}
