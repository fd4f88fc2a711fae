import { createHash } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { pipeline, type Readable, Transform } from "node:stream";
import { crc32 } from "node:zlib";
import { S3Error } from "./s3-error";

/** Fails where a digest of the whole body is not what the request announced. */
interface BodyCheck {
  update(chunk: Buffer): void;
  /** @throws S3Error `BadDigest`, `XAmzContentSHA256Mismatch` */
  finish(): void;
}

/**
 * The body of a request, which ends in an error where it is not the one that the headers announce with
 * `x-amz-content-sha256`, `content-md5` or `x-amz-checksum-crc32` (what AWS SDKs send unless told otherwise).
 *
 * @throws S3Error `NotImplemented` for a body in signed chunks or with trailers
 */
export function checkedBody(body: Readable, headers: IncomingHttpHeaders): Readable {
  refuseChunks(headers);
  const checks = announcedDigests(headers);
  if (checks.length === 0) return body;
  const checking = new Transform({
    transform(chunk: Buffer, _encoding, callback) {
      for (const check of checks) check.update(chunk);
      callback(null, chunk);
    },
    flush(callback) {
      try {
        for (const check of checks) check.finish();
        callback();
      } catch (error) {
        callback(error instanceof Error ? error : new Error(String(error)));
      }
    },
  });
  // An error of either end destroys the other with it; whoever reads the result is told.
  return pipeline(body, checking, () => {});
}

function announcedDigests(headers: IncomingHttpHeaders): BodyCheck[] {
  const checks: BodyCheck[] = [];
  const sha256 = header(headers, "x-amz-content-sha256");
  if (sha256 !== undefined && sha256 !== "UNSIGNED-PAYLOAD") {
    const error = new S3Error(
      "XAmzContentSHA256Mismatch",
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    );
    checks.push(digestCheck("sha256", "hex", sha256, error));
  }
  const md5 = header(headers, "content-md5");
  if (md5 !== undefined) {
    const error = new S3Error("BadDigest", "The Content-MD5 you specified did not match what we received.");
    checks.push(digestCheck("md5", "base64", md5, error));
  }
  const crc = header(headers, "x-amz-checksum-crc32");
  if (crc !== undefined) checks.push(crc32Check(crc));
  return checks;
}

function digestCheck(algorithm: string, encoding: "hex" | "base64", expected: string, error: S3Error): BodyCheck {
  const hash = createHash(algorithm);
  return {
    update: (chunk) => hash.update(chunk),
    finish: () => {
      if (hash.digest(encoding) !== expected) throw error;
    },
  };
}

function crc32Check(expected: string): BodyCheck {
  let value = 0;
  return {
    update: (chunk) => {
      value = crc32(chunk, value);
    },
    finish: () => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(value);
      if (bytes.toString("base64") !== expected) {
        throw new S3Error("BadDigest", "The CRC32 you specified did not match the calculated checksum.");
      }
    },
  };
}

function refuseChunks(headers: IncomingHttpHeaders): void {
  const hash = header(headers, "x-amz-content-sha256") ?? "";
  const encoding = header(headers, "content-encoding") ?? "";
  if (hash.startsWith("STREAMING-") || encoding.includes("aws-chunked")) {
    throw new S3Error(
      "NotImplemented",
      'A body in chunks with a trailing checksum is not supported here: build the client with requestChecksumCalculation: "WHEN_REQUIRED".',
    );
  }
}

function header(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return typeof value === "string" ? value : undefined;
}
