import { useMemo } from "react";
import { connection } from "../services";
import { useStore } from "../state/store";
import type { ConnectionState } from "./connection-store";

export type { ConnectionState };

/**
 * Whether the service can be had. While it cannot, it is asked for by itself, and all that waits goes on once it
 * answers.
 */
export function useConnection(): { state: ConnectionState; retryNow(): void } {
  const state = useStore(connection, (value) => value);
  return useMemo(() => ({ state, retryNow: () => void connection.check() }), [state]);
}
