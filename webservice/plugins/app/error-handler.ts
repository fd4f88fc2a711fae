import { STATUS_CODES } from "node:http";
import type { FastifyError, FastifyReply, FastifyRequest, FastifySchemaValidationError } from "fastify";
import fp from "fastify-plugin";
import { passingAwsTrouble } from "../../aws/trouble";
import { HttpError, MethodNotAllowedError, NotFoundError } from "../../errors";

/**
 * Turns errors into `{statusCode, error, message}`. What a client is told of an error with a status of 500 is never that
 * error's own message; the log has it, with its cause, under the request's id.
 */
export default fp(async (app) => {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    // Nobody is there to be told anything, and nothing failed but the client.
    if (request.raw.destroyed && !request.raw.complete) return reply.send();
    const told = passingAwsTrouble(error) ?? error;
    const status = statusOf(told);
    // What we say of ourselves, such as that the service is stopping, is no failure.
    if (status >= 500 && !(error instanceof HttpError)) request.log.error({ err: error }, "request failed");
    if (told instanceof HttpError && told.retryAfter !== undefined) void reply.header("retry-after", told.retryAfter);
    if (status === 401) void reply.header("www-authenticate", 'Name realm="Postagram"');
    const safe = status < 500 || told instanceof HttpError;
    return answer(reply, status, safe ? told.message : `Something went wrong here. The request's id is ${request.id}.`);
  });

  app.setNotFoundHandler((request) => {
    throw new NotFoundError(`There is nothing at ${request.method} ${request.url.split("?")[0]}. See /docs.`);
  });

  const methodsByUrl = new Map<string, Set<string>>();
  app.addHook("onRoute", ({ url, method }) => {
    const methods = methodsByUrl.get(url) ?? new Set();
    for (const name of [method].flat()) methods.add(name);
    methodsByUrl.set(url, methods);
  });
  app.decorate("refuseOtherMethods", (...urls: string[]) => {
    for (const url of urls) {
      const allowed = methodsByUrl.get(url) ?? new Set();
      const allow = [...allowed].filter((name) => name !== "OPTIONS").join(", ");
      app.route({
        url,
        method: app.supportedMethods.filter((name) => name !== "OPTIONS" && !allowed.has(name)),
        schema: { hide: true },
        // Before the body is parsed, whatever it is.
        onRequest: async (request: FastifyRequest, reply: FastifyReply) => {
          void reply.header("allow", allow);
          throw new MethodNotAllowedError(`${request.method} is not allowed here; allowed: ${allow}.`);
        },
        handler: () => undefined,
      });
    }
  });
});

declare module "fastify" {
  interface FastifyInstance {
    /** Answers 405, with `Allow`, to every method for which these paths have no route yet. */
    refuseOtherMethods(...urls: string[]): void;
  }
}

/** Answers what no route is asked for, since its path cannot be read. */
export function answerFrameworkError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const { method, id } = request;
  const statusCode = statusOf(error);
  request.log.info({ method, statusCode, reason: error.code }, "request refused");
  void reply.header("x-request-id", id);
  void answer(reply, statusCode, "The path of the URL is not well-formed.");
}

/** What a client is told of a request that does not fit its schema: the part, the field, and what is wrong with it. */
export function describeValidation(errors: FastifySchemaValidationError[], part: string): Error {
  const [first] = errors;
  if (first === undefined) return new Error(`The ${part} is not valid.`);
  const field = first.instancePath.split("/").filter(Boolean).join(".");
  const { additionalProperty } = first.params;
  if (first.keyword === "additionalProperties") {
    return new Error(`${part} has a field that is not known: ${String(additionalProperty)}`);
  }
  return new Error(`${[part, field].filter(Boolean).join(".")} ${first.message ?? "is not valid"}`);
}

function statusOf(error: Error & { statusCode?: number }): number {
  const { statusCode } = error;
  return statusCode !== undefined && statusCode >= 400 && statusCode < 600 ? statusCode : 500;
}

function answer(reply: FastifyReply, statusCode: number, message: string): FastifyReply {
  return reply
    .code(statusCode)
    .type("application/json; charset=utf-8")
    .send({ statusCode, error: STATUS_CODES[statusCode] ?? "Error", message });
}
