import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** What Rekognition answers: labels by name, or an error of the service by its name. */
export type LabelsAnswer = { readonly labels: readonly string[] } | { readonly error: string };

/** S3 and Rekognition as far as the label function calls them, on a free port of this machine, as they speak on the wire. */
export interface ImageServices {
  readonly endpoint: string;
  /** What Rekognition answers for a key; `Cat` where the test says nothing else. */
  answer: (key: string) => LabelsAnswer;
  /** The bodies of the calls to Rekognition. */
  readonly detections: unknown[];
  /** `<bucket>/<key>` of the objects that were deleted. */
  readonly deletions: string[];
  reset(): void;
  close(): Promise<void>;
}

const seesCat = (): LabelsAnswer => ({ labels: ["Cat"] });

export async function listenImageServices(): Promise<ImageServices> {
  const server = createServer(async (request, response) => {
    const body = await text(request);
    if (request.headers["x-amz-target"] === "RekognitionService.DetectLabels") {
      const detection = JSON.parse(body);
      services.detections.push(detection);
      const answer = services.answer(detection.Image.S3Object.Name);
      const failed = "error" in answer;
      response.writeHead(failed ? 400 : 200, { "content-type": "application/x-amz-json-1.1" });
      response.end(
        JSON.stringify(
          failed
            ? { __type: answer.error, Message: `${answer.error} from the test` }
            : { Labels: answer.labels.map((Name) => ({ Name, Confidence: 90 })) },
        ),
      );
    } else if (request.method === "DELETE") {
      services.deletions.push(decodeURIComponent((request.url ?? "").replace(/^\/|\?.*/g, "")));
      response.writeHead(204).end();
    } else {
      response.writeHead(501).end();
    }
  });
  server.listen(0, "localhost");
  await once(server, "listening");

  const services: ImageServices = {
    // A name, unlike an address, is one that the SDK would put a bucket's name before.
    endpoint: `http://localhost:${(server.address() as AddressInfo).port}`,
    answer: seesCat,
    detections: [],
    deletions: [],
    reset() {
      services.answer = seesCat;
      services.detections.length = 0;
      services.deletions.length = 0;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return services;
}

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
