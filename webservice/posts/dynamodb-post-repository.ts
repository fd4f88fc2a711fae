import { ConditionalCheckFailedException, DescribeTableCommand } from "@aws-sdk/client-dynamodb";
import {
  DeleteCommand,
  type DeleteCommandInput,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
} from "@aws-sdk/lib-dynamodb";
import { v7 as uuidv7 } from "uuid";
import { DirectQuery, type QueryAnswer } from "../aws/direct-query";
import type { TextQuery } from "../aws/query-template";
import { feedKey, mergeShards, type ShardReader, shardLimit, shardOf } from "./feed-shards";
import { deletedPost, IdempotencyMarkers, unlessConditionFails } from "./idempotency-markers";
import { postKey, userKey } from "./keys";
import { fromAttributes, fromItem, type PostItem } from "./post-item";
import type { PostPage, PostQuery, PostRepository, StoredPost } from "./post-repository";

/** Posts read at once where all are wanted: much less than the 1 MB that a query answers with at most. */
const BATCH_SIZE = 200;

/**
 * Posts in a DynamoDB table with partition key `user`, sort key `id` and a global secondary index `feed` (partition
 * key `feed`, sort key `id`, all attributes).
 */
export class DynamoDbPostRepository implements PostRepository {
  readonly #markers: IdempotencyMarkers;
  readonly #queries: DirectQuery;

  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly options: { readonly table: string; readonly feedShards: number },
  ) {
    this.#markers = new IdempotencyMarkers(client, options.table);
    this.#queries = new DirectQuery(client);
  }

  async create(user: string, draft: { title: string; body: string }, idempotencyKey?: string): Promise<StoredPost> {
    if (idempotencyKey !== undefined) return this.createOnce(user, draft, idempotencyKey);
    const item = this.newItem(user, uuidv7(), draft);
    await this.client.send(new PutCommand({ TableName: this.options.table, Item: item }));
    return fromItem(item);
  }

  async find(uuid: string, reader?: string): Promise<StoredPost | undefined> {
    if (reader !== undefined) {
      const own = await this.getOwn(reader, uuid);
      if (own !== undefined) return fromItem(own);
    }
    const shard = shardOf(uuid, this.options.feedShards);
    const found = await this.findInShard(uuid, shard);
    if (found !== undefined || this.options.feedShards === 1) return found;
    // Written when there were fewer shards, maybe.
    const others = Array.from({ length: this.options.feedShards }, (_, i) => i).filter((other) => other !== shard);
    const answers = await Promise.all(others.map((other) => this.findInShard(uuid, other)));
    return answers.find((post) => post !== undefined);
  }

  async page(query: PostQuery & { limit: number }): Promise<PostPage> {
    // One more than is wanted tells whether there is a next page.
    const wanted = query.limit + 1;
    const posts: StoredPost[] = [];
    for await (const batch of this.read(query, wanted)) {
      posts.push(...batch);
      if (posts.length >= wanted) break;
    }
    const page = posts.slice(0, query.limit);
    const last = page.at(-1);
    return posts.length > query.limit && last !== undefined ? { posts: page, next: last.uuid } : { posts: page };
  }

  async *batches(query: PostQuery): AsyncGenerator<readonly StoredPost[], void, void> {
    const reading = new AbortController();
    try {
      yield* this.read(query, BATCH_SIZE, reading.signal);
    } finally {
      reading.abort(); // whatever shards are still being asked
    }
  }

  async remove(user: string, uuid: string): Promise<StoredPost | undefined> {
    try {
      return await this.delete(user, uuid, {
        ConditionExpression: "attribute_not_exists(#key)",
        ExpressionAttributeNames: { "#key": "idempotencyKey" },
      });
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
    const item = await this.getOwn(user, uuid);
    // Before it goes: a repeat that comes after that must not take it for a post that was never written.
    if (item?.idempotencyKey !== undefined) {
      await this.#markers.markDeleted({ ...fromItem(item), key: item.idempotencyKey });
    }
    return this.delete(user, uuid);
  }

  async check(): Promise<void> {
    const { Table } = await this.client.send(new DescribeTableCommand({ TableName: this.options.table }));
    if (Table?.TableStatus !== "ACTIVE" && Table?.TableStatus !== "UPDATING") {
      throw new Error(`The table ${this.options.table} is ${Table?.TableStatus}.`);
    }
  }

  private newItem(user: string, uuid: string, { title, body }: { title: string; body: string }): PostItem {
    const feed = feedKey(shardOf(uuid, this.options.feedShards));
    return { user: userKey(user), id: postKey(uuid), title, body, feed };
  }

  /** Stores the post that the key stands for, unless it is stored already. */
  private async createOnce(user: string, draft: { title: string; body: string }, key: string): Promise<StoredPost> {
    const uuid = await this.#markers.claim(user, key, draft);
    const item: PostItem = { ...this.newItem(user, uuid, draft), idempotencyKey: key };
    const isNew = await unlessConditionFails(
      this.client.send(
        new PutCommand({
          TableName: this.options.table,
          Item: item,
          ConditionExpression: "attribute_not_exists(#id)",
          ExpressionAttributeNames: { "#id": "id" },
        }),
      ),
    );
    // Between the claim and the write another repeat may have written it, and its author deleted it: that is seen now.
    if (!(await this.#markers.isWanted(user, key, uuid))) {
      await this.delete(user, uuid);
      throw deletedPost(item.id);
    }
    const stored = isNew ? item : await this.getOwn(user, uuid);
    if (stored === undefined) throw deletedPost(item.id);
    return fromItem(stored);
  }

  /** The post of this user, from the moment it is stored. */
  private async getOwn(user: string, uuid: string): Promise<PostItem | undefined> {
    const { Item } = await this.client.send(
      new GetCommand({
        TableName: this.options.table,
        Key: { user: userKey(user), id: postKey(uuid) },
        ConsistentRead: true,
      }),
    );
    return Item as PostItem | undefined;
  }

  /** Deletes the post of this user and returns what it was. */
  private async delete(
    user: string,
    uuid: string,
    condition: Pick<DeleteCommandInput, "ConditionExpression" | "ExpressionAttributeNames"> = {},
  ): Promise<StoredPost | undefined> {
    const { Attributes } = await this.client.send(
      new DeleteCommand({
        TableName: this.options.table,
        Key: { user: userKey(user), id: postKey(uuid) },
        ReturnValues: "ALL_OLD",
        ...condition,
      }),
    );
    return Attributes === undefined ? undefined : fromItem(Attributes as PostItem);
  }

  private async findInShard(uuid: string, shard: number): Promise<StoredPost | undefined> {
    const { Items } = await this.#queries.send({
      TableName: this.options.table,
      IndexName: "feed",
      KeyConditionExpression: "#feed = :feed AND #id = :id",
      ExpressionAttributeNames: { "#feed": "feed", "#id": "id" },
      ExpressionAttributeValues: { ":feed": { S: feedKey(shard) }, ":id": { S: postKey(uuid) } },
    });
    const item = Items[0];
    return item === undefined ? undefined : fromAttributes(item);
  }

  /** Posts newest first, about `size` at a time. */
  private read(query: PostQuery, size: number, signal?: AbortSignal): AsyncGenerator<StoredPost[], void, void> {
    if (query.user !== undefined) {
      // Of the table itself, and consistently: who has just posted sees it.
      const partition = { ConsistentRead: true, Limit: size };
      return mergeShards([this.reader("user", userKey(query.user), query.after, partition, signal)]);
    }
    const { feedShards } = this.options;
    const partition = { IndexName: "feed", Limit: shardLimit(size, feedShards) };
    const shards = Array.from({ length: feedShards }, (_, shard) => feedKey(shard));
    return mergeShards(shards.map((shard) => this.reader("feed", shard, query.after, partition, signal)));
  }

  private reader(
    attribute: "user" | "feed",
    value: string,
    after: string | undefined,
    partition: Pick<TextQuery, "ConsistentRead" | "IndexName" | "Limit">,
    abortSignal?: AbortSignal,
  ): ShardReader<StoredPost> {
    const queries = this.#queries;
    const query: TextQuery = {
      TableName: this.options.table,
      ScanIndexForward: false,
      KeyConditionExpression:
        after === undefined ? "#partition = :partition" : "#partition = :partition AND #id < :after",
      ExpressionAttributeNames: { "#partition": attribute, ...(after !== undefined && { "#id": "id" }) },
      ExpressionAttributeValues: {
        ":partition": { S: value },
        ...(after !== undefined && { ":after": { S: postKey(after) } }),
      },
      ...partition,
    };
    let start: QueryAnswer["LastEvaluatedKey"];
    let ended = false;
    return {
      async nextPage() {
        if (ended) return undefined;
        const { Items, LastEvaluatedKey } = await queries.send({ ...query, ExclusiveStartKey: start }, abortSignal);
        start = LastEvaluatedKey;
        ended = LastEvaluatedKey === undefined;
        return Items.map(fromAttributes);
      },
    };
  }
}
