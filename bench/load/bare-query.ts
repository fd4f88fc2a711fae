import { fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import type { EmbeddedAwsAccess } from "../product/postagram";
import type { BareQueryAnswer, BareQueryRequest } from "./bare-query-process";

/** The query behind a page of posts, by the AWS SDK alone, in a process of its own. */
export interface BareQuery {
  /**
   * Queries one page after the other.
   *
   * @param cursors where each begins; `undefined` for the first page of the feed.
   * @returns how long each took, its items unmarshalled, in milliseconds.
   */
  measure(cursors: readonly (string | undefined)[]): Promise<readonly number[]>;
  stop(): void;
}

export function startBareQuery({ settings, env }: EmbeddedAwsAccess): BareQuery {
  const child = fork(path.join(__dirname, "bare-query-process.ts"), {
    execArgv: ["--import", "tsx"],
    env: { ...env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" },
  });
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`The process of the bare queries ended with status ${code}.`);
  });
  ended.catch(() => undefined); // whoever measures meanwhile hears of it
  return {
    async measure(cursors) {
      const request: BareQueryRequest = {
        table: settings.dynamoTable,
        cursors: cursors.map((cursor) => cursor ?? null),
      };
      child.send(request);
      const [answer]: BareQueryAnswer[] = await Promise.race([once(child, "message"), ended]);
      return answer ?? [];
    },
    stop: () => void child.kill(),
  };
}
