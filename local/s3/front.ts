import { randomBytes } from "node:crypto";
import { text } from "node:stream/consumers";
import type { S3Event } from "aws-lambda";
import type { Context, Middleware } from "s3rver";
import { RequestAuthentication } from "./authentication";
import { CorsRule } from "./cors";
import { deleteObjects } from "./delete-objects";
import { listObjects } from "./list-objects";
import { objectCreatedEvent } from "./object-created-event";
import type { ObjectStore } from "./object-store";
import { checkedBody } from "./payload-check";
import { S3Error } from "./s3-error";
import { parseRequest, type S3Request } from "./s3-request";
import { headersInQuery, normalizeRange, s3rverCopySource, s3rverUrl } from "./s3rver-request";
import type { AccessKey } from "./signature";
import type { CreatedObject } from "./stored-object";
import { refuseUnsupported } from "./unsupported";

export interface FrontOptions {
  readonly store: ObjectStore;
  readonly region: string;
  readonly accessKey: AccessKey;
  readonly corsOrigins: readonly string[];
  onObjectCreated(event: S3Event): Promise<void>;
}

/**
 * What stands before S3rver's own handlers: it lets pass only what S3 would, answers by itself what S3rver answers
 * wrongly, hands over the rest in a form that S3rver reads rightly, and tells of every object that came to be before
 * its creator hears of success, so that no event is lost.
 */
export function createFront({ store, region, accessKey, corsOrigins, onObjectCreated }: FrontOptions): Middleware {
  const authentication = new RequestAuthentication(accessKey, region);
  const cors = new CorsRule(corsOrigins);

  return async (ctx, next) => {
    const { req } = ctx.request;
    const requestId = randomBytes(8).toString("hex").toUpperCase();
    const hostId = randomBytes(24).toString("base64");
    ctx.set("x-amz-request-id", requestId);
    ctx.set("x-amz-id-2", hostId);

    cors.allow(req, ctx.res);
    if (ctx.method === "OPTIONS") {
      cors.preflight(req, ctx.res);
      ctx.status = 200;
      ctx.body = "";
      return;
    }
    const request = parseRequest(req);
    await authentication.check(request);
    refuseUnsupported(request);

    const created: CreatedObject[] = [];
    ctx.store = store.withListener((object) => created.push(object));
    ctx.state.account = accessKey;
    Object.assign(ctx.headers, headersInQuery(request));
    if (request.method === "PUT" || request.method === "POST") ctx.req = checkedBody(req, ctx.headers);

    if (!(await answer(ctx, request, store, region))) {
      prepareForS3rver(ctx, request, store);
      await next();
    }
    const sourceAddress = req.socket.remoteAddress ?? "";
    for (const object of created) {
      await onObjectCreated(
        objectCreatedEvent(object, { region, requestId, hostId, sourceAddress, accessKeyId: accessKey.accessKeyId }),
      );
    }
  };
}

/** Answers what S3rver does not, or not rightly. @returns whether it did */
async function answer(ctx: Context, request: S3Request, store: ObjectStore, region: string): Promise<boolean> {
  const { method, bucket, key, query } = request;
  if (bucket === undefined) return false;
  if (key !== undefined) {
    if (method !== "DELETE" || query.uploadId === undefined) return false;
    await store.abortUpload(bucket, query.uploadId);
    ctx.status = 204;
    return true;
  }
  if (method === "PUT" || method === "DELETE" || "location" in query) return false;
  if ((await store.getBucket(bucket)) === null) {
    throw new S3Error("NoSuchBucket", "The specified bucket does not exist", { BucketName: bucket });
  }
  if (method === "HEAD") {
    ctx.set("x-amz-bucket-region", region);
    ctx.status = 200;
    ctx.body = "";
    return true;
  }
  if (method === "POST" && !("delete" in query)) {
    throw new S3Error("NotImplemented", "Uploads by an HTML form are not implemented");
  }
  ctx.body =
    method === "GET"
      ? await listObjects(store, bucket, query)
      : await deleteObjects(store, bucket, await text(ctx.req));
  ctx.type = "application/xml";
  return true;
}

function prepareForS3rver(ctx: Context, request: S3Request, store: ObjectStore): void {
  const { bucket, key, method } = request;
  ctx.url = s3rverUrl(request);
  delete ctx.headers.authorization; // signed with a key that S3rver does not know
  if (bucket === undefined || key === undefined) return;
  const source = ctx.headers["x-amz-copy-source"];
  if (typeof source === "string") ctx.headers["x-amz-copy-source"] = s3rverCopySource(source);
  else if (method === "PUT" && ctx.headers["content-length"] === undefined) {
    throw new S3Error("MissingContentLength", "You must provide the Content-Length HTTP header.");
  }
  if (method === "GET" || method === "HEAD") normalizeRange(ctx.headers, store, bucket, key);
}
