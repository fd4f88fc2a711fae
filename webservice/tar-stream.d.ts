/** The part of tar-stream 3 that is used here. It brings no types. */
declare module "tar-stream" {
  interface Header {
    readonly name: string;
    /** Permissions, such as `0o644`. */
    readonly mode: number;
    readonly mtime: Date;
  }

  interface Pack extends AsyncIterable<Buffer> {
    entry(header: Header, content: Buffer): void;
    finalize(): void;
  }

  function pack(): Pack;
}
