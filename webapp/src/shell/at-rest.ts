import { useIsFetching, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

/**
 * Runs something whenever the page has come to rest: nothing is being asked of the API, and the browser has nothing else
 * to do. What is fetched ahead belongs here, since on a slow line it would delay the posts.
 *
 * @param run a function that stays the same, and may run several times.
 */
export function useAtRest(run: () => void): void {
  const client = useQueryClient();
  const fetching = useIsFetching();
  useEffect(() => {
    const idle = whenIdle(() => {
      if (client.isFetching() === 0 && fetching === 0) run();
    });
    return idle.cancel;
  }, [run, client, fetching]);
}

/** Also in browsers that do not tell when they are idle. */
function whenIdle(run: () => void): { cancel(): void } {
  if (typeof requestIdleCallback === "function") {
    const handle = requestIdleCallback(run, { timeout: 5000 });
    return { cancel: () => cancelIdleCallback(handle) };
  }
  const handle = setTimeout(run, 2000);
  return { cancel: () => clearTimeout(handle) };
}
