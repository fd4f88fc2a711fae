import type { FastifyRequest } from "fastify";
import fp from "fastify-plugin";
import { BadRequestError, UnauthorizedError } from "../../errors";
import { decodeHeader, isUserName, UserName } from "../../users/user-name";

declare module "fastify" {
  interface FastifyRequest {
    /** Name of the calling user; set on routes that have `authenticate` among their `onRequest` hooks. */
    user: string;
  }
}

/**
 * An `onRequest` hook for routes that need to know who calls: the user is whatever the `Authorization` header holds.
 *
 * @throws {UnauthorizedError} without that header.
 * @throws {BadRequestError} where it holds no possible name.
 */
export async function authenticate(request: FastifyRequest): Promise<void> {
  const header = request.headers.authorization;
  if (header === undefined || header === "") {
    throw new UnauthorizedError("The Authorization header is missing: it has to hold your user name.");
  }
  const name = decodeHeader(header);
  if (!isUserName(name)) {
    throw new BadRequestError(`The Authorization header holds no possible user name. ${UserName.description}`);
  }
  request.user = name;
}

/** Who calls, where the call says so rightly; for routes that serve everybody. */
export function callerOf(request: FastifyRequest): string | undefined {
  const name = decodeHeader(request.headers.authorization ?? "");
  return isUserName(name) ? name : undefined;
}

export default fp(async (app) => {
  app.decorateRequest("user", "");
});
