import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import { createAwsClients } from "../../webservice/aws/clients";
import { DirectQuery } from "../../webservice/aws/direct-query";
import type { TextQuery } from "../../webservice/aws/query-template";
import type { EndedAwsRequest } from "../../webservice/metrics/metrics";

const QUERY: TextQuery = {
  TableName: "posts",
  KeyConditionExpression: "#partition = :partition",
  ExpressionAttributeNames: { "#partition": "user" },
  ExpressionAttributeValues: { ":partition": { S: "USER#ada" } },
};

describe("trouble with a query", () => {
  const page = JSON.stringify({ Items: [{ user: { S: "USER#ada" } }], Count: 1, ScannedCount: 1 });
  const answering =
    (status: number, body: string): RequestListener =>
    (_request, response) => {
      response.writeHead(status, { "content-type": "application/x-amz-json-1.0" }).end(body);
    };
  const refusing = (status: number, type: string) =>
    answering(status, JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: "no" }));

  let server: Server;
  let received: IncomingMessage[];
  let next: RequestListener[];
  let ended: EndedAwsRequest["outcome"][];
  let direct: DirectQuery;
  /** How many commands went through all of the SDK. */
  let commands: () => number;
  let close: () => void;
  beforeEach(async () => {
    [received, next, ended] = [[], [], []];
    server = createServer((request, response) => {
      request.resume();
      received.push(request);
      (next.shift() ?? answering(200, page))(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    process.env.AWS_ENDPOINT_URL_DYNAMODB = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
    Object.assign(process.env, { AWS_REGION: "us-east-1", AWS_ACCESS_KEY_ID: "AKIA", AWS_SECRET_ACCESS_KEY: "secret" });
    const clients = await createAwsClients({ s3PathStyle: true, onRequest: ({ outcome }) => void ended.push(outcome) });
    close = () => clients.destroy();
    direct = new DirectQuery(clients.dynamodb);
    await direct.send(QUERY);
    await direct.send(QUERY);
    let count = 0;
    clients.dynamodb.middlewareStack.add(
      (handle) => (args) => {
        count += 1;
        return handle(args);
      },
      { step: "initialize" },
    );
    commands = () => count;
    [received.length, ended.length] = [0, 0];
  });
  afterEach(() => {
    delete process.env.AWS_ENDPOINT_URL_DYNAMODB;
    close();
    server.closeAllConnections();
    server.close();
  });

  const reset: RequestListener = (request) => void request.destroy();
  const cutOff: RequestListener = (request, response) => {
    response.writeHead(200, { "content-length": "1000" });
    response.write('{"Items":[', () => request.destroy());
  };

  it.each<[string, RequestListener, EndedAwsRequest["outcome"]]>([
    ["a fault of AWS's own", refusing(500, "InternalServerError"), "unavailable"],
    ["throttling", refusing(400, "ProvisionedThroughputExceededException"), "throttled"],
    ["broken JSON", answering(200, '{"Items":['), "error"],
    ["an answer without items", answering(200, "{}"), "error"],
    ["bytes, which only the SDK decodes", answering(200, '{"Items":[{"a":{"B":"AQ=="}}]}'), "error"],
    ["a connection cut off", reset, "unavailable"],
    ["an answer cut off", cutOff, "unavailable"],
    ["silence", () => undefined, "unavailable"],
  ])("is the SDK's to mend: %s", async (_name, listener, outcome) => {
    next = [listener];
    const { Items } = await direct.send(QUERY);
    expect(Items).toEqual([{ user: { S: "USER#ada" } }]);
    expect(commands()).toBe(1);
    expect(ended).toEqual([outcome, "ok"]);
    expect(received).toHaveLength(2);
    // The SDK goes on for a while, and then it is sent directly again.
    await direct.send(QUERY);
    expect(commands()).toBe(2);
    const now = performance.now();
    const clock = jest.spyOn(performance, "now").mockReturnValue(now + 2_000);
    await direct.send(QUERY);
    expect(commands()).toBe(2);
    clock.mockRestore();
  });

  it("that stays is told by the SDK, after no more than its attempts and one", async () => {
    next = Array.from({ length: 9 }, () => refusing(500, "InternalServerError"));
    await expect(direct.send(QUERY)).rejects.toMatchObject({
      name: "InternalServerError",
      $metadata: { httpStatusCode: 500, attempts: 3 },
    });
    expect(received).toHaveLength(4);
    await expect(direct.send(QUERY)).rejects.toMatchObject({ $metadata: { attempts: 3 } });
    expect(received).toHaveLength(7);
  });

  it("a reader who leaves is none: nothing is asked again", async () => {
    const reading = new AbortController();
    next = [() => reading.abort()];
    await expect(direct.send(QUERY, reading.signal)).rejects.toMatchObject({ name: "AbortError" });
    expect(ended).toEqual(["aborted"]);
    await direct.send(QUERY);
    expect(commands()).toBe(0);
  });
});
