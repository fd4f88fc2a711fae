import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type FilledPostagram, startFilledPostagram } from "./product/filled-postagram";

type Report = (news: string) => void;

/** What the sections of one run share. */
export class BenchContext {
  /** A folder for whatever the run leaves behind, which goes with it. */
  readonly directory = mkdtempSync(path.join(tmpdir(), "postagram-bench-"));
  /** Posts of the small and of the large Postagram. */
  readonly sizes = { small: 1_000, large: 100_000 } as const;
  readonly #filled = new Map<number, Promise<FilledPostagram>>();
  readonly #cleanups: (() => Promise<void>)[] = [];
  #folders = 0;

  constructor(
    readonly options: {
      /** Whether to be done within three minutes, with less certain figures. */
      readonly quick: boolean;
      /** Whether a missing FastAPI peer is an error. */
      readonly requireFastapi: boolean;
    },
  ) {
    process.on("exit", () => rmSync(this.directory, { recursive: true, force: true }));
  }

  /** One of two values: the first for a quick run. */
  choose<T>(quick: T, full: T): T {
    return this.options.quick ? quick : full;
  }

  /** A folder that does not exist yet. */
  newFolder(name: string): string {
    this.#folders += 1;
    return path.join(this.directory, `${this.#folders}-${name}`);
  }

  /** A Postagram that holds so many posts and that nobody writes to: the same one whenever it is asked for. */
  filled(posts: number, report: Report): Promise<FilledPostagram> {
    const known = this.#filled.get(posts) ?? this.freshlyFilled(posts, report);
    this.#filled.set(posts, known);
    return known;
  }

  /** A Postagram of one's own that holds so many posts. */
  async freshlyFilled(posts: number, report: Report): Promise<FilledPostagram> {
    const postagram = await startFilledPostagram(this.newFolder("postagram"), posts, report);
    this.onClose(() => postagram.stop());
    return postagram;
  }

  /** Has something done when the run is over, the last one first. */
  onClose(cleanup: () => Promise<void>): void {
    this.#cleanups.unshift(cleanup);
  }

  async close(): Promise<void> {
    for (const cleanup of this.#cleanups) await cleanup();
  }
}
