import { createHash, createHmac, type Hash, type Hmac, timingSafeEqual } from "node:crypto";
import { SignatureV4 } from "@smithy/signature-v4";
import type { S3Request } from "./s3-request";

/** A key pair that requests are signed with. */
export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** What a request says of its own signature. */
export interface SignatureTerms {
  /** Names in lower case. */
  readonly signedHeaders: readonly string[];
  readonly signingDate: Date;
}

const CONTENT_HASH = "x-amz-content-sha256";

/** Query parameters of a presigned URL that the signer adds by itself. */
export const PRESIGNING_PARAMETERS = [
  "X-Amz-Algorithm",
  "X-Amz-Credential",
  "X-Amz-Date",
  "X-Amz-Expires",
  "X-Amz-SignedHeaders",
  "X-Amz-Signature",
];

/** Signs requests again, as their sender must have, with what arrived: AWS Signature Version 4 for S3. */
export class RequestSigner {
  readonly #signer: SignatureV4;

  constructor(accessKey: AccessKey, region: string) {
    this.#signer = new SignatureV4({
      service: "s3",
      region,
      credentials: accessKey,
      sha256: Sha256,
      uriEscapePath: false, // S3 signs the path as it is sent
      applyChecksum: false,
    });
  }

  /** The signature that belongs into a presigned URL. @param expiresIn seconds */
  async presign(request: S3Request, terms: SignatureTerms, expiresIn: number): Promise<string> {
    const query = Object.fromEntries(
      Object.entries(request.query).filter(([name]) => !PRESIGNING_PARAMETERS.includes(name)),
    );
    const headers = signedValues(request, terms);
    const hash = headers[CONTENT_HASH] ?? query["X-Amz-Content-Sha256"] ?? "UNSIGNED-PAYLOAD";
    // The signer takes the hash from a header and would move this into the query or sign it: neither was done where
    // the sender did not.
    const hidden = CONTENT_HASH in headers ? [] : [CONTENT_HASH];
    const signed = await this.#signer.presign(
      { ...originOf(request), query, headers: { ...headers, [CONTENT_HASH]: hash } },
      {
        signingDate: terms.signingDate,
        expiresIn,
        signableHeaders: new Set(terms.signedHeaders),
        unhoistableHeaders: new Set([...terms.signedHeaders, CONTENT_HASH]),
        unsignableHeaders: new Set(hidden),
      },
    );
    return String(signed.query?.["X-Amz-Signature"]);
  }

  /** The signature that belongs into an `Authorization` header. */
  async sign(request: S3Request, terms: SignatureTerms): Promise<string> {
    const signed = await this.#signer.sign(
      { ...originOf(request), query: { ...request.query }, headers: signedValues(request, terms) },
      { signingDate: terms.signingDate, signableHeaders: new Set(terms.signedHeaders) },
    );
    return /Signature=([0-9a-f]+)$/.exec(signed.headers.authorization ?? "")?.[1] ?? "";
  }
}

/** Compares in a time that tells nothing of where the two differ. */
export function sameSignature(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function originOf({ method, path }: S3Request) {
  return { method, path, protocol: "http:", hostname: "" };
}

function signedValues({ headers }: S3Request, { signedHeaders }: SignatureTerms): Record<string, string> {
  return Object.fromEntries(signedHeaders.map((name) => [name, String(headers[name] ?? "")]));
}

/** SHA-256, with a secret HMAC-SHA-256, in the form that the signer takes. */
class Sha256 {
  readonly #hash: Hash | Hmac;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash("sha256") : createHmac("sha256", bytesOf(secret));
  }

  update(data: Uint8Array): void {
    this.#hash.update(data);
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {
    throw new Error("a signature's hash is used once");
  }
}

function bytesOf(data: string | ArrayBuffer | ArrayBufferView): string | Uint8Array {
  if (typeof data === "string") return data;
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}
