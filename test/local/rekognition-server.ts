import { once } from "node:events";
import http from "node:http";
import { RekognitionClient } from "@aws-sdk/client-rekognition";
import type { LocalService } from "../../local/local-service";

/** Holds the service on a free port of loopback, with a client of it that never tries twice. */
export async function listen(service: LocalService): Promise<{ server: http.Server; client: RekognitionClient }> {
  const server = http.createServer(service.listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port");
  const client = new RekognitionClient({
    endpoint: `http://127.0.0.1:${address.port}`,
    region: "eu-west-1",
    credentials: { accessKeyId: "any", secretAccessKey: "any" },
    maxAttempts: 1,
  });
  return { server, client };
}
