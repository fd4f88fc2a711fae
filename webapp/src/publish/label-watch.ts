import { ApiError, type Post } from "../api/posts-api";

export interface LabelWatchOptions {
  /** Asks for the post as it is now. */
  readonly ask: (signal: AbortSignal) => Promise<Post>;
  /** Whether the post has what is waited for. */
  readonly isDone: (post: Post) => boolean;
  /** Whether anybody waits for it still. */
  readonly isWanted: () => boolean;
  /** Whether the service can be had. */
  readonly isOnline: () => boolean;
  readonly signal: AbortSignal;
  /** Until when, in epoch milliseconds. */
  readonly deadline: number;
  readonly pace: WatchPace;
}

/** Milliseconds between two questions: `first`, and half as long again each time, up to `longest`. */
export interface WatchPace {
  readonly first: number;
  readonly longest: number;
}

/** The post that was waited for; that it is gone; that it takes too long; that nobody waits any more. */
export type LabelWatchEnd = Post | "gone" | "late" | "unwanted";

/** Asks for a post again and again, until it has what is waited for. */
export async function watchLabels(options: LabelWatchOptions): Promise<LabelWatchEnd> {
  const { ask, isDone, isWanted, isOnline, signal, deadline, pace } = options;
  for (let pause = pace.first; ; pause = Math.min(pace.longest, pause * 1.5)) {
    await waitFor(pause, signal);
    if (signal.aborted || !isWanted()) return "unwanted";
    try {
      const post = isOnline() ? await ask(signal) : undefined;
      if (post !== undefined && isDone(post)) return post;
    } catch (error) {
      if (signal.aborted) return "unwanted";
      if (error instanceof ApiError && error.status === 404) return "gone";
    }
    if (Date.now() >= deadline) return "late";
  }
}

function waitFor(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener("abort", end);
    if (signal.aborted) end();
  });
}
