import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { DeleteObjectCommand } from "@aws-sdk/client-s3";
import type { S3Event } from "aws-lambda";
import { v7 as uuidv7 } from "uuid";
import { createClients } from "../../functions/detect-labels/clients";
import { lambdaContext } from "../../local/lambda/lambda-context";
import { newImageKey } from "../../webservice/images/image-key";

let service: Server;

/** Starts the one service that all clients made from now on call. */
async function listen(server: Server): Promise<void> {
  service = server.listen(0, "127.0.0.1");
  await once(service, "listening");
  jest.replaceProperty(process, "env", {
    ...process.env,
    DYNAMO_TABLE: "posts",
    AWS_REGION: "eu-west-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(service.address() as AddressInfo).port}`,
    POWERTOOLS_METRICS_DISABLED: "true",
    POWERTOOLS_LOG_LEVEL: "SILENT",
  });
}

afterEach(async () => {
  jest.restoreAllMocks();
  service.closeAllConnections();
  await new Promise((resolve) => service.close(resolve));
});

describe("the clients", () => {
  it("give a service up that takes requests and does not answer", async () => {
    await listen(createServer(() => undefined));
    const { dynamodb, s3 } = createClients({ tableName: "posts", hasS3Endpoint: true });
    const Key = { user: { S: "USER#ana" }, id: { S: "POST#1" } };
    const calls = await Promise.allSettled([
      dynamodb.send(new UpdateItemCommand({ TableName: "posts", Key })),
      s3.send(new DeleteObjectCommand({ Bucket: "pictures", Key: "cat.jpg" })),
    ]);
    const timeout = { status: "rejected", reason: expect.objectContaining({ name: "TimeoutError" }) };
    expect(calls).toEqual([timeout, timeout]);
  }, 10_000);
});

describe("traces", () => {
  let daemon: Socket;

  beforeEach(async () => {
    daemon = createSocket("udp4").bind(0, "127.0.0.1");
    await once(daemon, "listening");
  });

  afterEach(async () => {
    await new Promise<void>((resolve) => daemon.close(resolve));
  });

  it("show the calls on Lambda, without the user's name", async () => {
    // Everything fails that the table is asked for, so that the image is an orphan and all three services are called.
    await listen(
      createServer((request, response) => {
        const target = request.headers["x-amz-target"] ?? "";
        response.setHeader("content-type", "application/x-amz-json-1.1");
        if (request.method === "DELETE") response.writeHead(204).end();
        else if (target === "RekognitionService.DetectLabels") response.end("{}");
        else response.writeHead(400).end(JSON.stringify({ __type: "ConditionalCheckFailedException", message: "no" }));
      }),
    );
    Object.assign(process.env, {
      AWS_EXECUTION_ENV: "AWS_Lambda_nodejs22.x",
      LAMBDA_TASK_ROOT: __dirname,
      _X_AMZN_TRACE_ID: "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1",
      AWS_XRAY_DAEMON_ADDRESS: `127.0.0.1:${daemon.address().port}`,
    });
    const segments: Record<string, unknown>[] = [];
    daemon.on("message", (message) => segments.push(JSON.parse(message.toString().split("\n")[1] ?? "")));
    const ended = new Promise<void>((resolve) => {
      daemon.on("message", (message) => message.includes("## detect-labels") && resolve());
    });

    await jest.isolateModulesAsync(async () => {
      const { handler } = await import("../../functions/detect-labels/index");
      const key = newImageKey("Zaphod", uuidv7(), "cat.jpg", "image/jpeg");
      const s3 = { bucket: { name: "pictures" }, object: { key, sequencer: "01" } };
      const event: unknown = { Records: [{ eventName: "ObjectCreated:Put", eventTime: new Date().toISOString(), s3 }] };
      await handler(event as S3Event, lambdaContext("label", uuidv7(), Date.now() + 30_000));
    });
    await ended;
    expect(segments.map(({ name }) => name)).toEqual(["Rekognition", "DynamoDB", "DynamoDB", "## detect-labels"]);
    expect(JSON.stringify(segments)).not.toContain("Zaphod");
  });
});
