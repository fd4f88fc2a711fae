import { once } from "node:events";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What becomes of a call: it is passed on, cut off before, cut off after it was answered, or answered with a status. */
export type LineState = "good" | "cut" | "losesAnswers" | { status: number; retryAfter?: number };

/** A line to a service that is as bad as a test wants it. */
export interface FlakyLine {
  readonly url: string;
  /** The calls so far: method and path, without the query. */
  readonly calls: string[];
  /** @param applies which calls it is about; all of them, where it is not given. */
  becomes(state: LineState, applies?: (call: string) => boolean): void;
  close(): Promise<void>;
}

export async function startFlakyLine(target: string): Promise<FlakyLine> {
  const calls: string[] = [];
  let state: LineState = "good";
  let applies: (call: string) => boolean = () => true;

  const server = createServer((incoming, outgoing) => {
    const call = `${incoming.method} ${incoming.url?.split("?")[0]}`;
    calls.push(call);
    const now = applies(call) ? state : "good";
    if (now === "cut") return void incoming.socket.destroy();
    if (typeof now === "object") {
      const { status, retryAfter } = now;
      if (retryAfter !== undefined) outgoing.setHeader("retry-after", retryAfter);
      return void outgoing
        .writeHead(status, { "content-type": "application/json" })
        .end(JSON.stringify({ statusCode: status, message: "Not now." }));
    }
    passOn(target, incoming, outgoing, now === "losesAnswers");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    becomes(next, about = () => true) {
      state = next;
      applies = about;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function passOn(target: string, incoming: IncomingMessage, outgoing: ServerResponse, losesAnswer: boolean): void {
  const { method, url, headers } = incoming;
  const onward = request(target + url, { method, headers }, (answer) => {
    if (losesAnswer) {
      answer.resume().on("end", () => incoming.socket.destroy());
      return;
    }
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  onward.on("error", () => incoming.socket.destroy());
  incoming.pipe(onward);
}
