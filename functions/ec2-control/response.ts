import { STATUS_CODES } from "node:http";
import type { APIGatewayProxyResult } from "aws-lambda";
import { HttpError } from "./http-errors";

/** An answer with a body of JSON, in the shape that API Gateway's Lambda proxy integration takes. */
export function jsonResponse(
  statusCode: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): APIGatewayProxyResult {
  return { statusCode, headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) };
}

/**
 * The answer `{statusCode, error, message}` to a request that failed. An error that was not written for clients is told
 * as one of status 500 that names the request, under which the log has it.
 */
export function errorResponse(error: unknown, requestId: string): APIGatewayProxyResult {
  const known = error instanceof HttpError ? error : undefined;
  const statusCode = known?.statusCode ?? 500;
  const message = known?.message ?? `Something went wrong here. The request's id is ${requestId}.`;
  return jsonResponse(statusCode, { statusCode, error: STATUS_CODES[statusCode], message }, known?.headers);
}
