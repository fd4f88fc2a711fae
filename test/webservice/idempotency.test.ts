import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DeleteCommand, DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import fc from "fast-check";
import { v7 as uuidv7 } from "uuid";
import { GoneError } from "../../webservice/errors";
import { DynamoDbPostRepository } from "../../webservice/posts/dynamodb-post-repository";
import type { Post } from "../../webservice/posts/post";
import { type Answer, bare, type ErrorBody, startPostagram, type TestPostagram } from "../postagram";

const DRAFT = { title: "Chelsea", body: "My cat, asleep." };
const DAY = 24 * 60 * 60;

let postagram: TestPostagram;
let dynamodb: DynamoDBDocumentClient;
let table: string;
beforeAll(async () => {
  postagram = await startPostagram();
  dynamodb = DynamoDBDocumentClient.from(new DynamoDBClient());
  table = postagram.env.DYNAMO_TABLE ?? "";
});
afterAll(async () => {
  dynamodb.destroy();
  await postagram.stop();
});

/** A key that no other test has. */
function newKey(): string {
  return uuidv7();
}

function write<T = Post>(user: string, key: string, body: object = DRAFT): Promise<Answer<T>> {
  return postagram.call<T>("POST", "/posts", { user, body, headers: { "idempotency-key": key } });
}

async function postsOf(user: string): Promise<Post[]> {
  return (await postagram.call<Post[]>("GET", `/posts?user=${user}`)).body;
}

function markerKey(user: string, key: string) {
  return { user: `IDEMPOTENCY#${user}`, id: key };
}

async function readMarker(user: string, key: string) {
  return (await dynamodb.send(new GetCommand({ TableName: table, Key: markerKey(user, key), ConsistentRead: true })))
    .Item;
}

describe("a post written with an Idempotency-Key", () => {
  it("is answered again, and not written again, when the same is sent again", async () => {
    const key = newKey();
    const first = await write("ines", key);
    const second = await write("ines", key, { body: DRAFT.body, title: DRAFT.title });
    expect(first.status).toBe(201);
    expect(second).toMatchObject({ status: 201, body: first.body });
    expect(second.headers.get("location")).toBe(first.headers.get("location"));
    expect(await postsOf("ines")).toEqual([first.body]);
    expect((await postagram.call("GET", `/posts/${bare(first.body)}`)).body).toEqual(first.body);
  });

  it("is one post, however many ask for it at once", async () => {
    const key = newKey();
    const answers = await Promise.all(Array.from({ length: 20 }, () => write("burst", key)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    const [post, ...others] = await postsOf("burst");
    expect(others).toEqual([]);
    for (const { body } of answers) expect(body).toEqual(post);
  });

  it("is another for another key, for another user, and without a key", async () => {
    const key = newKey();
    const answers = [await write("kim", key), await write("kim", newKey()), await write("lee", key)];
    const without = [await postagram.post("kim"), await postagram.post("kim")];
    expect(new Set([...answers.map(({ body }) => body), ...without].map(({ id }) => id)).size).toBe(5);
    expect(await postsOf("lee")).toEqual([answers[2]?.body]);
  });

  it("keeps the picture and the labels that it has by then, and is answered with them", async () => {
    const key = newKey();
    const { body: post } = await write("mia", key);
    await dynamodb.send(
      new UpdateCommand({
        TableName: table,
        Key: { user: "USER#mia", id: post.id },
        UpdateExpression: "SET #key = :key, labels = :labels",
        ExpressionAttributeNames: { "#key": "key" },
        ExpressionAttributeValues: { ":key": `mia/${bare(post)}/cat.jpg`, ":labels": ["Cat"] },
      }),
    );
    const { status, body } = await write("mia", key);
    expect(status).toBe(201);
    expect(body).toEqual({ ...post, labels: ["Cat"], label: ["Cat"], image: expect.stringContaining("cat.jpg") });
    expect(await postsOf("mia")).toEqual([body]);
  });

  it("refuses another title or body under its key with 422, and stays as it is", async () => {
    const key = newKey();
    const { body: post } = await write("max", key);
    for (const draft of [
      { ...DRAFT, title: "Chelsea!" },
      { ...DRAFT, body: "Asleep." },
    ]) {
      const { status, body } = await write<ErrorBody>("max", key, draft);
      expect(status).toBe(422);
      expect(body.message).toContain("Idempotency-Key");
    }
    expect(await postsOf("max")).toEqual([post]);
  });

  it("is in the listings as any other, and nothing else is", async () => {
    const { body: post } = await write("nia", newKey());
    await write("nia", newKey()).then(({ body }) => postagram.call("DELETE", `/posts/${bare(body)}`, { user: "nia" }));
    const { body: all } = await postagram.call<Post[]>("GET", "/posts");
    expect(all.filter(({ user }) => user === "nia")).toEqual([post]);
    expect(new Set(all.map(({ id }) => id.slice(0, 5)))).toEqual(new Set(["POST#"]));
    expect(all.filter(({ user }) => user.includes("IDEMPOTENCY"))).toEqual([]);
    expect(await postsOf("nia")).toEqual([post]);
  });
});

describe("an Idempotency-Key", () => {
  const key = fc.stringMatching(/^[A-Za-z0-9_-]{8,128}$/);

  it("means the same in quotes, as the draft has it, and bare", async () => {
    await fc.assert(
      fc.asyncProperty(key, async (value) => {
        const bareAnswer = await write("quotes", value);
        const quoted = await write("quotes", `"${value}"`);
        expect([bareAnswer.status, quoted.status]).toEqual([201, 201]);
        expect(quoted.body).toEqual(bareAnswer.body);
      }),
      { numRuns: 25 },
    );
  });

  it("of any other form is refused with 400, which names the header, and nothing is written", async () => {
    // What a header can hold; spaces around it are not its own.
    const anything = fc.stringMatching(/^[\x20-\x7e\xa0-\xff]{0,160}$/).map((text) => text.trim());
    const nearly = fc.tuple(key, fc.constantFrom(" ", ",", ";a=1", "/", "#", "é", '"')).map((parts) => parts.join(""));
    const lengths = fc.constantFrom("x".repeat(7), "x".repeat(129), `"${"x".repeat(7)}"`, `"${"x".repeat(129)}"`);
    await fc.assert(
      fc.asyncProperty(fc.oneof(anything, nearly, lengths), async (value) => {
        fc.pre(!/^([\w-]{8,128}|"[\w-]{8,128}")$/.test(value.trim()));
        const { status, body } = await write<ErrorBody>("wrong", value);
        expect(status).toBe(400);
        expect(body.message).toContain("Idempotency-Key");
      }),
      { numRuns: 50 },
    );
    expect(await postsOf("wrong")).toEqual([]);
  });
});

describe("a write whose process died after it had taken the key", () => {
  it("is finished by the repeat, under the id that was taken", async () => {
    const key = newKey();
    const { body: lost } = await write("oda", key);
    // As the process leaves it that dies in between: the marker without the post.
    await dynamodb.send(new DeleteCommand({ TableName: table, Key: { user: "USER#oda", id: lost.id } }));
    expect(await postsOf("oda")).toEqual([]);

    const repeats = await Promise.all([write("oda", key), write("oda", key)]);

    expect(repeats.map(({ body }) => body)).toEqual([lost, lost]);
    expect(await postsOf("oda")).toEqual([lost]);
  });
});

describe("the marker of a key", () => {
  it("is kept for 24 hours, and holds nothing that the user wrote", async () => {
    const key = newKey();
    const before = Math.floor(Date.now() / 1000);
    const { body: post } = await write("pia", key);
    const marker = await readMarker("pia", key);
    expect(marker).toEqual({
      ...markerKey("pia", key),
      post: post.id,
      fingerprint: expect.stringMatching(/^[\w-]{43}$/),
      expires: expect.any(Number),
    });
    expect(marker?.expires).toBeGreaterThanOrEqual(before + DAY);
    expect(marker?.expires).toBeLessThanOrEqual(Math.floor(Date.now() / 1000) + DAY);
  });

  it("counts for nothing once it has expired, also where it is still there", async () => {
    const key = newKey();
    const { body: old } = await write("quin", key);
    const marker = await readMarker("quin", key);
    const expires = Math.floor(Date.now() / 1000) - 1;
    await dynamodb.send(new PutCommand({ TableName: table, Item: { ...marker, expires } }));

    const { status, body: fresh } = await write("quin", key, { ...DRAFT, title: "Another" });

    expect(status).toBe(201);
    expect(await postsOf("quin")).toEqual([fresh, old]);
    expect((await readMarker("quin", key))?.post).toBe(fresh.id);
    // The old one is no longer the key's: that it goes is nothing to the new one.
    expect((await postagram.call("DELETE", `/posts/${bare(old)}`, { user: "quin" })).status).toBe(200);
    expect((await write("quin", key, { ...DRAFT, title: "Another" })).body).toEqual(fresh);
  });
});

describe("a post that was deleted", () => {
  it("does not come back when it is sent again: 410", async () => {
    const key = newKey();
    const { body: post } = await write("rae", key);
    const removed = await postagram.call("DELETE", `/posts/${bare(post)}`, { user: "rae" });
    expect(removed).toMatchObject({ status: 200, body: post });

    const repeats = await Promise.all(Array.from({ length: 5 }, () => write<ErrorBody>("rae", key)));

    for (const { status, body } of repeats) {
      expect(status).toBe(410);
      expect(body).toEqual({ statusCode: 410, error: "Gone", message: expect.stringContaining(post.id) });
    }
    expect(await postsOf("rae")).toEqual([]);
    expect((await postagram.call("DELETE", `/posts/${bare(post)}`, { user: "rae" })).status).toBe(204);
    expect((await write<ErrorBody>("rae", key, { ...DRAFT, title: "Another" })).status).toBe(422);
    expect((await write("rae", newKey())).status).toBe(201);
  });

  it("does not come back by a repeat that was under way when it was deleted", async () => {
    const key = newKey();
    const { body: post } = await write("sam", key);
    const [atPost, arrive] = signal();
    const [released, goOn] = signal();
    const posts = repository(async (_command, input) => {
      if (!("Item" in input) || !isOf(input.Item, "USER#sam")) return;
      arrive();
      await released;
    });
    const late = posts.create("sam", DRAFT, key);
    await atPost; // it has the key, and is about to write
    expect((await postagram.call("DELETE", `/posts/${bare(post)}`, { user: "sam" })).status).toBe(200);
    goOn();

    await expect(late).rejects.toThrow(GoneError);
    expect(await postsOf("sam")).toEqual([]);
  });
});

describe("a post without a key", () => {
  it("costs one call to be written, and one to be deleted", async () => {
    const commands: (string | undefined)[] = [];
    const posts = repository(async (command) => void commands.push(command));
    const { uuid } = await posts.create("tess", DRAFT);
    await posts.remove("tess", uuid);
    expect(commands).toEqual(["PutItemCommand", "DeleteItemCommand"]);
    expect(await postsOf("tess")).toEqual([]);
  });
});

/** A repository on the same table, which calls `before` with each command's name and input before it sends it. */
function repository(before: (command: string | undefined, input: object) => Promise<void>): DynamoDbPostRepository {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient());
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        await before(commandName, args.input);
        return next(args);
      },
    { step: "initialize" },
  );
  return new DynamoDbPostRepository(client, { table, feedShards: 1 });
}

function isOf(item: unknown, partition: string): boolean {
  return typeof item === "object" && item !== null && "user" in item && item.user === partition;
}

/** A promise, and what resolves it. */
function signal(): [Promise<void>, () => void] {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return [promise, resolve];
}
