import { Counter, collectDefaultMetrics, Histogram, Registry } from "prom-client";

/** A page takes milliseconds, the whole feed maybe many seconds; all in seconds. */
const REQUEST_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** A query takes milliseconds, and no call more than the 5 s after which it is given up; all in seconds. */
const AWS_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** A request to the webservice that is over. */
export interface EndedRequest {
  readonly method: string;
  /** The route's pattern, such as `/posts/:id`; `none` where no route was asked for. */
  readonly route: string;
  /** Status of the answer; `aborted` where the client went away before its end. */
  readonly status: number | "aborted";
}

/** A request to an AWS service that is over. What the SDK tries again is another one. */
export interface EndedAwsRequest {
  readonly service: "dynamodb" | "s3";
  /** Such as `GetItem`, as AWS calls it. */
  readonly operation: string;
  readonly outcome: "ok" | "throttled" | "unavailable" | "aborted" | "error";
}

/** What the webservice counts and measures, beside what prom-client says of every Node process, the event loop among it. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #requests = new Counter({
    name: "http_requests_total",
    help: "Requests that are over, by method, pattern of the route, and status or aborted.",
    labelNames: ["method", "route", "status"],
    registers: [this.#registry],
  });
  readonly #requestDuration = new Histogram({
    name: "http_request_duration_seconds",
    help: "Time from a request's head to the end of its answer.",
    labelNames: ["method", "route"],
    buckets: REQUEST_BUCKETS,
    registers: [this.#registry],
  });
  readonly #awsRequestDuration = new Histogram({
    name: "aws_request_duration_seconds",
    help: "Time of a request to AWS, each retry counting as another: ok, throttled, unavailable, aborted or error.",
    labelNames: ["service", "operation", "outcome"],
    buckets: AWS_BUCKETS,
    registers: [this.#registry],
  });
  readonly #viewUrls = new Counter({
    name: "presigned_url_cache_lookups_total",
    help: "URLs of pictures by where they came from: hit, kept from before, or miss, newly signed.",
    labelNames: ["result"],
    registers: [this.#registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.#registry });
  }

  /** Media type of {@link text}. */
  get contentType(): string {
    return this.#registry.contentType;
  }

  /** Everything in the text format of Prometheus. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }

  readonly requestEnded = ({ method, route, status }: EndedRequest, seconds: number): void => {
    this.#requests.inc({ method, route, status });
    this.#requestDuration.observe({ method, route }, seconds);
  };

  readonly awsRequestEnded = ({ service, operation, outcome }: EndedAwsRequest, seconds: number): void => {
    this.#awsRequestDuration.observe({ service, operation, outcome }, seconds);
  };

  readonly viewUrlLookedUp = (result: "hit" | "miss"): void => {
    this.#viewUrls.inc({ result });
  };
}
