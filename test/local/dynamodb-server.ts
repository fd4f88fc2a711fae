import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { type DynamoDbOptions, startDynamoDb } from "../../local/dynamodb/dynamodb";

/** The embedded DynamoDB behind a server on a free port of loopback, and a client of it. */
export interface DynamoDbServer {
  readonly endpoint: string;
  readonly client: DynamoDBClient;
  close(): Promise<void>;
}

export async function listenDynamoDb(options: DynamoDbOptions): Promise<DynamoDbServer> {
  const service = await startDynamoDb(options);
  const server = createServer(service.listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new DynamoDBClient({
    endpoint,
    region: "eu-west-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    maxAttempts: 1,
  });
  return {
    endpoint,
    client,
    async close() {
      await service.close();
      client.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
