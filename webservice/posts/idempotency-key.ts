import { Type } from "@sinclair/typebox";
import type { FastifyRequest } from "fastify";
import { BadRequestError } from "../errors";

const KEY = "[A-Za-z0-9_-]{8,128}";

const RULE = "8 to 128 letters of ASCII, digits, hyphens or underscores, in double quotes or bare";

/**
 * The header by which a client makes a write safe to repeat. The draft has it in double quotes; most clients send it bare,
 * which means the same here.
 *
 * @see https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
 */
export const IdempotencyKey = Type.String({
  pattern: `^(${KEY}|"${KEY}")$`,
  description: `Made up by the client for each post, and sent again with every repeat: ${RULE}. Known for 24 hours.`,
  examples: ["8e03978e-40d5-43e8-bc93-6894a57f9324"],
});

const PATTERN = new RegExp(IdempotencyKey.pattern ?? "");

/**
 * An `onRequest` hook for routes that take the header.
 *
 * @throws {BadRequestError} where it holds no possible key.
 */
export async function checkIdempotencyKey(request: FastifyRequest): Promise<void> {
  const { "idempotency-key": header } = request.headers;
  if (header === undefined || (typeof header === "string" && PATTERN.test(header))) return;
  throw new BadRequestError(`The Idempotency-Key header holds no possible key: it has to be ${RULE}.`);
}

/** The key in a header that has been checked, without the quotes that it may have. */
export function bareKey(header: string): string {
  return header.replaceAll('"', "");
}
