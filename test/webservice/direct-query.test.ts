import { Readable } from "node:stream";
import { DynamoDBClient, type DynamoDBClientConfig, QueryCommand } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import { HttpRequest, HttpResponse } from "@smithy/core/protocols";
import fc from "fast-check";
import { createAwsClients } from "../../webservice/aws/clients";
import { DirectQuery } from "../../webservice/aws/direct-query";
import type { TextQuery } from "../../webservice/aws/query-template";
import { startPostagram, type TestPostagram } from "../postagram";

type Credentials = { accessKeyId: string; secretAccessKey: string; sessionToken?: string; accountId?: string };

const LONG_LIVED: Credentials = { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "a/secret+of=many characters" };
const SESSION: Credentials = { ...LONG_LIVED, accessKeyId: "ASIAEXAMPLE", sessionToken: "IQoJb3JpZ2lu/+==" };

const QUERY: TextQuery = {
  TableName: "posts",
  KeyConditionExpression: "#partition = :partition",
  ExpressionAttributeNames: { "#partition": "user" },
  ExpressionAttributeValues: { ":partition": { S: "USER#ada" } },
};

const key = fc.record({
  user: fc.record({ S: fc.string({ unit: "grapheme" }) }),
  id: fc.record({ S: fc.string({ unit: "grapheme" }) }),
});
/** Queries whose members stand in any order. */
const queries: fc.Arbitrary<TextQuery> = fc
  .record(
    {
      TableName: fc.constant("posts"),
      KeyConditionExpression: fc.constantFrom("#p = :p", "#p = :p AND #id < :after"),
      ExpressionAttributeNames: fc.dictionary(fc.constantFrom("#p", "#id"), fc.string({ unit: "grapheme" })),
      ExpressionAttributeValues: fc.dictionary(
        fc.constantFrom(":p", ":after"),
        fc.record({ S: fc.string({ unit: "grapheme" }) }),
      ),
      ExclusiveStartKey: key,
      ConsistentRead: fc.boolean(),
      ScanIndexForward: fc.boolean(),
      Limit: fc.integer({ min: 1, max: 500 }),
      IndexName: fc.constant("feed"),
    },
    { requiredKeys: ["TableName", "KeyConditionExpression", "ExpressionAttributeNames", "ExpressionAttributeValues"] },
  )
  .chain((query) => fc.shuffledSubarray(Object.entries(query), { minLength: Object.keys(query).length }))
  .map((entries) => ({ ...QUERY, ...Object.fromEntries(entries) }));

/** Counts the commands that go through all of the SDK. */
function countCommands(client: DynamoDBClient): () => number {
  let count = 0;
  client.middlewareStack.add(
    (next) => (args) => {
      count += 1;
      return next(args);
    },
    { step: "initialize" },
  );
  return () => count;
}

/** What lies between sending and signing differs: who else wrote the request, and when it was. */
function comparable({ headers, ...request }: HttpRequest): unknown {
  const { "amz-sdk-invocation-id": id, authorization, "x-amz-date": date, ...others } = headers;
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f-]{21}$/);
  expect(date).toMatch(/^\d{8}T\d{6}Z$/);
  const signed = authorization?.replace(/Signature=[0-9a-f]{64}$/, "").replace(/\/\d{8}\//, "/day/");
  return {
    ...request,
    body: typeof request.body === "string" ? request.body : new TextDecoder().decode(request.body),
    headers: others,
    signed,
  };
}

/** A client whose requests end here, all answered with an empty page. */
function recordingClient(options: DynamoDBClientConfig): { client: DynamoDBClient; requests: HttpRequest[] } {
  const requests: HttpRequest[] = [];
  const client = new DynamoDBClient({
    region: "eu-west-3",
    credentials: LONG_LIVED,
    ...options,
    requestHandler: {
      async handle(request: HttpRequest) {
        requests.push(HttpRequest.clone(request));
        return { response: new HttpResponse({ statusCode: 200, body: Readable.from([Buffer.from('{"Items":[]}')]) }) };
      },
    },
  });
  return { client, requests };
}

describe.each<[string, DynamoDBClientConfig]>([
  ["long-lived credentials", {}],
  ["a session token", { credentials: SESSION }],
  ["an emulator", { endpoint: "http://127.0.0.1:4567" }],
  ["an endpoint with a path", { endpoint: "https://proxy.example.org/dynamodb" }],
  ["dual stack", { useDualstackEndpoint: true }],
  ["FIPS", { useFipsEndpoint: true, region: "us-east-1" }],
  ["China", { region: "cn-north-1" }],
  ["an account's own endpoint", { credentials: { ...SESSION, accountId: "123456789012" } }],
  ["an application's name", { userAgentAppId: "postagram" }],
])("requests for %s", (_name, options) => {
  it("are the SDK's own, sent without it", async () => {
    const { client, requests } = recordingClient(options);
    const direct = new DirectQuery(DynamoDBDocumentClient.from(client));
    await direct.send(QUERY);
    const commands = countCommands(client);
    await fc.assert(
      fc.asyncProperty(queries, async (query) => {
        requests.length = 0;
        const before = commands();
        await direct.send(query);
        expect(commands()).toBe(before);
        await client.send(new QueryCommand(query as QueryCommand["input"]));
        const [ours, theirs] = requests;
        if (ours === undefined || theirs === undefined) throw new Error("A request was not sent.");
        expect(comparable(ours)).toEqual(comparable(theirs));
        expect(Object.keys(ours.headers)).toEqual(Object.keys(theirs.headers));
      }),
      { numRuns: 60 },
    );
  });
});

it("are signed with the credentials and the time of now, the signature the SDK's", async () => {
  jest.useFakeTimers({
    now: new Date("2026-03-14T23:59:58Z"),
    doNotFake: ["nextTick", "queueMicrotask", "performance"],
  });
  try {
    let credentials = LONG_LIVED;
    // So near their end that the SDK asks for new ones each time.
    const provider = async () => ({ ...credentials, expiration: new Date(Date.now() + 60_000) });
    const { client, requests } = recordingClient({ credentials: provider });
    const direct = new DirectQuery(DynamoDBDocumentClient.from(client));
    for (const rotated of [LONG_LIVED, SESSION, { ...SESSION, accessKeyId: "ASIAOTHER", sessionToken: "other" }]) {
      credentials = rotated;
      for (let second = 0; second < 4; second++) {
        requests.length = 0;
        await direct.send(QUERY);
        const [request] = requests;
        if (request === undefined) throw new Error("No request was sent.");
        const { authorization, ...unsigned } = request.headers;
        expect(authorization).toContain(`Credential=${rotated.accessKeyId}/`);
        expect(request.headers["x-amz-security-token"]).toBe(rotated.sessionToken);
        const signer = await client.config.signer();
        const again = await signer.sign(new HttpRequest({ ...request, headers: { ...unsigned } }));
        expect(again.headers.authorization).toBe(authorization);
        jest.advanceTimersByTime(1_000);
      }
    }
  } finally {
    jest.useRealTimers();
  }
});

describe("answers", () => {
  let postagram: TestPostagram;
  beforeAll(async () => {
    postagram = await startPostagram();
  });
  afterAll(() => postagram.stop());

  const text = fc.string({ unit: "grapheme", maxLength: 60 });
  const items = fc.array(
    fc.record(
      {
        title: text,
        body: text,
        labels: fc.array(text, { maxLength: 4 }),
        key: text,
        seen: fc.boolean(),
        none: fc.constant(null),
      },
      { requiredKeys: ["title"] },
    ),
    { maxLength: 5 },
  );

  it("are the SDK's own, page by page", async () => {
    const { dynamodb, destroy } = await createAwsClients({ s3PathStyle: true });
    try {
      const direct = new DirectQuery(dynamodb);
      const TableName = postagram.env.DYNAMO_TABLE ?? "";
      await direct.send({ ...QUERY, TableName });
      let run = 0;
      await fc.assert(
        fc.asyncProperty(items, async (written) => {
          run += 1;
          const user = `USER#${run} é'"\\🐈`;
          for (const [i, item] of written.entries()) {
            await dynamodb.send(new PutCommand({ TableName, Item: { ...item, user, id: `POST#${i}` } }));
          }
          let query: TextQuery = {
            ...QUERY,
            TableName,
            Limit: 2,
            ConsistentRead: true,
            ExpressionAttributeValues: { ":partition": { S: user } },
          };
          let read = 0;
          do {
            const ours = await direct.send(query);
            const theirs = await dynamodb.send(new QueryCommand(query as QueryCommand["input"]));
            expect(ours.Items).toEqual(theirs.Items);
            expect(ours.LastEvaluatedKey).toEqual(theirs.LastEvaluatedKey);
            read += ours.Items.length;
            query = { ...query, ExclusiveStartKey: ours.LastEvaluatedKey };
          } while (query.ExclusiveStartKey !== undefined);
          expect(read).toBe(written.length);
        }),
        { numRuns: 25 },
      );
    } finally {
      destroy();
    }
  });
});
