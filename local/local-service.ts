import type { RequestListener } from "node:http";

/** One service of the embedded AWS: what answers its requests, and how it stops. */
export interface LocalService {
  /** Answers the requests of this service; any `http.Server` can hold it. */
  readonly listener: RequestListener;
  /** Finishes what is under way, writes everything to disk and lets go of it. */
  close(): Promise<void>;
}
