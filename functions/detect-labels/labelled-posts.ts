import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from "@aws-sdk/client-dynamodb";
import { postKey, userKey } from "../../webservice/posts/keys";
import type { Upload } from "./upload";

/**
 * The posts that images belong to, in the table.
 *
 * Both methods are conditional updates of one item, so that `dynamodb:UpdateItem` is all the function's role needs.
 */
export class LabelledPosts {
  readonly #client: DynamoDBClient;
  readonly #tableName: string;

  constructor(client: DynamoDBClient, tableName: string) {
    this.#client = client;
    this.#tableName = tableName;
  }

  /**
   * Makes an upload the post's image, with its labels. A repeat of the same event does the same again.
   *
   * @returns whether it was done; not where the post is gone, nor where a later upload is its image already.
   */
  recordImage(upload: Upload, labels: readonly string[]): Promise<boolean> {
    return this.#update(upload, {
      UpdateExpression: "SET #key = :key, #labels = :labels, #version = :version",
      // Without the first, an update would make an item: the ghost of a deleted post.
      ConditionExpression: "attribute_exists(id) AND (attribute_not_exists(#version) OR #version <= :version)",
      ExpressionAttributeNames: { "#key": "key", "#labels": "labels", "#version": "imageVersion" },
      ExpressionAttributeValues: {
        ":key": { S: upload.key },
        ":labels": { L: labels.map((label) => ({ S: label })) },
        ":version": { S: upload.version },
      },
    });
  }

  /** Whether the post is still there: an update that changes nothing, so it sees what a read might not see yet. */
  exists(upload: Upload): Promise<boolean> {
    return this.#update(upload, { ConditionExpression: "attribute_exists(id)" });
  }

  async #update(
    { user, postUuid }: Upload,
    update: Omit<UpdateItemCommandInput, "TableName" | "Key">,
  ): Promise<boolean> {
    const Key = { user: { S: userKey(user) }, id: { S: postKey(postUuid) } };
    try {
      await this.#client.send(new UpdateItemCommand({ TableName: this.#tableName, Key, ...update }));
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }
}
