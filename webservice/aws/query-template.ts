import { isUint8Array } from "node:util/types";
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { HttpRequest } from "@smithy/core/protocols";

/** A query that asks by text alone. There is no other member that {@link bodyOf} would write. */
export interface TextQuery {
  readonly TableName: string;
  readonly IndexName?: string | undefined;
  readonly Limit?: number | undefined;
  readonly ConsistentRead?: boolean | undefined;
  readonly ScanIndexForward?: boolean | undefined;
  /** The `LastEvaluatedKey` of the answer before, as it is. */
  readonly ExclusiveStartKey?: Readonly<Record<string, AttributeValue>> | undefined;
  readonly KeyConditionExpression: string;
  readonly ExpressionAttributeNames: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues: Readonly<Record<string, { readonly S: string }>>;
}

/** The part of an auth scheme of the SDK that signs: `HttpSigner` of @smithy/types. */
interface Signer {
  sign(request: HttpRequest, identity: unknown, properties: Record<string, unknown>): Promise<HttpRequest>;
  successHandler?(response: unknown, properties: Record<string, unknown>): void;
}

/** What the SDK has found out in order to sign a request. */
interface SelectedAuthScheme {
  readonly signer: Signer;
  readonly identity: unknown;
  readonly httpAuthOption: { readonly signingProperties?: Record<string, unknown> };
}

/** What all queries of one table and one key of access have in common: the SDK's request, and how it signs it. */
export interface QueryTemplate {
  /** Unsigned; body, length and invocation id are those of the query that it was taken from. */
  readonly request: HttpRequest;
  readonly scheme: SelectedAuthScheme;
}

/** Headers that are the same for each query, or are written anew by whoever sends one. Another one might be neither. */
const KNOWN_HEADERS = new Set([
  "amz-sdk-invocation-id",
  "amz-sdk-request",
  "content-length",
  "content-type",
  "host",
  "user-agent",
  "x-amz-target",
  "x-amz-user-agent",
]);

/** Headers that the signer writes. */
const SIGNATURE_HEADERS = new Set(["authorization", "x-amz-content-sha256", "x-amz-date", "x-amz-security-token"]);

/**
 * The template that lies in a request which the SDK has signed.
 *
 * @param scheme the SDK's `selectedHttpAuthScheme`.
 * @param body what is expected to be its body.
 * @returns `undefined` where it is not made up as this file knows it.
 */
export function templateOf(request: unknown, scheme: unknown, body: string): QueryTemplate | undefined {
  if (!HttpRequest.isInstance(request) || !isSelectedAuthScheme(scheme)) return undefined;
  const { method, query } = request;
  const headers = Object.fromEntries(
    Object.entries(request.headers).filter(([name]) => !SIGNATURE_HEADERS.has(name.toLowerCase())),
  );
  const isKnown =
    method === "POST" &&
    Object.keys(query ?? {}).length === 0 &&
    Object.keys(headers).every((name) => KNOWN_HEADERS.has(name.toLowerCase())) &&
    /^attempt=1; max=\d+$/.test(headers["amz-sdk-request"] ?? "") &&
    isUint8Array(request.body) &&
    Buffer.compare(request.body, Buffer.from(body)) === 0;
  return isKnown ? { request: new HttpRequest({ ...request, headers }), scheme } : undefined;
}

/** The body of a query as the SDK writes it: in the order of DynamoDB's model, whatever the order of `query`. */
export function bodyOf(query: TextQuery): string {
  return JSON.stringify({
    TableName: query.TableName,
    IndexName: query.IndexName,
    Limit: query.Limit,
    ConsistentRead: query.ConsistentRead,
    ScanIndexForward: query.ScanIndexForward,
    ExclusiveStartKey: query.ExclusiveStartKey,
    KeyConditionExpression: query.KeyConditionExpression,
    ExpressionAttributeNames: query.ExpressionAttributeNames,
    ExpressionAttributeValues: query.ExpressionAttributeValues,
  });
}

function isSelectedAuthScheme(value: unknown): value is SelectedAuthScheme {
  if (!isObject(value)) return false;
  const { signer, httpAuthOption } = value;
  return isObject(signer) && typeof signer.sign === "function" && isObject(httpAuthOption);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
