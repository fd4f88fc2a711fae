import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { ConfigError } from "../../environment/environment-reader";
import { type AwsRequestObserver, observeRequests } from "./request-observer";

/** The AWS clients of the webservice. Region, credentials and endpoints come from the SDK's own environment variables. */
export interface AwsClients {
  readonly dynamodb: DynamoDBDocumentClient;
  readonly s3: S3Client;
  destroy(): void;
}

export interface AwsClientsOptions {
  /** Whether S3 is addressed as `<endpoint>/<bucket>`. */
  readonly s3PathStyle: boolean;
  /** Is told of every request to AWS. @default nobody is, at no cost */
  readonly onRequest?: AwsRequestObserver | undefined;
}

/**
 * Makes the clients, each call of which ends within seconds: a caller is waiting, and whoever does not answer in that
 * time will not do so for the next one either.
 *
 * @throws {ConfigError} where no region is configured.
 */
export async function createAwsClients(options: AwsClientsOptions): Promise<AwsClients> {
  const dynamodb = new DynamoDBClient({ maxAttempts: 3, requestHandler: httpHandler({ requestTimeout: 2_000 }) });
  const s3 = new S3Client({
    maxAttempts: 3,
    requestHandler: httpHandler({ requestTimeout: 5_000 }),
    forcePathStyle: options.s3PathStyle,
    // Else a presigned PUT carries the checksum of an empty body.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
  });
  try {
    await Promise.all([dynamodb.config.region(), s3.config.region()]);
  } catch {
    throw new ConfigError([
      "AWS_REGION is not set: it has to be the region of the bucket and the table, such as us-east-1.",
    ]);
  }
  // They copy all that is sent and received for a logger, which is one that does nothing.
  dynamodb.middlewareStack.remove("loggerMiddleware");
  s3.middlewareStack.remove("loggerMiddleware");
  if (options.onRequest !== undefined) observeRequests({ dynamodb, s3 }, options.onRequest);
  return {
    dynamodb: DynamoDBDocumentClient.from(dynamodb, { marshallOptions: { removeUndefinedValues: true } }),
    s3,
    destroy() {
      dynamodb.destroy();
      s3.destroy();
    },
  };
}

/** @param options.requestTimeout how long AWS may be silent, in milliseconds, before its answer and within it. */
function httpHandler({ requestTimeout }: { requestTimeout: number }): NodeHttpHandler {
  const agent = { keepAlive: true, maxSockets: 256 };
  return new NodeHttpHandler({
    connectionTimeout: 1_000,
    requestTimeout,
    throwOnRequestTimeout: true,
    // The other one ends with the head of the answer.
    socketTimeout: requestTimeout,
    httpAgent: agent,
    httpsAgent: agent,
  });
}
