import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import sharp from "sharp";
import { v7 as uuidv7 } from "uuid";
import { drawPicture } from "../../../local/seed/draw-picture";
import { readEmbeddedAwsSettings } from "../../../local/settings";
import { feedKey, shardOf } from "../../../webservice/posts/feed-shards";
import { postKey, userKey } from "../../../webservice/posts/keys";
import { fixture } from "../../postagram";
import type { PostagramProcess } from "./postagram-process";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

interface SamplePost {
  readonly user: string;
  readonly title: string;
  readonly body: string;
  /** In milliseconds. */
  readonly age: number;
  readonly picture?: () => Promise<Buffer>;
}

/** What the screenshots show, newest first. */
const SAMPLE_POSTS: readonly SamplePost[] = [
  {
    user: "ada",
    title: "Chelsea has found the sunny spot",
    body: "Twenty minutes on the windowsill and nothing has moved but one ear. That ear hears everything.",
    age: 4 * MINUTE,
    picture: () => fixture("chelsea.jpg"),
  },
  {
    user: "Loïc",
    title: "Early ferry on Saturday, anyone?",
    body: "The boat at seven goes right past the seal bank, and at this time of year the upper deck is ours alone.\nRoom for two more, and coffee for four.",
    age: 38 * MINUTE,
  },
  {
    user: "margaret",
    title: "Colonel Collins, in orange",
    body: "She was the first woman to pilot a Space Shuttle, and the first to command one. NASA’s portrait of her has hung over my desk since I was twelve.",
    age: 3 * HOUR,
    picture: () => fixture("astronaut.jpg"),
  },
  {
    user: "Zoë",
    title: "Kite season",
    body: "A new print: five colours, one of them by mistake. I kept the mistake.",
    age: 26 * HOUR,
    picture: () => drawPicture(3),
  },
  {
    user: "ada",
    title: "She knows",
    body: "I had only thought about opening the tin. In black and white, for the drama.",
    age: 50 * HOUR,
    picture: async () =>
      sharp(await fixture("chelsea.jpg"))
        .flop()
        .grayscale()
        .jpeg()
        .toBuffer(),
  },
  {
    user: "Loïc",
    title: "Found: one left glove",
    body: "Grey wool, on the bench at the harbour. It waits at the ticket office.",
    age: 75 * HOUR,
  },
];

/** Writes the sample posts, each as old as it says: by way of the table, since the service makes posts of now. */
export async function writeSamplePosts(postagram: PostagramProcess): Promise<void> {
  const { dynamoTable, region, accessKeyId, secretAccessKey } = readEmbeddedAwsSettings({});
  const credentials = { accessKeyId, secretAccessKey };
  const dynamoDb = new DynamoDBClient({ endpoint: postagram.bucketOrigin, region, credentials });
  const table = DynamoDBDocumentClient.from(dynamoDb);
  for (const { user, title, body, age, picture } of SAMPLE_POSTS) {
    const uuid = uuidv7({ msecs: Date.now() - age });
    const id = postKey(uuid);
    const feed = feedKey(shardOf(uuid, 1));
    await table.send(new PutCommand({ TableName: dynamoTable, Item: { user: userKey(user), id, title, body, feed } }));
    if (picture !== undefined) await postagram.upload({ user, id, title, body }, await picture());
  }
  dynamoDb.destroy();
}
