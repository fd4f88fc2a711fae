import { S3Error } from "./s3-error";
import type { S3Request } from "./s3-request";

/** Query parameters that ask for another thing than the object or the bucket's list, and that nothing here knows. */
const SUBRESOURCES = [
  "accelerate",
  "acl",
  "analytics",
  "attributes",
  "cors",
  "encryption",
  "intelligent-tiering",
  "inventory",
  "legal-hold",
  "lifecycle",
  "logging",
  "metrics",
  "notification",
  "object-lock",
  "ownershipControls",
  "policy",
  "policyStatus",
  "publicAccessBlock",
  "replication",
  "requestPayment",
  "restore",
  "retention",
  "select",
  "tagging",
  "torrent",
  "versionId",
  "versioning",
  "versions",
  "website",
];

const METHODS = ["DELETE", "GET", "HEAD", "POST", "PUT"];

/**
 * Refuses what would otherwise be taken for another operation: a GET of a bucket's lifecycle for its list, a PUT of an
 * object's tags for the object.
 *
 * @throws S3Error `NotImplemented`, `MethodNotAllowed`
 */
export function refuseUnsupported(request: S3Request): void {
  const { method, query, headers } = request;
  if (!METHODS.includes(method) || (request.bucket === undefined && method !== "GET")) {
    throw new S3Error("MethodNotAllowed", "The specified method is not allowed against this resource.", {
      Method: method,
      ResourceType: request.bucket === undefined ? "SERVICE" : "OBJECT",
    });
  }
  const parameter = SUBRESOURCES.find((name) => name in query) ?? unsupportedUploadParameter(request);
  if (parameter !== undefined) {
    throw new S3Error("NotImplemented", "A parameter you provided implies functionality that is not implemented", {
      Parameter: parameter,
    });
  }
  const header = ["if-match", "if-none-match"].find((name) => method === "PUT" && name in headers);
  if (header !== undefined) {
    throw new S3Error("NotImplemented", "A header you provided implies functionality that is not implemented", {
      Header: header,
    });
  }
}

/** Uploads in parts can be made, completed and aborted, but neither listed nor read. */
function unsupportedUploadParameter({ method, query }: S3Request): string | undefined {
  if (method !== "GET" && method !== "HEAD") return undefined;
  return ["uploads", "uploadId", "partNumber"].find((name) => name in query);
}
