import { onlineManager, QueryClient } from "@tanstack/react-query";
import type { ConnectionStore } from "../connection/connection-store";
import type { ApiError } from "./api-error";
import { retryDelay, shouldRetry } from "./retry";

declare module "@tanstack/react-query" {
  interface Register {
    defaultError: ApiError;
  }
}

/** A cache of answers whose questions rest while the service cannot be had, and go on once it can. */
export function createQueryClient(connection: ConnectionStore): QueryClient {
  onlineManager.setEventListener((setOnline) => {
    const follow = () => setOnline(connection.get() === "online");
    follow();
    return connection.subscribe(follow);
  });
  return new QueryClient({ defaultOptions: { queries: { retry: shouldRetry, retryDelay } } });
}
