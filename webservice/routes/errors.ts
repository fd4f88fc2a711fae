import { type TSchema, Type } from "@sinclair/typebox";

const HttpError = Type.Object(
  {
    statusCode: Type.Integer(),
    error: Type.String({ description: "The status in words." }),
    message: Type.String({ description: "What is wrong, and what would be right." }),
  },
  { additionalProperties: false },
);

const DESCRIPTIONS = {
  400: "The request is not valid; the message names the field.",
  401: "The Authorization header is missing.",
  403: "The post is another user's.",
  404: "There is no such post.",
  410: "The post that this Idempotency-Key stands for was deleted; it is not written again.",
  413: "The body is over 64 KiB.",
  415: "The content type is not one that is taken here.",
  422: "The Idempotency-Key was used for a post of another title or body.",
  429: "Too many writes in a minute.",
  500: "Something went wrong on the service's side.",
  503: "The service or its storage cannot answer just now; Retry-After says when to try again.",
} as const;

const RETRY_AFTER = { "retry-after": Type.Integer({ description: "Seconds after which it is worth trying again." }) };

/** Headers that come with an error. */
const HEADERS: { readonly [status: number]: Record<string, TSchema> } = {
  401: { "www-authenticate": Type.String({ description: "That a name is wanted." }) },
  429: RETRY_AFTER,
  503: RETRY_AFTER,
};

type ErrorStatus = keyof typeof DESCRIPTIONS;

/** Schemas of the errors that a route may answer with. Every route may answer 500 and 503. */
export function errorResponses<S extends ErrorStatus>(...statuses: S[]): Record<S | 500 | 503, typeof HttpError> {
  const all: ErrorStatus[] = [...statuses, 500, 503];
  const entries = all.map((status) => {
    const headers = HEADERS[status];
    return [status, { ...HttpError, description: DESCRIPTIONS[status], ...(headers && { headers }) }];
  });
  return Object.fromEntries(entries) as Record<S | 500 | 503, typeof HttpError>;
}
