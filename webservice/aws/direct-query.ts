import { randomUUID } from "node:crypto";
import { QueryCommand, type QueryCommandOutput } from "@aws-sdk/client-dynamodb";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { HttpRequest } from "@smithy/core/protocols";
import { getSmithyContext } from "@smithy/core/transport";
import { bodyOf, type QueryTemplate, type TextQuery, templateOf } from "./query-template";
import { observed, observerOf } from "./request-observer";
import { kindOfTrouble } from "./trouble";

/**
 * How long a query may take until the SDK asks instead, in milliseconds: half of what the SDK gives each of its
 * attempts, since they come on top.
 */
const TIMEOUT = 1_000;

/** For how long the SDK goes on to send all queries after it has had an answer again, in milliseconds. */
const RECOVERY = 1_000;

/** The part of a query's answer that is used. */
export interface QueryAnswer {
  readonly Items: NonNullable<QueryCommandOutput["Items"]>;
  readonly LastEvaluatedKey?: QueryCommandOutput["LastEvaluatedKey"];
}

/** What DynamoDB said other than 200, under the name that it gave. */
class RefusedQueryError extends Error {
  readonly $metadata: { httpStatusCode: number };

  constructor(httpStatusCode: number, answer: string) {
    super(`DynamoDB answered ${httpStatusCode}.`);
    this.name = /"__type"\s*:\s*"(?:[^"#]*#)?(\w+)"/.exec(answer)?.[1] ?? "Error";
    this.$metadata = { httpStatusCode };
  }
}

/**
 * Sends queries to DynamoDB past most of the AWS SDK's middleware: the same requests and the same answers at less
 * than half of the cost (docs/adr/0008-direct-query.md).
 *
 * The SDK sends the first one. What it sent is the template of all others of the same table and
 * credentials, which differ from it in body, length and invocation id alone; they are signed by the SDK's signer and
 * sent by its HTTP handler. Whatever is not an answer as it should be makes the SDK send the query anew, so that
 * retries, the correction of the clock, and errors are the SDK's. From then on it sends all of them, until it has been
 * answered.
 */
export class DirectQuery {
  #learned: { accessKeyId: string; table: string; template: QueryTemplate | undefined } | undefined;
  /** By `performance.now()`. */
  #resumesAt = 0;

  constructor(private readonly client: DynamoDBDocumentClient) {}

  /** Throws what the SDK throws for this query. */
  async send(query: TextQuery, abortSignal?: AbortSignal): Promise<QueryAnswer> {
    if (performance.now() < this.#resumesAt) return this.#sendBySdk(new QueryCommand(query), abortSignal);
    const accessKeyId = await this.#accessKeyId();
    const learned = this.#learned;
    if (accessKeyId === undefined) return this.#sendBySdk(new QueryCommand(query), abortSignal);
    if (learned?.accessKeyId !== accessKeyId || learned.table !== query.TableName) {
      return this.#learn(query, accessKeyId, abortSignal);
    }
    const { template } = learned;
    if (template === undefined) return this.#sendBySdk(new QueryCommand(query), abortSignal);
    try {
      return await observed("dynamodb", "Query", observerOf(this.client), () =>
        this.#sendDirectly(template, query, abortSignal).catch((error: unknown) => {
          // Within an answer, an abort shows as a connection that was cut.
          if (abortSignal?.aborted !== true) throw error;
          throw Object.assign(new Error("The caller gave up.", { cause: error }), { name: "AbortError" });
        }),
      );
    } catch (error) {
      if (kindOfTrouble(error) === "aborted") throw error;
      this.#resumesAt = Number.POSITIVE_INFINITY;
      return this.#sendBySdk(new QueryCommand(query), abortSignal);
    }
  }

  /** `undefined` where there are no credentials, which the SDK has to say in its own words. */
  async #accessKeyId(): Promise<string | undefined> {
    try {
      return (await this.client.config.credentials()).accessKeyId;
    } catch {
      return undefined;
    }
  }

  async #learn(query: TextQuery, accessKeyId: string, abortSignal?: AbortSignal): Promise<QueryAnswer> {
    const command = new QueryCommand(query);
    let template: QueryTemplate | undefined;
    command.middlewareStack.add(
      (next, context) => (args) => {
        template ??= templateOf(args.request, getSmithyContext(context).selectedHttpAuthScheme, bodyOf(query));
        return next(args);
      },
      { name: "queryTemplate", step: "finalizeRequest", priority: "low" },
    );
    const answer = await this.#sendBySdk(command, abortSignal);
    this.#learned = { accessKeyId, table: query.TableName, template };
    return answer;
  }

  async #sendBySdk(command: QueryCommand, abortSignal: AbortSignal | undefined): Promise<QueryAnswer> {
    const { Items = [], LastEvaluatedKey } = await this.client.send(command, abortSignal && { abortSignal });
    if (this.#resumesAt === Number.POSITIVE_INFINITY) this.#resumesAt = performance.now() + RECOVERY;
    return { Items, ...(LastEvaluatedKey !== undefined && { LastEvaluatedKey }) };
  }

  async #sendDirectly(template: QueryTemplate, query: TextQuery, abortSignal?: AbortSignal): Promise<QueryAnswer> {
    const { requestHandler, streamCollector } = this.client.config;
    const { signer, identity, httpAuthOption } = template.scheme;
    const body = bodyOf(query);
    const unsigned = new HttpRequest({
      ...template.request,
      headers: {
        ...template.request.headers,
        "content-length": String(Buffer.byteLength(body)),
        "amz-sdk-invocation-id": randomUUID(),
      },
      body,
    });
    const signingProperties = { ...httpAuthOption.signingProperties }; // the signer takes notes in there
    const request = await signer.sign(unsigned, identity, signingProperties);
    const { response } = await requestHandler.handle(request, {
      requestTimeout: TIMEOUT,
      ...(abortSignal && { abortSignal }),
    });
    const text = Buffer.from(await streamCollector(response.body)).toString();
    if (response.statusCode !== 200) throw new RefusedQueryError(response.statusCode, text);
    const answer = readAnswer(text);
    signer.successHandler?.(response, signingProperties); // compares the clocks
    return answer;
  }
}

/** @throws where it is not the answer to a query, or holds bytes, which are to be decoded. */
function readAnswer(text: string): QueryAnswer {
  if (text.includes('"B":') || text.includes('"BS":')) throw new TypeError("The answer holds bytes.");
  const answer: unknown = JSON.parse(text);
  if (!isAnswer(answer)) throw new TypeError("The answer is none to a query.");
  return answer;
}

function isAnswer(value: unknown): value is QueryAnswer {
  if (typeof value !== "object" || value === null || !("Items" in value) || !Array.isArray(value.Items)) return false;
  return (
    !("LastEvaluatedKey" in value) || (typeof value.LastEvaluatedKey === "object" && value.LastEvaluatedKey !== null)
  );
}
