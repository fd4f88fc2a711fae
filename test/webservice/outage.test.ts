import { createServer, get, type IncomingMessage, type RequestListener, type Server } from "node:http";
import { type ErrorBody, eventually, startPostagram, type TestPostagram } from "../postagram";

describe("when the storage goes and comes back", () => {
  let postagram: TestPostagram;
  beforeAll(async () => {
    postagram = await startPostagram();
  });
  afterAll(() => postagram.stop());

  it("answers 503 with Retry-After in between, and serves again without a restart", async () => {
    const post = await postagram.post("ada");
    const statuses = new Set<number>();
    let running = true;
    const traffic = (async () => {
      while (running) statuses.add((await postagram.call("GET", "/posts?limit=5")).status);
    })();

    await eventually(async () => (statuses.has(200) ? true : undefined));
    await postagram.stopAws();
    const down = await eventually(async () => {
      const answer = await postagram.call<ErrorBody>("GET", "/posts?limit=5");
      return answer.status === 200 ? undefined : answer;
    });
    expect(down.body).toEqual({ statusCode: 503, error: "Service Unavailable", message: expect.any(String) });
    expect(down.headers.get("retry-after")).toBe("1");
    expect((await postagram.call("GET", "/health")).status).toBe(200);
    expect((await postagram.call("GET", "/ready")).status).toBe(503);
    expect((await postagram.call("GET", "/posts")).status).toBe(503);

    await postagram.startAws();
    const back = await eventually(async () => {
      const answer = await postagram.call("GET", "/posts?limit=5");
      return answer.status === 200 ? answer : undefined;
    });
    expect(back.body).toEqual([post]);
    await eventually(async () => ((await postagram.call("GET", "/ready")).status === 200 ? true : undefined));
    await eventually(async () => (statuses.has(503) ? true : undefined));
    running = false;
    await traffic;
    expect([...statuses].sort()).toEqual([200, 503]);
  });
});

/** An AWS that answers every call alike. */
async function startFakeAws(listener: RequestListener): Promise<{ server: Server; endpoint: string }> {
  const server = createServer((request, response) => {
    request.resume();
    listener(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return { server, endpoint: `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}` };
}

describe("when the storage goes in the middle of an answer", () => {
  it("breaks the connection off, so that no part passes for the whole", async () => {
    const postagram = await startPostagram();
    try {
      for (let i = 0; i < 300; i += 20) {
        await Promise.all(Array.from({ length: 20 }, () => postagram.post("ada", "t", "x".repeat(30_000))));
      }
      const response = await new Promise<IncomingMessage>((resolve) => {
        get(`${postagram.url}/posts`, resolve);
      });
      expect(response.statusCode).toBe(200);
      // Nothing is read on yet, so that most of the posts still lie in the store when it goes.
      await postagram.stopAws();
      const ended = new Promise((resolve, reject) => {
        response.once("end", resolve).once("error", reject).resume();
      });
      await expect(ended).rejects.toMatchObject({ code: "ECONNRESET" });
      expect(postagram.log).toContainEqual(expect.objectContaining({ level: "error", msg: "answer broken off" }));
    } finally {
      await postagram.stop();
    }
  });
});

describe("when the storage refuses", () => {
  const answering =
    (status: number, type: string): RequestListener =>
    (_request, response) => {
      response.writeHead(status, { "content-type": "application/x-amz-json-1.0" });
      response.end(JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: "an inside matter" }));
    };

  it.each<[string, RequestListener, number, string | null]>([
    ["throttling", answering(400, "ProvisionedThroughputExceededException"), 503, "2"],
    ["a fault of AWS's own", answering(500, "InternalServerError"), 503, "1"],
    ["denied access", answering(400, "AccessDeniedException"), 500, null],
    ["a missing table", answering(400, "ResourceNotFoundException"), 500, null],
    ["silence", () => undefined, 503, "1"],
    ["silence in the middle of an answer", (_request, response) => void response.writeHead(200).write("{"), 503, "1"],
    ["a connection cut off", (request) => void request.destroy(), 503, "1"],
  ])("tells a client of %s nothing of the inside", async (_name, listener, status, retryAfter) => {
    const aws = await startFakeAws(listener);
    const postagram = await startPostagram({ AWS_ENDPOINT_URL_DYNAMODB: aws.endpoint });
    try {
      const answer = await postagram.call<ErrorBody>("GET", "/posts?limit=1");
      expect(answer.status).toBe(status);
      expect(answer.headers.get("retry-after")).toBe(retryAfter);
      expect(JSON.stringify(answer.body)).not.toMatch(/inside|Exception|dynamodb/i);
      const failure = postagram.log.find(({ level }) => level === "error");
      expect(failure).toMatchObject({ msg: "request failed", reqId: answer.headers.get("x-request-id") });
    } finally {
      delete process.env.AWS_ENDPOINT_URL_DYNAMODB;
      await postagram.stop();
      aws.server.closeAllConnections();
      aws.server.close();
    }
  });
});
