import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { S3Client } from "@aws-sdk/client-s3";
import type { EndedAwsRequest } from "../metrics/metrics";
import { kindOfTrouble } from "./trouble";

/** Is told of every request to AWS that is over, and how many seconds it took. */
export type AwsRequestObserver = (request: EndedAwsRequest, seconds: number) => void;

const observers = new WeakMap<DynamoDBClient["config"], AwsRequestObserver>();

/** Who is to be told of requests that are sent past this client's middleware, if anybody. */
export function observerOf(client: Pick<DynamoDBClient, "config">): AwsRequestObserver | undefined {
  return observers.get(client.config);
}

/**
 * Lets `observe` know of every request that these clients send, retries included. Presigning sends none.
 */
export function observeRequests(
  { dynamodb, s3 }: { dynamodb: DynamoDBClient; s3: S3Client },
  observe: AwsRequestObserver,
): void {
  // Around the reading of the answer, so that errors have their names, and within that which tries again.
  const options = { name: "requestObserver", step: "deserialize", priority: "high" } as const;
  observers.set(dynamodb.config, observe);
  dynamodb.middlewareStack.add(
    (next, { commandName }) =>
      (args) =>
        observed("dynamodb", operationOf(commandName), observe, () => next(args)),
    options,
  );
  s3.middlewareStack.add(
    (next, { commandName }) =>
      (args) =>
        observed("s3", operationOf(commandName), observe, () => next(args)),
    options,
  );
}

function operationOf(commandName: string | undefined): string {
  return commandName?.replace(/Command$/, "") ?? "unknown";
}

/** Sends one request to AWS and tells `observe`, where there is one, how that went. */
export async function observed<T>(
  service: EndedAwsRequest["service"],
  operation: string,
  observe: AwsRequestObserver | undefined,
  send: () => Promise<T>,
): Promise<T> {
  if (observe === undefined) return send();
  const started = performance.now();
  const ended = (outcome: EndedAwsRequest["outcome"]): void =>
    observe({ service, operation, outcome }, (performance.now() - started) / 1000);
  try {
    const answer = await send();
    ended("ok");
    return answer;
  } catch (error) {
    ended(kindOfTrouble(error) ?? "error");
    throw error;
  }
}
