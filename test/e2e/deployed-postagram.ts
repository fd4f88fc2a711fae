import { BatchWriteItemCommand, DynamoDBClient, paginateScan } from "@aws-sdk/client-dynamodb";
// By this path, since `../postagram` is this file where it is used.
import type { Answer, CallOptions, TestPostagram } from "../../test/postagram";

export * from "../../test/postagram";

/**
 * Stands in for `startPostagram` where the contract tests are run against a webservice that runs already, at
 * `POSTAGRAM_URL`, on the bucket and the table that the environment names. The table is emptied before.
 */
export async function startPostagram(): Promise<Pick<TestPostagram, "url" | "env" | "call" | "post" | "stop">> {
  const url = process.env.POSTAGRAM_URL ?? "";
  await emptyTable(process.env.DYNAMO_TABLE ?? "");
  const call = async <T>(method: string, path: string, options: CallOptions = {}): Promise<Answer<T>> => {
    const { user, body, headers } = options;
    const response = await fetch(url + path, {
      method,
      headers: {
        ...(user !== undefined && { authorization: Buffer.from(user, "utf8").toString("latin1") }),
        ...(body !== undefined && { "content-type": "application/json" }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.includes("json") && text !== "";
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  };
  return {
    url,
    env: process.env,
    call,
    async post(user, title = "A title", body = "A body") {
      const answer = await call<Awaited<ReturnType<TestPostagram["post"]>>>("POST", "/posts", {
        user,
        body: { title, body },
      });
      if (answer.status !== 201) throw new Error(`The post was not written: ${answer.status}`);
      return answer.body;
    },
    stop: async () => undefined,
  };
}

async function emptyTable(TableName: string): Promise<void> {
  const client = new DynamoDBClient();
  for await (const { Items = [] } of paginateScan({ client, pageSize: 25 }, { TableName })) {
    const requests = Items.flatMap(({ user, id }) => (user && id ? [{ DeleteRequest: { Key: { user, id } } }] : []));
    if (requests.length > 0) await client.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: requests } }));
  }
  client.destroy();
}
