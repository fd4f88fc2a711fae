/** A call that was not answered as hoped. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  /** The HTTP status; 0 where no answer came. */
  readonly status: number;
  /** Seconds after which it is worth trying again, where the service said so. */
  readonly retryAfter?: number;
  /** What the service says is wrong. */
  readonly serverMessage?: string;

  constructor(status: number, details: { retryAfter?: number; serverMessage?: string; cause?: unknown } = {}) {
    super(details.serverMessage ?? (status === 0 ? "The service did not answer." : `The service answered ${status}.`), {
      cause: details.cause,
    });
    this.status = status;
    if (details.retryAfter !== undefined) this.retryAfter = details.retryAfter;
    if (details.serverMessage !== undefined) this.serverMessage = details.serverMessage;
  }

  /** Whether the service cannot be had just now, through no fault of the call. */
  get isOutage(): boolean {
    return this.status === 0 || this.status === 502 || this.status === 503 || this.status === 504;
  }
}
