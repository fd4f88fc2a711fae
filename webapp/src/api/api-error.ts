interface ApiErrorDetails {
  readonly retryAfter?: number;
  readonly serverMessage?: string;
  /** @default "service" */
  readonly from?: ApiError["from"];
  readonly cause?: unknown;
}

/** A call that was not answered as hoped. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  /** The HTTP status; 0 where no answer came. */
  readonly status: number;
  /** Seconds after which it is worth trying again, where the service said so. */
  readonly retryAfter?: number;
  /** What the service says is wrong. */
  readonly serverMessage?: string;
  /** Who was called: the service, or the storage that takes the pictures, which is another host. */
  readonly from: "service" | "storage";

  constructor(status: number, details: ApiErrorDetails = {}) {
    const { serverMessage, from = "service", cause } = details;
    super(serverMessage ?? (status === 0 ? `The ${from} did not answer.` : `The ${from} answered ${status}.`), {
      cause,
    });
    this.status = status;
    this.from = from;
    if (details.retryAfter !== undefined) this.retryAfter = details.retryAfter;
    if (details.serverMessage !== undefined) this.serverMessage = details.serverMessage;
  }

  /** Whether the service cannot be had just now, through no fault of the call. */
  get isOutage(): boolean {
    return this.status === 0 || this.status === 502 || this.status === 503 || this.status === 504;
  }
}
