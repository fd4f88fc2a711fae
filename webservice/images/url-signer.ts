import { createHash, createHmac } from "node:crypto";
import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";

type Credentials = Awaited<ReturnType<S3Client["config"]["credentials"]>>;

/** What the URL is for that all others are made after: of every kind of character, so that it shows how each is written. */
const EXAMPLE_KEY = "a key/~é+#'猫.jpg";

/** A presigned URL. */
export interface SignedUrl {
  readonly url: string;
  /** When the credentials that signed it end, in milliseconds since 1970, and it with them; absent where they do not. */
  readonly credentialsExpire?: number;
}

/** What all URLs of one day and one pair of keys have in common. */
interface Template {
  /** `<YYYYMMDD>/<region>/<service>/aws4_request` */
  readonly scope: string;
  readonly signingKey: Buffer;
  /** `https://<host>`, and what stands before the key in the path: `/`, or `/<bucket>/`. */
  readonly origin: string;
  readonly pathPrefix: string;
  /** The canonical headers, their list, and the hash of the body, as the canonical request ends with them. */
  readonly canonicalEnd: string;
  /** The query around the time of signing, without the signature, as it is signed. */
  readonly queryBeforeTime: string;
  readonly queryAfterTime: string;
  /** The part of {@link queryAfterTime} that stands before the signature in the URL. */
  readonly untilSignature: string;
  readonly afterSignature: string;
}

/**
 * Presigns GET URLs for the objects of a bucket: the same bytes as the AWS SDK's presigner at a fraction of its cost.
 *
 * For each day and each pair of keys the SDK signs one URL, which is taken apart and signed again here (Signature
 * Version 4: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html). Where both agree, all other
 * URLs differ from it in key, time and signature alone, which take one hash and one HMAC. Where they do not, as for a
 * bucket that wants another way of signing, the SDK signs each.
 */
export class UrlSigner {
  #learned: { credentials: Credentials; day: string; template: Promise<Template | undefined> } | undefined;

  /** @param expiresIn how long the URLs are good for, in seconds. */
  constructor(
    private readonly client: S3Client,
    private readonly bucket: string,
    private readonly expiresIn: number,
  ) {}

  /** Signs with the credentials and the time of now. Rejects where there are no credentials. */
  async sign(key: string): Promise<SignedUrl> {
    const credentials = await this.client.config.credentials();
    const now = new Date();
    const time = `${now.toISOString().slice(0, 19).replace(/[-:]/g, "")}Z`;
    const template = await this.#templateFor(credentials, now, time.slice(0, 8));
    const url = template === undefined || key === "" ? await this.#signBySdk(key, now) : urlFrom(template, key, time);
    const { expiration } = credentials;
    return expiration === undefined ? { url } : { url, credentialsExpire: expiration.getTime() };
  }

  #templateFor(credentials: Credentials, now: Date, day: string): Promise<Template | undefined> {
    const known = this.#learned;
    if (known?.day === day && isSame(known.credentials, credentials)) return known.template;
    const template = this.#signBySdk(EXAMPLE_KEY, now).then((url) => templateOf(url, credentials));
    const learned = { credentials, day, template };
    this.#learned = learned;
    template.catch(() => {
      if (this.#learned === learned) this.#learned = undefined;
    });
    return template;
  }

  #signBySdk(key: string, signingDate: Date): Promise<string> {
    const command = new GetObjectCommand({ Bucket: this.bucket, Key: key });
    return getSignedUrl(this.client, command, { expiresIn: this.expiresIn, signingDate });
  }
}

function isSame(a: Credentials, b: Credentials): boolean {
  return (
    a.accessKeyId === b.accessKeyId && a.secretAccessKey === b.secretAccessKey && a.sessionToken === b.sessionToken
  );
}

const URL_PARTS = /^(https?:\/\/([^/]+))(\/[^?]*)\?(.*)$/;
const QUERY_PARTS = /^(.*&X-Amz-Date=)(\d{8}T\d{6}Z)(&.*)&X-Amz-Signature=[0-9a-f]{64}(.*)$/;
const SCOPE = /&X-Amz-Credential=[^&]*?%2F(\d{8})%2F([^%&]+)%2F([^%&]+)%2Faws4_request&/;

/** What the URL that the SDK made tells of others; `undefined` where it is not made up or signed as this file knows it. */
function templateOf(url: string, credentials: Credentials): Template | undefined {
  const [, origin = "", host = "", path = "", query = ""] = URL_PARTS.exec(url) ?? [];
  const [, queryBeforeTime = "", time = "", untilSignature = "", afterSignature = ""] = QUERY_PARTS.exec(query) ?? [];
  const [, day = "", region = "", service = ""] = SCOPE.exec(query) ?? [];
  const escapedKey = escapeKey(EXAMPLE_KEY);
  if (!path.endsWith(`/${escapedKey}`)) return undefined;
  const template: Template = {
    scope: `${day}/${region}/${service}/aws4_request`,
    signingKey: [day, region, service, "aws4_request"].reduce<Buffer>(
      (secret, part) => createHmac("sha256", secret).update(part).digest(),
      Buffer.from(`AWS4${credentials.secretAccessKey}`),
    ),
    origin,
    pathPrefix: path.slice(0, -escapedKey.length),
    canonicalEnd: `\nhost:${host}\n\nhost\nUNSIGNED-PAYLOAD`,
    queryBeforeTime,
    queryAfterTime: untilSignature + afterSignature,
    untilSignature,
    afterSignature,
  };
  return urlFrom(template, EXAMPLE_KEY, time) === url ? template : undefined;
}

/** @param time `YYYYMMDDTHHMMSSZ`, of the template's day. */
function urlFrom(template: Template, key: string, time: string): string {
  const path = template.pathPrefix + escapeKey(key);
  const query = template.queryBeforeTime + time;
  const canonicalRequest = `GET\n${path}\n${query}${template.queryAfterTime}${template.canonicalEnd}`;
  const hash = createHash("sha256").update(canonicalRequest).digest("hex");
  const signature = createHmac("sha256", template.signingKey)
    .update(`AWS4-HMAC-SHA256\n${time}\n${template.scope}\n${hash}`)
    .digest("hex");
  const { origin, untilSignature, afterSignature } = template;
  return `${origin}${path}?${query}${untilSignature}&X-Amz-Signature=${signature}${afterSignature}`;
}

/** Percent-encodes each part of a key as RFC 3986 has it, and leaves the slashes between them. */
function escapeKey(key: string): string {
  if (/^[\w.~/-]*$/.test(key)) return key;
  return encodeURIComponent(key)
    .replaceAll("%2F", "/")
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
