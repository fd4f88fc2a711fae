import { S3Error, type S3ErrorCode } from "./s3-error";
import type { S3Request } from "./s3-request";
import { type AccessKey, RequestSigner, type SignatureTerms, sameSignature } from "./signature";

const ALGORITHM = "AWS4-HMAC-SHA256";

/** How far a header-signed request's date may be from now, in milliseconds. Source: S3, `RequestTimeTooSkewed`. */
const MAX_SKEW = 15 * 60 * 1000;

/** The longest that a presigned URL may live, in seconds: a week. */
const MAX_EXPIRES = 604_800;

const CONTENT_HASH = /^(UNSIGNED-PAYLOAD|[0-9a-f]{64})$/;

/**
 * Lets pass what S3 lets pass: requests signed with the one key there is, by an `Authorization` header or by a
 * presigned URL, whose every signed part arrived as it was signed.
 *
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html
 */
export class RequestAuthentication {
  readonly #accessKeyId: string;
  readonly #region: string;
  readonly #signer: RequestSigner;

  constructor(accessKey: AccessKey, region: string) {
    this.#accessKeyId = accessKey.accessKeyId;
    this.#region = region;
    this.#signer = new RequestSigner(accessKey, region);
  }

  /** @throws S3Error `SignatureDoesNotMatch`, `AccessDenied` and what else S3 answers to a request it does not trust */
  async check(request: S3Request): Promise<void> {
    const authorization = request.headers.authorization;
    const presigned = "X-Amz-Algorithm" in request.query || "X-Amz-Signature" in request.query;
    if (presigned && authorization !== undefined) {
      throw new S3Error(
        "InvalidArgument",
        "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified",
        { ArgumentName: "Authorization", ArgumentValue: authorization },
      );
    }
    if ("x-amz-security-token" in request.headers || "X-Amz-Security-Token" in request.query) {
      throw new S3Error("InvalidToken", "The provided token is malformed or otherwise invalid.");
    }
    if (presigned) await this.#checkPresigned(request);
    else if (authorization !== undefined) await this.#checkAuthorization(request, authorization);
    else if ("Signature" in request.query) throw unsupportedMechanism();
    else throw new S3Error("AccessDenied", "Access Denied");
  }

  async #checkPresigned(request: S3Request): Promise<void> {
    const parameter = (name: string): string => {
      const value = request.query[name];
      if (value !== undefined) return value;
      throw malformedQuery(
        "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.",
      );
    };
    if (parameter("X-Amz-Algorithm") !== ALGORITHM) {
      throw malformedQuery('X-Amz-Algorithm only supports "AWS4-HMAC-SHA256"');
    }
    const signature = parameter("X-Amz-Signature");
    const date = parameter("X-Amz-Date");
    const signingDate = parseAmzDate(date);
    if (signingDate === undefined) {
      throw malformedQuery("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
    }
    const expires = parameter("X-Amz-Expires");
    if (!/^\d{1,10}$/.test(expires)) throw malformedQuery("X-Amz-Expires should be a number");
    if (Number(expires) > MAX_EXPIRES) {
      throw malformedQuery(
        "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds",
      );
    }
    this.#checkCredential(parameter("X-Amz-Credential"), date, "AuthorizationQueryParametersError");

    const now = Date.now();
    const expiry = signingDate.getTime() + Number(expires) * 1000;
    if (now > expiry) {
      throw new S3Error("AccessDenied", "Request has expired", {
        "X-Amz-Expires": expires,
        Expires: new Date(expiry).toISOString(),
        ServerTime: new Date(now).toISOString(),
      });
    }
    if (signingDate.getTime() > now + MAX_SKEW) throw new S3Error("AccessDenied", "Request is not valid yet");

    const terms = { signingDate, signedHeaders: parameter("X-Amz-SignedHeaders").split(";") };
    checkSignedHeaders(request, terms);
    if (!sameSignature(signature, await this.#signer.presign(request, terms, Number(expires)))) {
      throw this.#mismatch(signature);
    }
  }

  async #checkAuthorization(request: S3Request, authorization: string): Promise<void> {
    const [, algorithm = "", rest = ""] = /^(\S*)\s*(.*)$/s.exec(authorization) ?? [];
    if (algorithm === "AWS") throw unsupportedMechanism();
    if (algorithm !== ALGORITHM) {
      throw new S3Error("InvalidArgument", "Unsupported Authorization Type", {
        ArgumentName: "Authorization",
        ArgumentValue: authorization,
      });
    }
    const parts = new Map(rest.split(",").map((part) => split(part.trim(), "=")));
    const [credential, signedHeaders, signature] = ["Credential", "SignedHeaders", "Signature"].map((name) =>
      parts.get(name),
    );
    if (!credential || !signedHeaders || !signature) {
      throw new S3Error(
        "AuthorizationHeaderMalformed",
        "The authorization header is malformed; the authorization header requires three components: Credential, SignedHeaders, and Signature.",
      );
    }
    const date = request.headers["x-amz-date"];
    const signingDate = typeof date === "string" ? parseAmzDate(date) : undefined;
    if (typeof date !== "string" || signingDate === undefined) {
      throw new S3Error("AccessDenied", "AWS authentication requires a valid x-amz-date header");
    }
    this.#checkCredential(credential, date, "AuthorizationHeaderMalformed");
    const now = Date.now();
    if (Math.abs(now - signingDate.getTime()) > MAX_SKEW) {
      throw new S3Error(
        "RequestTimeTooSkewed",
        "The difference between the request time and the current time is too large.",
        { RequestTime: date, ServerTime: new Date(now).toISOString(), MaxAllowedSkewMilliseconds: MAX_SKEW },
      );
    }
    checkContentHash(request);
    const terms = { signingDate, signedHeaders: signedHeaders.split(";") };
    checkSignedHeaders(request, terms);
    if (!sameSignature(signature, await this.#signer.sign(request, terms))) throw this.#mismatch(signature);
  }

  /** A credential is `<key id>/<date>/<region>/s3/aws4_request`. */
  #checkCredential(credential: string, date: string, malformed: S3ErrorCode): void {
    const [accessKeyId, day, region, service, type] = credential.split("/");
    if (service !== "s3" || type !== "aws4_request" || day !== date.slice(0, 8)) {
      throw new S3Error(
        malformed,
        `Error parsing the Credential; it should be "<your-access-key-id>/${date.slice(0, 8)}/${this.#region}/s3/aws4_request".`,
      );
    }
    if (accessKeyId !== this.#accessKeyId) {
      throw new S3Error("InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.", {
        AWSAccessKeyId: accessKeyId,
      });
    }
    if (region !== this.#region) {
      throw new S3Error(
        malformed,
        `Error parsing the Credential; the region '${region}' is wrong; expecting '${this.#region}'`,
        { Region: this.#region },
      );
    }
  }

  #mismatch(signature: string): S3Error {
    return new S3Error(
      "SignatureDoesNotMatch",
      "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
      { AWSAccessKeyId: this.#accessKeyId, SignatureProvided: signature },
    );
  }
}

/** Whoever holds a presigned URL may add nothing that S3 would act upon. */
function checkSignedHeaders({ headers }: S3Request, { signedHeaders }: SignatureTerms): void {
  const unsigned = Object.keys(headers).filter(
    (name) => (name === "host" || name.startsWith("x-amz-")) && !signedHeaders.includes(name),
  );
  if (unsigned.length > 0) {
    throw new S3Error("AccessDenied", "There were headers present in the request which were not signed", {
      HeadersNotSigned: unsigned.join(", "),
    });
  }
}

function checkContentHash({ headers }: S3Request): void {
  const hash = headers["x-amz-content-sha256"];
  if (hash === undefined) {
    throw new S3Error("InvalidRequest", "Missing required header for this request: x-amz-content-sha256");
  }
  if (typeof hash !== "string" || !CONTENT_HASH.test(hash)) {
    throw new S3Error("InvalidArgument", "x-amz-content-sha256 must be UNSIGNED-PAYLOAD or a valid sha256 value.", {
      ArgumentName: "x-amz-content-sha256",
      ArgumentValue: String(hash),
    });
  }
}

/** `20260131T235959Z` as a date; `undefined` where there is no such time. */
function parseAmzDate(text: string): Date | undefined {
  if (!/^\d{8}T\d{6}Z$/.test(text)) return undefined;
  const date = new Date(text.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, "$1-$2-$3T$4:$5:$6Z"));
  return Number.isNaN(date.getTime()) ? undefined : date;
}

function split(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at === -1 ? [text, ""] : [text.slice(0, at), text.slice(at + separator.length)];
}

function malformedQuery(message: string): S3Error {
  return new S3Error("AuthorizationQueryParametersError", message);
}

function unsupportedMechanism(): S3Error {
  return new S3Error(
    "InvalidRequest",
    "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.",
  );
}
