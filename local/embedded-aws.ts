import { createServer, type RequestListener, type Server } from "node:http";
import path from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { S3Event } from "aws-lambda";
import { startDynamoDb } from "./dynamodb/dynamodb";
import { ensurePostsTable } from "./dynamodb/posts-table";
import { type EventQueue, LOCAL_RETRY_DELAYS_MS, openEventQueue } from "./lambda/event-queue";
import type { LocalLog } from "./local-log";
import { startRekognition } from "./rekognition/rekognition";
import { startS3 } from "./s3/s3";
import { type EmbeddedAwsSettings, embeddedEnvironment } from "./settings";

/** How long requests in flight may take to end when all is stopped, in milliseconds. */
const CLOSE_TIMEOUT = 5_000;

/** DynamoDB, S3, Rekognition and the label function of Postagram at one endpoint. */
export interface EmbeddedAws {
  /** `http://127.0.0.1:<port>` */
  readonly endpoint: string;
  /** Loads the label function and the model, so that the first picture finds them ready. */
  warmUp(): Promise<void>;
  /** Finishes what is under way and writes everything to disk; what is left of the events runs at the next start. */
  close(): Promise<void>;
}

/**
 * Starts the embedded AWS in this thread.
 *
 * From here on `process.env` is that of the label function, which reads it when it is loaded, as it does on Lambda.
 */
export async function startEmbeddedAws(
  settings: EmbeddedAwsSettings,
  options: { rekognitionWorkerFile: string; log: LocalLog },
): Promise<EmbeddedAws> {
  const { directory, bucket, region, accessKeyId, secretAccessKey } = settings;
  const credentials = { accessKeyId, secretAccessKey };
  const server = createServer();
  const endpoint = await listen(server, settings.port);
  Object.assign(process.env, embeddedEnvironment(process.env, settings, endpoint));

  const s3Client = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
  const rekognition = startRekognition({
    workerFile: options.rekognitionWorkerFile,
    async getObject(Bucket, Key) {
      const { Body } = await s3Client.send(new GetObjectCommand({ Bucket, Key }));
      if (Body === undefined) throw new Error(`The object ${Key} has no body.`);
      return Body.transformToByteArray();
    },
  });
  let events: EventQueue<S3Event> | undefined;
  const [dynamodb, s3] = await Promise.all([
    startDynamoDb({ directory: path.join(directory, "dynamodb") }),
    startS3({
      directory: path.join(directory, "s3"),
      bucket,
      region,
      credentials,
      corsOrigins: settings.corsOrigins,
      async onObjectCreated(event) {
        if (events === undefined) throw new Error("The event queue is not open yet.");
        await events.enqueue(event);
      },
    }),
  ]);
  server.on("request", gateway({ dynamodb: dynamodb.listener, rekognition: rekognition.listener, s3: s3.listener }));

  const dynamodbClient = new DynamoDBClient({ endpoint, region, credentials });
  await ensurePostsTable(dynamodbClient, settings.dynamoTable);
  dynamodbClient.destroy();
  // Last, since it begins with what an earlier run left.
  const queue = await openEventQueue<S3Event>({
    directory: path.join(directory, "lambda"),
    functionName: "detect-labels",
    loadHandler: async () => (await import("../functions/detect-labels")).handler,
    retryDelaysMs: LOCAL_RETRY_DELAYS_MS,
    log: options.log,
  });
  events = queue;

  return {
    endpoint,
    async warmUp() {
      await Promise.all([queue.load(), rekognition.load()]);
    },
    async close() {
      // Uploads in flight still hand in their events, which the next start begins with.
      await queue.pause();
      await stopListening(server);
      await queue.close();
      s3Client.destroy();
      await Promise.all([dynamodb.close(), s3.close(), rekognition.close()]);
    },
  };
}

/**
 * Hands each request to its service, which is told by the header that the AWS SDKs send; S3 has none.
 *
 * The services other than S3 do not check who calls, so no web page may call them: browsers name themselves by `Origin`.
 */
function gateway(services: Record<"dynamodb" | "rekognition" | "s3", RequestListener>): RequestListener {
  return (request, response) => {
    const target = request.headers["x-amz-target"];
    if (typeof target !== "string") return services.s3(request, response);
    if (request.headers.origin !== undefined) return void response.writeHead(403).end();
    const service = target.startsWith("RekognitionService.") ? services.rekognition : services.dynamodb;
    return service(request, response);
  };
}

/** Lets requests in flight finish, for a while. */
async function stopListening(server: Server): Promise<void> {
  const cutOff = setTimeout(() => server.closeAllConnections(), CLOSE_TIMEOUT);
  await new Promise((resolve) => {
    server.close(resolve);
    server.closeIdleConnections();
  });
  clearTimeout(cutOff);
}

async function listen(server: Server, port: number): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : port}`;
}
