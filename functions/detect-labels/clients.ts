import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { RekognitionClient } from "@aws-sdk/client-rekognition";
import { S3Client } from "@aws-sdk/client-s3";
import { attemptTimeouts } from "../attempt-timeouts";
import type { Environment } from "./environment";
import { tracer } from "./telemetry";

/**
 * Limits of one attempt at a call, in milliseconds. With the SDK's retries, all calls for one picture end within 30 s,
 * which is what the function's own time limit should allow at least.
 */
const REKOGNITION_TIMEOUT_MS = 6_000;
const STORAGE_TIMEOUT_MS = 1_500;

/** Clients of the services that the function calls. */
export interface Clients {
  readonly dynamodb: DynamoDBClient;
  readonly rekognition: RekognitionClient;
  readonly s3: S3Client;
}

/** Makes the clients; region, credentials and endpoints come from the SDK's standard environment variables. */
export function createClients({ hasS3Endpoint }: Environment): Clients {
  const dynamodb = new DynamoDBClient({ maxAttempts: 3, requestHandler: attemptTimeouts(STORAGE_TIMEOUT_MS) });
  const rekognition = new RekognitionClient({
    maxAttempts: 2,
    requestHandler: attemptTimeouts(REKOGNITION_TIMEOUT_MS),
  });
  const s3 = new S3Client({
    maxAttempts: 3,
    requestHandler: attemptTimeouts(STORAGE_TIMEOUT_MS),
    // Buckets of an emulator have no host names.
    forcePathStyle: hasS3Endpoint,
  });
  return {
    dynamodb: tracer.captureAWSv3Client(dynamodb),
    rekognition: tracer.captureAWSv3Client(rekognition),
    // Not traced: X-Ray would keep the object's key, which holds the user's name.
    s3,
  };
}
