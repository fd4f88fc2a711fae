import { QueryClientProvider } from "@tanstack/react-query";
import { createElement, type ReactNode } from "react";
import { queryClient } from "../services";

export { queryClient };

/** Gives everything inside it the app's cache of answers. */
export function ApiProvider({ children }: { children?: ReactNode }): ReactNode {
  return createElement(QueryClientProvider, { client: queryClient }, children);
}
