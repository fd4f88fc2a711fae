import type { ServerResponse } from "node:http";
import { errorAnswer, errorDocument } from "./s3-error";

/** Headers that an error keeps: without them a page could not read it, nor anybody find it again. */
const KEPT_HEADERS = /^(access-control-.*|vary|x-amz-request-id|x-amz-id-2)$/;

/**
 * Answers a request with an error, as S3's XML.
 *
 * Whose client is gone gets nothing; where an answer has begun already, its connection is broken off, so that no client
 * takes the part for the whole. The cause of an internal error goes to standard error and never to the client.
 */
export function sendError(response: ServerResponse, error: unknown): void {
  if (response.headersSent || response.destroyed || response.socket?.writable === false) {
    response.destroy();
    return;
  }
  const answer = errorAnswer(error);
  if (answer.status === 500) console.error("The embedded S3 failed to answer a request:", error);
  for (const name of response.getHeaderNames()) {
    if (!KEPT_HEADERS.test(name)) response.removeHeader(name);
  }
  const document = errorDocument(answer, String(response.getHeader("x-amz-request-id") ?? ""));
  response.statusCode = answer.status;
  response.setHeader("Content-Type", "application/xml");
  response.setHeader("Content-Length", Buffer.byteLength(document));
  response.end(document);
}
