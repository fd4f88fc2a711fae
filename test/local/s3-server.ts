import { mkdtemp, readdir, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { GetObjectCommand, PutObjectCommand, S3Client, type S3ClientConfig } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import type { S3Event, S3EventRecord } from "aws-lambda";
import type { LocalService } from "../../local/local-service";
import { startS3 } from "../../local/s3/s3";

export const BUCKET = "pictures";
export const REGION = "us-east-1";
export const CREDENTIALS = { accessKeyId: "test-key", secretAccessKey: "test-secret" };
export const PAGE_ORIGIN = "http://localhost:8080";

/** An embedded S3 on a port of its own, with its data in a directory of its own. */
export class S3Server {
  /** The record of each event, in the order in which they came. */
  readonly records: S3EventRecord[] = [];
  /** What an event is handed to, after it was recorded. */
  onEvent: () => Promise<void> = async () => {};
  readonly client: S3Client;
  readonly #clients: S3Client[] = [];

  private constructor(
    readonly root: string,
    private readonly server: Server,
    private service: LocalService,
  ) {
    this.client = this.newClient();
  }

  /** @param root where it keeps its data, of an earlier server or a new one */
  static async start(root?: string): Promise<S3Server> {
    const directory = root ?? (await mkdtemp(path.join(tmpdir(), "s3-")));
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    let started: S3Server | undefined;
    const service = await startS3({
      directory: path.join(directory, "data"),
      bucket: BUCKET,
      region: REGION,
      credentials: CREDENTIALS,
      corsOrigins: [PAGE_ORIGIN],
      onObjectCreated: async (event: S3Event) => {
        started?.records.push(...event.Records);
        await started?.onEvent();
      },
    });
    server.on("request", service.listener);
    started = new S3Server(directory, server, service);
    return started;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** A client as the webservice builds it. */
  newClient(config: S3ClientConfig = {}): S3Client {
    const client = new S3Client({
      endpoint: this.origin,
      region: REGION,
      credentials: CREDENTIALS,
      forcePathStyle: true,
      requestChecksumCalculation: "WHEN_REQUIRED",
      responseChecksumValidation: "WHEN_REQUIRED",
      maxAttempts: 1,
      ...config,
    });
    this.#clients.push(client);
    return client;
  }

  async put(key: string, body: string | Buffer = "x", contentType = "text/plain"): Promise<void> {
    await this.client.send(
      new PutObjectCommand({
        Bucket: BUCKET,
        Key: key,
        Body: body,
        ContentType: contentType,
        ContentLength: Buffer.byteLength(body),
      }),
    );
  }

  async get(key: string): Promise<string> {
    const { Body } = await this.client.send(new GetObjectCommand({ Bucket: BUCKET, Key: key }));
    return (await Body?.transformToString()) ?? "";
  }

  /** A presigned URL for a PUT, as the webservice signs it. */
  async presignPut(key: string, contentType: string, contentLength?: number): Promise<string> {
    return await getSignedUrl(
      this.client,
      new PutObjectCommand({ Bucket: BUCKET, Key: key, ContentType: contentType, ContentLength: contentLength }),
      { expiresIn: 60, signableHeaders: new Set(["host", "content-type", "content-length"]) },
    );
  }

  async presignGet(key: string): Promise<string> {
    return await getSignedUrl(this.client, new GetObjectCommand({ Bucket: BUCKET, Key: key }), { expiresIn: 60 });
  }

  /** Names of the files that are still being received. */
  async incomingFiles(): Promise<string[]> {
    return await readdir(path.join(this.root, "data", ".incoming")).catch(() => []);
  }

  /** Stops the service and frees the port; the data stays. */
  async stop(): Promise<void> {
    for (const client of this.#clients) client.destroy();
    await this.service.close();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  async stopAndRemove(): Promise<void> {
    await this.stop();
    await rm(this.root, { recursive: true, force: true });
  }
}

/** The `Code` of an error that S3 answered with, and the status. */
export async function errorOf(response: Response): Promise<{ status: number; code: string | undefined }> {
  return { status: response.status, code: /<Code>(\w+)<\/Code>/.exec(await response.text())?.[1] };
}
