import { createServer, type RequestListener, type Server, type ServerOptions } from "node:http";
import type { Socket } from "node:net";

/** How long a connection may stand still while the service stops, in milliseconds, before it is cut off. */
const STALL_LIMIT = 5_000;

/**
 * The HTTP servers of the webservice and all connections to them. Node knows which connections are idle between two
 * requests, but takes one that never sent a thing for busy.
 */
export class Connections {
  /** Requests in progress of every open connection. */
  readonly #requests = new Map<Socket, number>();

  /** Makes a server whose connections are counted in. */
  createServer(options: ServerOptions, listener: RequestListener): Server {
    const server = createServer(options, listener);
    server.on("connection", (socket) => {
      this.#requests.set(socket, 0);
      socket.once("close", () => this.#requests.delete(socket));
    });
    server.on("request", ({ socket }, response) => {
      this.#count(socket, 1);
      response.once("close", () => this.#count(socket, -1));
    });
    return server;
  }

  /**
   * Lets go of all connections: of those without a request at once, of the others as soon as they are answered or stand
   * still for five seconds.
   *
   * @returns a function that ends the watch.
   */
  release(): () => void {
    const seen = new Map<Socket, { bytes: number; since: number }>();
    const watch = setInterval(() => this.#cut(seen), 100);
    this.#cut(seen);
    return () => clearInterval(watch);
  }

  #cut(seen: Map<Socket, { bytes: number; since: number }>): void {
    for (const [socket, requests] of this.#requests) {
      const bytes = socket.bytesRead + socket.bytesWritten - socket.writableLength;
      const last = seen.get(socket);
      if (last?.bytes !== bytes) seen.set(socket, { bytes, since: performance.now() });
      const stalled = last?.bytes === bytes && performance.now() - last.since > STALL_LIMIT;
      if (requests === 0 || stalled) socket.destroy();
    }
  }

  #count(socket: Socket, change: number): void {
    const requests = this.#requests.get(socket);
    if (requests !== undefined) this.#requests.set(socket, requests + change);
  }
}
