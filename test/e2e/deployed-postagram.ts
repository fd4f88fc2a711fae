import { BatchWriteItemCommand, DynamoDBClient, paginateScan } from "@aws-sdk/client-dynamodb";
// By this path, since `../postagram` is this file where it is used.
import type { TestPostagram } from "../../test/postagram";
import { postsClient } from "../posts-client";

export * from "../../test/postagram";

/**
 * Stands in for `startPostagram` where the contract tests are run against a webservice that runs already, at
 * `POSTAGRAM_URL`, on the bucket and the table that the environment names. The table is emptied before.
 */
export async function startPostagram(): Promise<Pick<TestPostagram, "url" | "env" | "call" | "post" | "stop">> {
  const url = process.env.POSTAGRAM_URL ?? "";
  await emptyTable(process.env.DYNAMO_TABLE ?? "");
  return { url, env: process.env, ...postsClient(url), stop: async () => undefined };
}

async function emptyTable(TableName: string): Promise<void> {
  const client = new DynamoDBClient();
  for await (const { Items = [] } of paginateScan({ client, pageSize: 25 }, { TableName })) {
    const requests = Items.flatMap(({ user, id }) => (user && id ? [{ DeleteRequest: { Key: { user, id } } }] : []));
    if (requests.length > 0) await client.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: requests } }));
  }
  client.destroy();
}
