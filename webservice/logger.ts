import { isNativeError } from "node:util/types";
import pino, { type DestinationStream, type Logger, type LoggerOptions } from "pino";
import type { LogLevel } from "./config";

/** What the log says of an error. An AWS error carries its whole request, which is left out. */
interface LoggedError {
  type: string;
  message: string;
  stack?: string | undefined;
  code?: unknown;
  awsRequestId?: unknown;
  httpStatusCode?: unknown;
  cause?: LoggedError;
}

/** A logger of JSON lines, on standard output by default, with the time as ISO 8601 and the level by its name. */
export function createLogger(level: LogLevel, destination: DestinationStream = pino.destination(1)): Logger {
  const options: LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { err: describeError },
  };
  return pino(options, destination);
}

function describeError(error: unknown): LoggedError {
  if (!isNativeError(error)) return { type: typeof error, message: String(error) };
  const { name, message, stack, cause, code, $metadata } = error as Error & {
    code?: unknown;
    $metadata?: { requestId?: string; httpStatusCode?: number };
  };
  return {
    type: name,
    message,
    stack,
    ...(code !== undefined && { code }),
    ...($metadata?.requestId !== undefined && { awsRequestId: $metadata.requestId }),
    ...($metadata?.httpStatusCode !== undefined && { httpStatusCode: $metadata.httpStatusCode }),
    ...(cause !== undefined && { cause: describeError(cause) }),
  };
}
