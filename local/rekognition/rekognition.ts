import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout } from "node:timers/promises";
import type { DetectLabelsResponse } from "@aws-sdk/client-rekognition";
import type { LocalService } from "../local-service";
import { type DetectLabelsRequest, parseDetectLabelsRequest } from "./detect-labels-request";
import { DetectorWorker } from "./detector-worker";
import { RekognitionError } from "./errors";
import { selectLabels, toLabels } from "./labels";

const TARGET = "RekognitionService.DetectLabels";

/** Names the model that answers, since it is not the service's own. */
const LABEL_MODEL_VERSION = "centernet-mobilenetv3-coco";

/**
 * The service's limits on a picture's size, in bytes.
 *
 * @see https://docs.aws.amazon.com/rekognition/latest/dg/limits.html
 */
const MAX_IMAGE_BYTES = 5 * 1024 * 1024;
const MAX_S3_OBJECT_BYTES = 15 * 1024 * 1024;

/** The longest request body that is kept, in bytes: the largest picture in base64, and room for all other fields. */
const MAX_BODY_BYTES = Math.ceil((MAX_IMAGE_BYTES * 4) / 3) + 1024 * 1024;

/** How long `close()` waits for requests under way, in milliseconds. */
const CLOSE_TIMEOUT_MS = 5_000;

export interface RekognitionOptions {
  /** The bundle of `worker.ts`, the thread that the model runs in. */
  readonly workerFile: string;
  /** The bytes of an object in S3; rejects where it cannot be had. */
  getObject(bucket: string, name: string): Promise<Uint8Array>;
}

export interface RekognitionService extends LocalService {
  /** Loads the model, unless it is; resolves once it is ready. The first request does so too, and waits. */
  load(): Promise<void>;
}

/**
 * A stand-in for Amazon Rekognition: `DetectLabels` in the service's own protocol (AWS JSON 1.1), answered by an object
 * detector of 80 classes that runs on this machine.
 *
 * Labels come from the picture alone, but there are no others than those of `coco-classes.ts`, and the confidences are
 * the model's scores put on Rekognition's scale (`labels.ts`). Signatures are not checked.
 */
export function startRekognition({ workerFile, getObject }: RekognitionOptions): RekognitionService {
  const detector = new DetectorWorker(workerFile);
  const underWay = new Set<Promise<void>>();
  let isClosing = false;

  async function readImage(image: DetectLabelsRequest["image"]): Promise<Uint8Array> {
    const { bytes, limit } = image.bytes
      ? { bytes: image.bytes, limit: MAX_IMAGE_BYTES }
      : { bytes: await readS3Object(image.bucket, image.name), limit: MAX_S3_OBJECT_BYTES };
    if (bytes.byteLength <= limit) return bytes;
    throw new RekognitionError(
      "ImageTooLargeException",
      `Image size is too large: ${bytes.byteLength} bytes exceed the limit of ${limit} bytes`,
    );
  }

  async function readS3Object(bucket: string, name: string): Promise<Uint8Array> {
    try {
      return await getObject(bucket, name);
    } catch (cause) {
      throw new RekognitionError(
        "InvalidS3ObjectException",
        "Unable to get object metadata from S3. Check object key, region and/or access permissions.",
        { cause },
      );
    }
  }

  async function detectLabels(request: IncomingMessage): Promise<DetectLabelsResponse> {
    const body = await readBody(request);
    if (isClosing) throw new RekognitionError("InternalServerError", "The service is shutting down");
    if (request.method !== "POST" || request.headers["x-amz-target"] !== TARGET) {
      throw new RekognitionError("UnknownOperationException", `This stand-in for Rekognition knows ${TARGET} only`);
    }
    const { image, selection } = parseDetectLabelsRequest(body);
    const classes = await detector.detect(await readImage(image));
    return { Labels: selectLabels(toLabels(classes), selection), LabelModelVersion: LABEL_MODEL_VERSION };
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      send(response, 200, await detectLabels(request));
    } catch (error) {
      const { name, status, message } =
        error instanceof RekognitionError ? error : new RekognitionError("InternalServerError", String(error));
      response.setHeader("x-amzn-ErrorType", name);
      send(response, status, { __type: name, Message: message });
    }
  }

  return {
    listener(request, response) {
      const done = answer(request, response).finally(() => underWay.delete(done));
      underWay.add(done);
    },
    load: () => detector.load(),
    async close() {
      isClosing = true;
      const timer = new AbortController();
      const timeout = setTimeout(CLOSE_TIMEOUT_MS, undefined, { signal: timer.signal }).catch(() => undefined);
      await Promise.race([Promise.allSettled(underWay), timeout]);
      timer.abort();
      await detector.close();
    },
  };
}

/** The whole body. One that is too long is read to its end all the same, or its sender would never see the answer. */
async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  if (length > MAX_BODY_BYTES) {
    throw new RekognitionError(
      "ImageTooLargeException",
      `The request has ${length} bytes, more than any image may need`,
    );
  }
  return Buffer.concat(chunks).toString("utf8");
}

function send(response: ServerResponse, status: number, body: object): void {
  response
    .writeHead(status, { "content-type": "application/x-amz-json-1.1", "x-amzn-requestid": randomUUID() })
    .end(JSON.stringify(body));
}
