import { createServer, type RequestListener } from "node:http";
import type { Metrics } from "./metrics";

/** A server that listens. */
export interface MetricsServer {
  /** Port that it listens on. */
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Serves `GET /metrics`, and nothing else, on a port of its own: what it tells is for whoever runs the service, so no load
 * balancer should lead there.
 *
 * @throws what `listen` throws where the port cannot be had.
 */
export async function serveMetrics(metrics: Metrics, at: { host: string; port: number }): Promise<MetricsServer> {
  const server = createServer(listener(metrics));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(at, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : at.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listener(metrics: Metrics): RequestListener {
  return (request, response) => {
    const answer = (status: number, text: string, headers: Record<string, string> = {}) =>
      response.writeHead(status, { "content-type": "text/plain; charset=utf-8", ...headers }).end(text);
    request.resume();
    if (request.url?.split("?")[0] !== "/metrics")
      return void answer(404, "There is /metrics here and nothing else.\n");
    if (request.method !== "GET" && request.method !== "HEAD") {
      return void answer(405, `${request.method} is not allowed here; allowed: GET, HEAD.\n`, { allow: "GET, HEAD" });
    }
    metrics.text().then(
      (text) => answer(200, text, { "content-type": metrics.contentType }),
      () => answer(500, "The metrics cannot be read.\n"),
    );
  };
}
