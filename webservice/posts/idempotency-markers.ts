import { createHash } from "node:crypto";
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { type DynamoDBDocumentClient, GetCommand, PutCommand, type PutCommandInput } from "@aws-sdk/lib-dynamodb";
import { v7 as uuidv7 } from "uuid";
import { GoneError, UnprocessableContentError } from "../errors";
import { postKey, postUuid } from "./keys";

/** For how long a key stands for its post, in seconds. */
const LIFETIME = 24 * 60 * 60;

/** What a user wrote under a key. */
interface KeyedPost {
  /** Plain user name. */
  readonly user: string;
  readonly key: string;
  /** Bare UUID of the post. */
  readonly uuid: string;
  readonly title: string;
  readonly body: string;
}

/** An item of the table; it follows from the post alone, but for `deleted`. */
interface MarkerItem {
  /** A partition that no post is in, and no `feed`, so that no listing has it. */
  user: `IDEMPOTENCY#${string}`;
  /** The idempotency key. */
  id: string;
  /** The id of the post that is, or will be, written under the key. */
  post: string;
  /** SHA-256 of the post's title and body. */
  fingerprint: string;
  /** Seconds since 1970 from which on the marker is as good as absent; DynamoDB removes it some time after. */
  expires: number;
  /** The post was deleted, and is not to come back. */
  deleted?: true;
}

/**
 * Which post a user's idempotency key stands for, kept beside the posts, so that every repeat of a write, in whichever
 * process, writes the same one.
 */
export class IdempotencyMarkers {
  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly table: string,
  ) {}

  /**
   * The UUID of the post to be written under this key: a new one the first time, that one ever after.
   *
   * @throws {UnprocessableContentError} where the key stands for a post of another title or body.
   * @throws {GoneError} where its post was deleted.
   */
  async claim(user: string, key: string, draft: { title: string; body: string }): Promise<string> {
    const marker = toItem({ ...draft, user, key, uuid: uuidv7() });
    const isFirst = await this.putIf(marker, {
      ConditionExpression: "attribute_not_exists(#id) OR #expires <= :now",
      ExpressionAttributeNames: { "#id": "id", "#expires": "expires" },
      ExpressionAttributeValues: { ":now": Math.floor(Date.now() / 1000) },
    });
    const current = isFirst ? marker : await this.read(user, key);
    if (current === undefined) return this.claim(user, key, draft); // it expired just now
    if (current.fingerprint !== marker.fingerprint) {
      throw new UnprocessableContentError(
        "The Idempotency-Key was used for a post of another title or body: make up a new key for each post.",
      );
    }
    if (current.deleted) throw deletedPost(current.post);
    return postUuid(current.post) ?? current.post;
  }

  /**
   * Checks, after the post was written, that nobody has deleted it meanwhile.
   *
   * @returns whether it is to stay.
   */
  async isWanted(user: string, key: string, uuid: string): Promise<boolean> {
    const marker = await this.read(user, key);
    return marker?.deleted !== true || marker.post !== postKey(uuid);
  }

  /** Keeps a post, which is deleted after this, from being written again. */
  async markDeleted(post: KeyedPost): Promise<void> {
    const marker = toItem(post);
    // Where the key is forgotten, or stands for another post by now, nobody can write this one any more.
    await this.putIf(
      { ...marker, deleted: true },
      {
        ConditionExpression: "#post = :post",
        ExpressionAttributeNames: { "#post": "post" },
        ExpressionAttributeValues: { ":post": marker.post },
      },
    );
  }

  private async read(user: string, key: string): Promise<MarkerItem | undefined> {
    const { Item } = await this.client.send(
      new GetCommand({ TableName: this.table, Key: { user: partition(user), id: key }, ConsistentRead: true }),
    );
    return Item as MarkerItem | undefined;
  }

  private async putIf(item: MarkerItem, condition: Omit<PutCommandInput, "TableName" | "Item">): Promise<boolean> {
    return unlessConditionFails(this.client.send(new PutCommand({ TableName: this.table, Item: item, ...condition })));
  }
}

/** What a repeat is told whose post was deleted. */
export function deletedPost(id: string): GoneError {
  return new GoneError(`This Idempotency-Key wrote the post ${id}, which was deleted since. A new key writes it anew.`);
}

/** Whether a conditional write was done. */
export async function unlessConditionFails(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

function partition(user: string): MarkerItem["user"] {
  return `IDEMPOTENCY#${user}`;
}

function toItem({ user, key, uuid, title, body }: KeyedPost): MarkerItem {
  return {
    user: partition(user),
    id: key,
    post: postKey(uuid),
    fingerprint: createHash("sha256")
      .update(JSON.stringify([title, body]))
      .digest("base64url"),
    expires: Math.floor(writtenAt(uuid) / 1000) + LIFETIME,
  };
}

/** When a UUID of version 7 was made, in milliseconds since 1970: its first 48 bits. */
function writtenAt(uuid: string): number {
  return Number.parseInt(uuid.replace("-", "").slice(0, 12), 16);
}
