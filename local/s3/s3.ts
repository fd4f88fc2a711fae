import { mkdir } from "node:fs/promises";
import type { RequestListener, ServerResponse } from "node:http";
import type { S3Event } from "aws-lambda";
import type { LocalService } from "../local-service";
import { sendError } from "./error-response";
import { createFront } from "./front";
import { ObjectStore } from "./object-store";
import { S3Error } from "./s3-error";

export interface S3Options {
  /** Where the objects lie; made where it is missing. */
  readonly directory: string;
  /** Made where it is missing. */
  readonly bucket: string;
  /** The region that requests are signed for. */
  readonly region: string;
  /** The one key that requests may be signed with. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Pages whose scripts may read and write objects, such as `http://localhost:8080`; `*` for all. */
  readonly corsOrigins: readonly string[];
  /**
   * Takes charge of the event of a new object. The client's 200 waits for it; where it rejects, the client gets a 500
   * and sends the object again.
   */
  onObjectCreated(event: S3Event): Promise<void>;
}

/**
 * An S3 with its objects in a directory: S3rver behind a front that mends it.
 *
 * Requests name the bucket in the path and must be signed, as on AWS. S3rver takes 0.2 s to load, and does so when the
 * first request comes.
 */
export async function startS3(options: S3Options): Promise<LocalService> {
  const store = new ObjectStore(options.directory);
  await mkdir(options.directory, { recursive: true });
  await store.removeLeftovers();
  await store.putBucket(options.bucket);

  const unanswered = new Set<ServerResponse>();
  let application: ReturnType<typeof loadApplication> | undefined;
  let isClosing = false;

  async function handle(...[request, response]: Parameters<RequestListener>): Promise<void> {
    if (isClosing) throw new S3Error("ServiceUnavailable", "The service is shutting down.");
    application ??= loadApplication(options, store);
    (await application).listener(request, response);
  }

  return {
    listener(request, response) {
      unanswered.add(response);
      response.once("close", () => unanswered.delete(response));
      handle(request, response).catch((error: unknown) => sendError(response, error));
    },
    async close() {
      isClosing = true;
      await Promise.all([...unanswered].map((response) => new Promise((resolve) => response.once("close", resolve))));
      await (await application)?.close();
    },
  };
}

async function loadApplication(options: S3Options, store: ObjectStore) {
  const { default: S3rver } = await import("s3rver");
  const s3rver = new S3rver({
    directory: options.directory,
    silent: true,
    vhostBuckets: false,
    serviceEndpoint: "invalid", // a host name that no request has: the bucket is in the path
  });
  s3rver.store = s3rver.context.store = store;
  s3rver.context.onerror = function (error) {
    if (error === null || error === undefined) return; // Koa's way to say that a request ended well
    this.req.resume(); // the rest of the body, or the connection could take no further request
    sendError(this.res, error);
  };
  s3rver.middleware.unshift(
    createFront({
      store,
      region: options.region,
      accessKey: options.credentials,
      corsOrigins: options.corsOrigins,
      onObjectCreated: (event) => options.onObjectCreated(event),
    }),
  );
  return {
    listener: s3rver.callback(),
    async close() {
      s3rver.logger.exceptions.unhandle();
      s3rver.logger.close();
    },
  };
}
