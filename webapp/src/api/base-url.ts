/** Where the API is, without a slash at the end; empty for the page's own origin. */
export const apiBaseUrl: string = (import.meta.env.VITE_API_URL ?? "").replace(/\/+$/, "");
