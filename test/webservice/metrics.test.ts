import { createServer, type IncomingMessage, type RequestListener, request, type Server } from "node:http";
import { GetCommand } from "@aws-sdk/lib-dynamodb";
import { ConfigError } from "../../environment/environment-reader";
import { createAwsClients } from "../../webservice/aws/clients";
import { readConfig } from "../../webservice/config";
import { createLogger } from "../../webservice/logger";
import type { EndedAwsRequest } from "../../webservice/metrics/metrics";
import { startWebservice } from "../../webservice/serve";
import { eventually, fixture, startPostagram, type TestPostagram } from "../postagram";

let postagram: TestPostagram;
let metricsUrl: string;
beforeAll(async () => {
  postagram = await startPostagram({ METRICS_PORT: "0" });
  const line = postagram.log.find(({ msg }) => msg === "serving metrics");
  metricsUrl = String(line?.url);
});
afterAll(() => postagram.stop());

/** The value of each series whose name begins so, by name and labels as they are written. */
async function series(name: string): Promise<Record<string, number>> {
  const text = await (await fetch(metricsUrl)).text();
  const lines = text.split("\n").filter((line) => line.startsWith(name));
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.split(" ").pop())]));
}

/** Waits for a series: a request is counted once its connection knows that the answer is out. */
function untilCounted(name: string): Promise<number> {
  return eventually(async () => (await series(name))[name]);
}

/** Listens on a free port, which it resolves with. */
async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

it("counts and measures requests by the pattern of their route", async () => {
  const post = await postagram.post("ada");
  await postagram.call("GET", `/posts/${encodeURIComponent(post.id)}`);
  await postagram.call("GET", "/posts?limit=x");
  for (const path of ["/no/such/1", "/no/such/2"]) await postagram.call("GET", path);

  expect(await untilCounted('http_requests_total{method="POST",route="/posts",status="201"}')).toBe(1);
  expect(await untilCounted('http_requests_total{method="GET",route="/posts/:id",status="200"}')).toBe(1);
  expect(await untilCounted('http_requests_total{method="GET",route="/posts",status="400"}')).toBe(1);
  expect(await untilCounted('http_request_duration_seconds_count{method="POST",route="/posts"}')).toBe(1);
  const text = await (await fetch(metricsUrl)).text();
  expect(text).not.toContain(post.id);
  expect(text).not.toContain("/no/such");
  const took = await series('http_request_duration_seconds_sum{method="POST",route="/posts"}');
  expect(Object.values(took)[0]).toBeGreaterThan(0.0001);
  expect(Object.values(took)[0]).toBeLessThan(10);
});

it("counts answers that their reader left as aborted", async () => {
  for (let i = 0; i < 120; i += 20) {
    await Promise.all(Array.from({ length: 20 }, () => postagram.post("ada", "t", "x".repeat(30_000))));
  }
  const response = await new Promise<IncomingMessage>((resolve) => {
    request(`${postagram.url}/posts`, resolve).end();
  });
  response.destroy();
  expect(await untilCounted('http_requests_total{method="GET",route="/posts",status="aborted"}')).toBe(1);
});

it("counts requests to AWS by service, operation and outcome, and the signing of URLs not among them", async () => {
  const post = await postagram.post("bob");
  const query = `filename=chelsea.jpg&filetype=image/jpeg&postId=${encodeURIComponent(post.id)}`;
  const { body } = await postagram.call<{ uploadURL: string }>("GET", `/signedUrlPut?${query}`, { user: "bob" });
  const headers = { "content-type": "image/jpeg" };
  await fetch(body.uploadURL, { method: "PUT", body: await fixture("chelsea.jpg"), headers });
  const seen = async () => (await postagram.call("GET", "/posts?user=bob&limit=1")).body;
  await eventually(async () => (JSON.stringify(await seen()).includes('"image"') ? true : undefined));
  await seen();
  await postagram.call("GET", "/ready");

  const counts = await series("aws_request_duration_seconds_count");
  const count = (labels: string) => counts[`aws_request_duration_seconds_count{${labels}}`];
  expect(count('service="dynamodb",operation="Query",outcome="ok"')).toBeGreaterThan(1);
  expect(count('service="dynamodb",operation="DescribeTable",outcome="ok"')).toBe(1);
  expect(count('service="s3",operation="HeadBucket",outcome="ok"')).toBe(1);
  expect(Object.keys(counts).filter((name) => /GetObject|PutObject/.test(name))).toEqual([]);
  expect(await series("presigned_url_cache_lookups_total")).toEqual({
    'presigned_url_cache_lookups_total{result="miss"}': 1,
    'presigned_url_cache_lookups_total{result="hit"}': expect.any(Number),
  });
});

it("tells of the event loop, memory and file descriptors", async () => {
  expect(await untilCounted("nodejs_eventloop_lag_p99_seconds")).toBeGreaterThan(0);
  expect(await untilCounted("process_resident_memory_bytes")).toBeGreaterThan(1e7);
  expect(await untilCounted("process_open_fds")).toBeGreaterThan(3);
});

describe("the port of the metrics", () => {
  it("answers GET and HEAD of /metrics", async () => {
    for (const method of ["GET", "HEAD"]) {
      const answer = await fetch(`${metricsUrl}?x=1`, { method });
      expect(answer.status).toBe(200);
      expect(answer.headers.get("content-type")).toMatch(/^text\/plain; version=0\.0\.4/);
      expect((await answer.text()) === "").toBe(method === "HEAD");
    }
  });

  it.each(["/", "/posts", "/health", "/metrics/"])("has nothing else: %s", async (path) => {
    expect((await fetch(new URL(path, metricsUrl))).status).toBe(404);
  });

  it.each(["POST", "PUT", "DELETE", "OPTIONS"])("does not take %s", async (method) => {
    const answer = await fetch(metricsUrl, { method, ...(method === "POST" && { body: "x".repeat(1_000_000) }) });
    expect([answer.status, answer.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
  });

  it("is not that of the service", async () => {
    expect((await postagram.call("GET", "/metrics")).status).toBe(404);
  });
});

describe("starting and stopping", () => {
  it("says that METRICS_PORT is taken, and lets go of everything", async () => {
    const server = createServer();
    const port = await listen(server);
    const config = readConfig({ ...postagram.env, METRICS_PORT: String(port) });
    const started = startWebservice(config, createLogger("silent"));
    await expect(started).rejects.toThrow(ConfigError);
    await expect(started).rejects.toThrow(
      `METRICS_PORT is ${port}, which another program listens on: stop it, or set METRICS_PORT to a free port.`,
    );
    server.close();
  });

  /** Starts the service once more on the same AWS; the URL of its metrics is that in its log. */
  async function startAnother(port: string) {
    const log: { msg?: string; url?: string }[] = [];
    const logger = createLogger("info", { write: (line) => void log.push(JSON.parse(line)) });
    const webservice = await startWebservice(readConfig({ ...postagram.env, METRICS_PORT: port }), logger);
    return { webservice, url: log.find(({ msg }) => msg === "serving metrics")?.url };
  }

  it("stops with the service", async () => {
    const { webservice, url = "" } = await startAnother("0");
    expect((await fetch(url)).status).toBe(200);
    await webservice.close();
    await expect(fetch(url)).rejects.toThrow("fetch failed");
  });

  it("serves none unless it is asked to", async () => {
    const { webservice, url } = await startAnother("");
    expect(url).toBeUndefined();
    await webservice.close();
  });
});

describe("an AWS that does not do as it is asked", () => {
  const cleanUps: (() => void)[] = [];
  afterEach(() => {
    for (const cleanUp of cleanUps.splice(0)) cleanUp();
  });

  const refusing =
    (status: number, type: string): RequestListener =>
    (_request, response) => {
      response.writeHead(status, { "content-type": "application/x-amz-json-1.0" });
      response.end(JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: "no" }));
    };

  it.each<[string, RequestListener, string[]]>([
    ["throttled", refusing(400, "ProvisionedThroughputExceededException"), ["throttled", "throttled", "throttled"]],
    ["failing", refusing(500, "InternalServerError"), ["unavailable", "unavailable", "unavailable"]],
    ["cut off", (request) => void request.destroy(), ["unavailable", "unavailable", "unavailable"]],
    ["denied", refusing(400, "AccessDeniedException"), ["error"]],
  ])("is seen by its outcome, retry by retry: %s", async (_name, listener, outcomes) => {
    const { seen, get } = await callAws(listener);
    await expect(get()).rejects.toThrow();
    expect(seen).toEqual(outcomes.map((outcome) => ({ service: "dynamodb", operation: "GetItem", outcome })));
  });

  it("is given up by its caller: aborted", async () => {
    const reached = new AbortController();
    const { seen, get } = await callAws(() => reached.abort());
    await expect(get(reached.signal)).rejects.toThrow();
    expect(seen).toEqual([{ service: "dynamodb", operation: "GetItem", outcome: "aborted" }]);
  });

  /** Clients of an AWS that answers like this, and what is seen of their requests. */
  async function callAws(listener: RequestListener) {
    const aws = createServer(listener);
    process.env.AWS_ENDPOINT_URL_DYNAMODB = `http://127.0.0.1:${await listen(aws)}`;
    const seen: EndedAwsRequest[] = [];
    const clients = await createAwsClients({ s3PathStyle: true, onRequest: (request) => void seen.push(request) });
    const get = new GetCommand({ TableName: "posts", Key: { user: "USER#ada", id: "POST#1" } });
    cleanUps.push(() => {
      delete process.env.AWS_ENDPOINT_URL_DYNAMODB;
      clients.destroy();
      aws.closeAllConnections();
      aws.close();
    });
    return { seen, get: (abortSignal?: AbortSignal) => clients.dynamodb.send(get, abortSignal && { abortSignal }) };
  }
});
