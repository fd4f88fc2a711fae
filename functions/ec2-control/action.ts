import { BadRequestError, MethodNotAllowedError } from "./http-errors";

/** What the function can be asked for. */
export const ACTIONS = ["start", "stop", "status"] as const;
export type Action = (typeof ACTIONS)[number];

const ALLOWED = `Allowed is a JSON object with one field, "action", that is one of ${ACTIONS.join(", ")}.`;
const METHODS = ["GET", "POST"];

/**
 * The action that an event asks for.
 *
 * An event with `httpMethod` is a request that a REST API of API Gateway passes on: `GET` asks for the status, `POST` for
 * what its body says. Any other is a direct invocation, and is itself what a body would be, or has it in `body`.
 *
 * A field besides `action` is refused, not passed over: who names another instance must not stop this one.
 *
 * @param event anything at all: whoever may invoke the function can send it what they like.
 * @throws {BadRequestError} where it asks for no action or an unknown one.
 * @throws {MethodNotAllowedError} where it is a request with another method.
 */
export function readAction(event: unknown): Action {
  if (!isRecord(event)) throw new BadRequestError(`The event is no object. ${ALLOWED}`);
  const { httpMethod, body, isBase64Encoded } = event;
  if (httpMethod === "GET") return "status";
  if (httpMethod === undefined && body === undefined) return readRequest(event);
  if (httpMethod === undefined || httpMethod === "POST") return readRequest(parseBody(body, isBase64Encoded === true));
  throw new MethodNotAllowedError(`The method is not allowed here; allowed: ${METHODS.join(", ")}.`, METHODS);
}

/** The type of a body is not looked at: what is JSON is read as JSON, as `curl -d` sends it under another name. */
function parseBody(body: unknown, isBase64: boolean): unknown {
  if (typeof body !== "string" || body === "") throw new BadRequestError(`The request has no body. ${ALLOWED}`);
  try {
    return JSON.parse(isBase64 ? Buffer.from(body, "base64").toString() : body);
  } catch (cause) {
    throw new BadRequestError(`The body is not JSON. ${ALLOWED}`, { cause });
  }
}

function readRequest(request: unknown): Action {
  if (!isRecord(request)) throw new BadRequestError(`The body is no object. ${ALLOWED}`);
  const { action: wanted, ...rest } = request;
  if (wanted === undefined) throw new BadRequestError(`There is no action. ${ALLOWED}`);
  const action = ACTIONS.find((known) => known === wanted);
  if (action === undefined) throw new BadRequestError(`The action is not known. ${ALLOWED}`);
  if (Object.keys(rest).length > 0) throw new BadRequestError(`There is a field that is not known. ${ALLOWED}`);
  return action;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
