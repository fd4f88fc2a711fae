import type { ServerResponse } from "node:http";
import type { ProxyOptions, ViteDevServer } from "vite";
import { ConfigError } from "../../environment/environment-reader";
import type { ServiceSupervisor } from "./supervisor";

/** The calls of the API, which go on to the service. */
const API = "^/(posts|signedUrlPut|getSignedUrlPut|health|ready|docs|openapi\\.json)(/|\\?|$)";

/** Vite's development server of the web app. */
export interface WebAppServer {
  readonly url: string;
  close(): Promise<void>;
}

export interface WebAppServerOptions {
  /** Folder of the web app's sources. */
  readonly directory: string;
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** What answers the calls of the API; they wait while it starts. */
  readonly service: ServiceSupervisor;
  /** Files and folders to watch besides the web app's. */
  readonly watched: string[];
  /** Called when one of them, or a file in one of them, comes, goes or changes. */
  readonly onChange: () => void;
}

/**
 * Starts the development server.
 *
 * @throws {ConfigError} where its port is taken.
 */
export async function startWebAppServer(options: WebAppServerOptions): Promise<WebAppServer> {
  const { directory, host, port, service, watched, onChange } = options;
  const { createServer } = await import("vite");
  const vite = await createServer({
    root: directory,
    clearScreen: false,
    server: { host, port, strictPort: true, proxy: { [API]: toService(service) } },
    // A plugin, since the server makes itself another watcher when its configuration changes.
    plugins: [
      { name: "watch-service", configureServer: ({ watcher }) => void watcher.add(watched).on("all", onChange) },
    ],
  });
  try {
    await vite.listen();
  } catch (error) {
    await vite.close();
    throw explainListenError(error, options);
  }
  // On this signal Vite would end the process before the service has stopped.
  process.removeAllListeners("SIGTERM");
  return {
    url: urlOf(vite),
    close: () => vite.close(),
  };
}

/** Hands a call to the service that runs at that moment. */
function toService(service: ServiceSupervisor): ProxyOptions {
  let inUse: ProxyOptions | undefined;
  return {
    target: "http://127.0.0.1", // replaced before each call
    configure(_proxy, options) {
      inUse = options;
    },
    async bypass(request, response) {
      try {
        const { url } = await service.running();
        if (inUse !== undefined) inUse.target = url;
        return undefined;
      } catch (error) {
        if (response !== undefined) answerUnavailable(response, error);
        return request.url;
      }
    },
  };
}

function answerUnavailable(response: ServerResponse, error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  response.writeHead(503, { "content-type": "application/json; charset=utf-8", "retry-after": "1" });
  response.end(JSON.stringify({ statusCode: 503, error: "Service Unavailable", message }));
}

/** An address that opens on this machine. */
function urlOf({ resolvedUrls }: ViteDevServer): string {
  const [url = ""] = [...(resolvedUrls?.local ?? []), ...(resolvedUrls?.network ?? [])];
  return url.replace("//127.0.0.1:", "//localhost:").replace(/\/$/, "");
}

function explainListenError(error: unknown, { host, port }: WebAppServerOptions): unknown {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (error instanceof Error && error.message.includes("already in use")) {
    return new ConfigError([
      `WEBAPP_PORT is ${port}, which another program listens on: stop it, or set WEBAPP_PORT to a free port.`,
    ]);
  }
  if (code === "EACCES") {
    return new ConfigError([`WEBAPP_PORT is ${port}, which this user may not listen on: set it to 1024 or higher.`]);
  }
  if (code === "ENOTFOUND" || code === "EADDRNOTAVAIL") {
    return new ConfigError([`HOST is "${host}": it has to be a name or address of this machine, such as 0.0.0.0.`]);
  }
  return error;
}
