import type { IncomingMessage, ServerResponse } from "node:http";
import { S3Error } from "./s3-error";

/** What a browser may do here: show a picture and upload one. */
const METHODS = ["GET", "HEAD", "PUT"];

/**
 * Headers that a page may send, besides `x-amz-*`. `Authorization` is not among them: S3 refuses it beside a presigned
 * URL, and a page that sends it learns so here.
 */
const HEADERS = ["cache-control", "content-md5", "content-type", "if-modified-since", "if-none-match", "range"];

/** How long a browser may keep the answer to a preflight, in seconds. */
const MAX_AGE = 3000;

const VARY = "Origin, Access-Control-Request-Headers, Access-Control-Request-Method";

/** The bucket's CORS rule: which pages may read the answers. */
export class CorsRule {
  /** @param origins such as `http://localhost:8080`, or `*` for all */
  constructor(private readonly origins: readonly string[]) {}

  /** Sets the headers that let the page that asks read the answer, whatever it will be. */
  allow(request: IncomingMessage, response: ServerResponse): void {
    response.setHeader("Vary", VARY);
    const origin = this.#allowedOrigin(request);
    if (origin === undefined) return;
    response.setHeader("Access-Control-Allow-Origin", origin);
    response.setHeader("Access-Control-Expose-Headers", "ETag");
  }

  /**
   * Sets the headers that answer a preflight.
   *
   * @throws S3Error `AccessForbidden` where origin, method or a header is not allowed
   */
  preflight(request: IncomingMessage, response: ServerResponse): void {
    const method = request.headers["access-control-request-method"];
    if (request.headers.origin === undefined) {
      throw new S3Error("BadRequest", "Insufficient information. Origin request header needed.");
    }
    if (method === undefined) throw new S3Error("BadRequest", "Invalid Access-Control-Request-Method: null");
    const headers = (request.headers["access-control-request-headers"] ?? "")
      .split(",")
      .map((name) => name.trim().toLowerCase())
      .filter((name) => name !== "");
    const allowed =
      this.#allowedOrigin(request) !== undefined &&
      METHODS.includes(method) &&
      headers.every((name) => HEADERS.includes(name) || name.startsWith("x-amz-"));
    if (!allowed) {
      throw new S3Error(
        "AccessForbidden",
        "CORSResponse: This CORS request is not allowed. This is usually because the evaluation of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.",
        { Method: method, ResourceType: "OBJECT" },
      );
    }
    response.setHeader("Access-Control-Allow-Methods", METHODS.join(", "));
    if (headers.length > 0) response.setHeader("Access-Control-Allow-Headers", headers.join(", "));
    response.setHeader("Access-Control-Max-Age", String(MAX_AGE));
  }

  #allowedOrigin({ headers: { origin } }: IncomingMessage): string | undefined {
    if (origin === undefined) return undefined;
    if (this.origins.includes("*")) return "*";
    return this.origins.includes(origin) ? origin : undefined;
  }
}
