import createClient from "openapi-fetch";
import { ApiError } from "./api-error";
import { nameHeader } from "./name-header";
import { bareId, postedAt } from "./post-id";
import type { paths } from "./schema";

export { ApiError, bareId, postedAt };

/** A post as the service sends it. */
export type Post = paths["/posts/{id}"]["get"]["responses"][200]["content"]["application/json"];

/** Some posts in order, newest first, and the cursor of those that follow, if there are any. */
export interface PostPage {
  readonly posts: readonly Post[];
  readonly next?: string;
}

/** What the picture of a post is asked an upload URL with. */
export type PictureFile = Pick<File, "name" | "type" | "size">;

/** The calls of the service. Each fails with an {@link ApiError}, or with the reason of its signal. */
export interface PostsApi {
  page(query: { user?: string; cursor?: string; limit: number }, signal?: AbortSignal): Promise<PostPage>;
  /** @param reader who asks: an author finds a post at once, others maybe a moment later. */
  post(id: string, reader: string | undefined, signal?: AbortSignal): Promise<Post>;
  /** @param key the same key with the same text gives the same post again, however often it is sent. */
  create(user: string, text: { title: string; body: string }, key: string): Promise<Post>;
  /**
   * Deletes a post, or finds it gone.
   *
   * @param keepalive whether the call outlives the page.
   */
  remove(user: string, id: string, keepalive?: boolean): Promise<void>;
  /** Where to PUT the picture of a post. */
  uploadUrl(user: string, id: string, file: PictureFile, signal?: AbortSignal): Promise<string>;
  /** Resolves where the service answers; with `storage`, where its storage does too. */
  probe(storage: boolean): Promise<void>;
}

export interface PostsApiOptions {
  /** Where the API is, without a slash at the end; empty for the page's own origin. */
  readonly baseUrl: string;
  /** Told of every answer but those to probes. */
  readonly onAnswer?: () => void;
  /** Told of every call but probes that failed since the service cannot be had just now. */
  readonly onOutage?: (error: ApiError) => void;
  /** How long a call may take, in milliseconds. @default 30000 */
  readonly timeout?: number;
}

/** What openapi-fetch makes of a call. */
interface Result<T> {
  readonly data?: T;
  readonly error?: unknown;
  readonly response: Response;
}

export function createPostsApi(options: PostsApiOptions): PostsApi {
  const { baseUrl, onAnswer, onOutage, timeout = 30_000 } = options;
  const client = createClient<paths>({
    baseUrl,
    cache: "no-store",
    // Looked up at each call, since a browser's fetch can be replaced after this module is loaded.
    fetch: (request) => globalThis.fetch(request),
  });

  /** Makes a call with a limit of time, and an ApiError of whatever fails. */
  async function answerOf<T>(call: (signal: AbortSignal) => Promise<Result<T>>, signal?: AbortSignal) {
    const limit = new AbortController();
    const abort = () => limit.abort(signal?.reason);
    const timer = setTimeout(() => limit.abort(), timeout);
    signal?.addEventListener("abort", abort);
    try {
      if (signal?.aborted) abort();
      return await call(limit.signal);
    } catch (cause) {
      if (signal?.aborted) throw cause;
      throw new ApiError(0, { cause });
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    }
  }

  async function check<T>(call: (signal: AbortSignal) => Promise<Result<T>>, signal?: AbortSignal) {
    const result = await answerOf(call, signal);
    if (!result.response.ok) throw errorOf(result.response, result.error);
    return result;
  }

  async function ask<T>(call: (signal: AbortSignal) => Promise<Result<T>>, signal?: AbortSignal) {
    try {
      const result = await check(call, signal);
      onAnswer?.();
      return result;
    } catch (error) {
      if (error instanceof ApiError) {
        if (error.isOutage) onOutage?.(error);
        else onAnswer?.();
      }
      throw error;
    }
  }

  return {
    async page(query, outer) {
      const { data, response } = await ask((signal) => client.GET("/posts", { params: { query }, signal }), outer);
      const next = nextCursor(response.headers.get("link"));
      return { posts: bodyOf(data), ...(next !== undefined && { next }) };
    },
    async post(id, reader, outer) {
      const headers = reader === undefined ? {} : authorization(reader);
      const params = { path: { id } };
      const { data } = await ask((signal) => client.GET("/posts/{id}", { params, headers, signal }), outer);
      return bodyOf(data);
    },
    async create(user, body, key) {
      const headers = { ...authorization(user), "Idempotency-Key": key };
      const { data } = await ask((signal) => client.POST("/posts", { body, headers, signal }));
      return bodyOf(data);
    },
    async remove(user, id, keepalive = false) {
      const params = { path: { id } };
      const headers = authorization(user);
      await ask((signal) => client.DELETE("/posts/{id}", { params, headers, keepalive, signal }));
    },
    async uploadUrl(user, id, file, outer) {
      const query = { filename: file.name, filetype: pictureType(file.type), postId: id, filesize: file.size };
      const headers = authorization(user);
      const { data } = await ask(
        (signal) => client.GET("/signedUrlPut", { params: { query }, headers, signal }),
        outer,
      );
      return bodyOf(data).uploadURL;
    },
    async probe(storage) {
      await check<unknown>((signal) => client.GET(storage ? "/ready" : "/health", { signal }));
    },
  };
}

function authorization(user: string): { Authorization: string } {
  return { Authorization: nameHeader(user) };
}

/** An answer of 2xx without what it promises is none that can be used. */
function bodyOf<T>(data: T | undefined): T {
  if (data === undefined) throw new ApiError(0);
  return data;
}

type UploadType = paths["/signedUrlPut"]["get"]["parameters"]["query"]["filetype"];

function pictureType(type: string): UploadType {
  if (type === "image/jpeg" || type === "image/png") return type;
  throw new ApiError(415, { serverMessage: `The picture is of type "${type}": it has to be image/jpeg or image/png.` });
}

/** The cursor in a `Link` header: `</posts?limit=20&cursor=…>; rel="next"`. */
export function nextCursor(link: string | null): string | undefined {
  const address = link?.match(/<([^>]*)>\s*;\s*rel="?next"?/)?.[1];
  if (address === undefined) return undefined;
  return new URLSearchParams(address.slice(address.indexOf("?") + 1)).get("cursor") ?? undefined;
}

function errorOf(response: Response, body: unknown): ApiError {
  const retryAfter = secondsOf(response.headers.get("retry-after"));
  const message = typeof body === "object" && body !== null && "message" in body ? body.message : undefined;
  return new ApiError(response.status, {
    ...(retryAfter !== undefined && { retryAfter }),
    ...(typeof message === "string" && { serverMessage: message }),
  });
}

/** The seconds of a `Retry-After` header, which holds seconds or a date. */
export function secondsOf(retryAfter: string | null, now = Date.now()): number | undefined {
  if (retryAfter === null || retryAfter.trim() === "") return undefined;
  const seconds = Number(retryAfter);
  if (Number.isFinite(seconds)) return Math.max(0, seconds);
  const date = Date.parse(retryAfter);
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000));
}
