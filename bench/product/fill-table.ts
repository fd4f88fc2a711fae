import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { BatchWriteCommand, DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { generatePosts } from "./generated-posts";
import type { EmbeddedAwsAccess } from "./postagram";

/** As many as one BatchWriteItem takes. */
const BATCH_SIZE = 25;
/** Batches under way at once. */
const CONCURRENCY = 8;

/**
 * Writes generated posts straight into the table of an embedded AWS, with pictures' keys but without their objects.
 *
 * @returns their UUIDs, newest first.
 */
export async function fillTable(
  { endpoint, settings, env }: EmbeddedAwsAccess,
  count: number,
  onProgress: (written: number) => void,
): Promise<string[]> {
  const { region, accessKeyId, secretAccessKey, dynamoTable } = settings;
  const client = new DynamoDBClient({ endpoint, region, credentials: { accessKeyId, secretAccessKey } });
  const documents = DynamoDBDocumentClient.from(client);
  const posts = generatePosts(count, Date.now(), Number(env.FEED_SHARDS));
  const uuids: string[] = [];
  let written = 0;
  const write = async (): Promise<void> => {
    for (;;) {
      const batch = [...take(posts, BATCH_SIZE)];
      if (batch.length === 0) return;
      uuids.push(...batch.map(({ uuid }) => uuid));
      const requests = batch.map(({ item }) => ({ PutRequest: { Item: item } }));
      const { UnprocessedItems } = await documents.send(
        new BatchWriteCommand({ RequestItems: { [dynamoTable]: requests } }),
      );
      if (Object.keys(UnprocessedItems ?? {}).length > 0)
        throw new Error("The embedded DynamoDB left items unwritten.");
      written += batch.length;
      onProgress(written);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, write));
  client.destroy();
  return uuids.reverse();
}

/** The next values of an iterator, which goes on from there. */
function* take<T>(values: Iterator<T>, count: number): Generator<T> {
  for (let i = 0; i < count; i++) {
    const next = values.next();
    if (next.done === true) return;
    yield next.value;
  }
}
