/** The part of S3rver 3.7.1 that is used here. It is a Koa 2 application and brings no types. */
declare module "s3rver" {
  import type { EventEmitter } from "node:events";
  import type { IncomingHttpHeaders, IncomingMessage, RequestListener, ServerResponse } from "node:http";
  import type { Readable } from "node:stream";

  namespace S3rver {
    /** A Koa context: one request and its answer. */
    interface Context {
      /** What S3rver reads the body from. */
      req: IncomingMessage | Readable;
      readonly res: ServerResponse;
      readonly request: { readonly req: IncomingMessage };
      readonly headers: IncomingHttpHeaders;
      readonly method: string;
      /** Path and query; S3rver finds bucket, key and parameters in it. */
      url: string;
      status: number;
      body: unknown;
      type: string;
      /** The store that this request works on. */
      store: unknown;
      /** What the handlers of one request tell each other. S3rver takes a request with an account for a signed one. */
      readonly state: { account?: object };
      readonly headerSent: boolean;
      readonly writable: boolean;
      set(name: string, value: string): void;
    }

    type Middleware = (ctx: Context, next: () => Promise<void>) => Promise<void> | void;

    interface Options {
      readonly directory: string;
      /** Whether it writes nothing on the terminal. */
      readonly silent: boolean;
      /** Whether a host name is taken for a bucket's name. */
      readonly vhostBuckets: boolean;
      /** Hosts under this name are taken for `<bucket>.s3.<name>`. */
      readonly serviceEndpoint: string;
    }
  }

  class S3rver extends EventEmitter {
    constructor(options: S3rver.Options);
    store: unknown;
    /** What all contexts inherit. */
    readonly context: { store: unknown; onerror: (this: S3rver.Context, error: unknown) => void };
    /** What handles a request, outermost first; S3rver's own handlers are in it from the start. */
    readonly middleware: S3rver.Middleware[];
    readonly logger: { close(): void; exceptions: { unhandle(): void } };
    callback(): RequestListener;
  }

  export = S3rver;
}
