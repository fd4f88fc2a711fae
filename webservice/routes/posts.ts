import { Readable } from "node:stream";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { type Static, Type } from "@sinclair/typebox";
import type { FastifyReply } from "fastify";
import { ForbiddenError, NotFoundError } from "../errors";
import { imagePrefix } from "../images/image-key";
import type { ImageStore, ViewUrlOptions } from "../images/image-store";
import { authenticate, callerOf } from "../plugins/app/user";
import { bareKey, checkIdempotencyKey, IdempotencyKey } from "../posts/idempotency-key";
import { POST_ID_PATTERN, postKey, postUuid } from "../posts/keys";
import { Post, PostDraft, toPost } from "../posts/post";
import type { PostQuery, PostRepository, StoredPost } from "../posts/post-repository";
import { UserName } from "../users/user-name";
import { errorResponses } from "./errors";
import { PostIdParams } from "./post-id";

const ListQuery = Type.Object(
  {
    user: Type.Optional({ ...UserName, description: "Only the posts of this user." }),
    id_user: Type.Optional({ ...UserName, description: "The same as `user`, which goes before it." }),
    limit: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 100, description: "How many posts a page has. Without it, all are sent." }),
    ),
    cursor: Type.Optional(
      Type.String({
        pattern: POST_ID_PATTERN,
        description: "The id of the last post of the page before; the `Link` header has it in place.",
      }),
    ),
  },
  { additionalProperties: false },
);

interface PostRoutesOptions {
  readonly posts: PostRepository;
  readonly images: ImageStore;
}

/** Writing, reading and deleting posts. */
export const postRoutes: FastifyPluginAsyncTypebox<PostRoutesOptions> = async (app, { posts, images }) => {
  /** A post as clients see it; at once where its picture's URL is known already. */
  const present = (post: StoredPost, options?: ViewUrlOptions): Post | Promise<Post> => {
    if (post.imageKey === undefined) return toPost(post);
    const url = images.viewUrl(post.imageKey, options);
    return typeof url === "string" ? toPost(post, url) : url.then((signed) => toPost(post, signed));
  };

  app.post(
    "/posts",
    {
      onRequest: [authenticate, checkIdempotencyKey],
      preHandler: app.limitWrites,
      schema: {
        tags: ["posts"],
        summary: "Write a post",
        description:
          "With an `Idempotency-Key` it can be repeated, until an answer comes: the same key with the same post is answered " +
          "with the post that is there, and writes no second one.",
        security: [{ user: [] }],
        headers: Type.Object({ "idempotency-key": Type.Optional(IdempotencyKey) }),
        body: PostDraft,
        response: {
          201: { ...Post, headers: { location: Type.String({ description: "Where the post is." }) } },
          ...errorResponses(400, 401, 410, 413, 415, 422, 429),
        },
      },
    },
    async (request, reply) => {
      // What is no well-formed Unicode would be stored as something else than it is answered with.
      const draft = { title: request.body.title.toWellFormed(), body: request.body.body.toWellFormed() };
      const { "idempotency-key": key } = request.headers;
      const post = await posts.create(request.user, draft, key === undefined ? undefined : bareKey(key));
      return reply
        .code(201)
        .header("location", `/posts/${post.uuid}`)
        .send(await present(post));
    },
  );

  app.get(
    "/posts",
    {
      schema: {
        tags: ["posts"],
        summary: "Read posts, newest first",
        description: "All of them as one array, or a page where `limit` is given.",
        querystring: ListQuery,
        response: {
          200: {
            ...Type.Array(Post),
            headers: { link: Type.String({ description: 'The next page, if there is one: `<…>; rel="next"`.' }) },
          },
          ...errorResponses(400),
        },
      },
    },
    async (request, reply) => {
      const query = readQuery(request.query);
      const { limit } = request.query;
      if (limit !== undefined) {
        const page = await posts.page({ ...query, limit });
        if (page.next !== undefined) void reply.header("link", nextLink(request.query, page.next));
        return Promise.all(page.posts.map((post) => present(post)));
      }
      const batches = posts.batches(query);
      // The first is read before the answer begins, so that a store that fails at once still gets its status.
      const first = await batches.next();
      void reply.type("application/json; charset=utf-8");
      if (request.method === "HEAD") {
        await batches.return();
        return sendRaw(reply, "");
      }
      const presentOneOfAll = (post: StoredPost) => present(post, { oneOfAll: true });
      return sendRaw(reply, Readable.from(jsonArray(first, batches, presentOneOfAll), { objectMode: false }));
    },
  );

  app.get(
    "/posts/:id",
    {
      schema: {
        tags: ["posts"],
        summary: "Read a post",
        description: "A post is found by its author (`Authorization`) at once, by others maybe a moment later.",
        params: PostIdParams,
        response: { 200: Post, ...errorResponses(404) },
      },
    },
    async (request) => {
      const uuid = postUuid(request.params.id);
      const post = uuid === undefined ? undefined : await posts.find(uuid, callerOf(request));
      if (post === undefined) throw new NotFoundError(`There is no post ${request.params.id}.`);
      return present(post);
    },
  );

  app.delete(
    "/posts/:id",
    {
      onRequest: authenticate,
      preHandler: app.limitWrites,
      schema: {
        tags: ["posts"],
        summary: "Delete a post of one's own, and its pictures",
        security: [{ user: [] }],
        params: PostIdParams,
        response: {
          200: { ...Post, description: "The deleted post." },
          204: Type.Null({ description: "There is no such post (any more)." }),
          ...errorResponses(400, 401, 403, 429),
        },
      },
    },
    async (request, reply) => {
      const uuid = postUuid(request.params.id);
      if (uuid === undefined) return reply.code(204).send(null);
      // The post first: a crash in between leaves a picture without a post, which the next DELETE removes, and never a
      // post with a dead picture.
      const removed = await posts.remove(request.user, uuid);
      if (removed === undefined) {
        const other = await posts.find(uuid);
        if (other !== undefined && other.user !== request.user) {
          throw new ForbiddenError(`The post ${postKey(uuid)} is another user's.`);
        }
      }
      await images.removeAll(imagePrefix(request.user, uuid));
      return removed === undefined ? reply.code(204).send(null) : reply.code(200).send(toPost(removed));
    },
  );
};

function readQuery(query: Static<typeof ListQuery>): PostQuery {
  const { user, id_user, cursor } = query;
  return { user: user ?? id_user, after: cursor === undefined ? undefined : postUuid(cursor) };
}

/** RFC 8288: the same question, going on after `cursor`. */
function nextLink(query: Static<typeof ListQuery>, cursor: string): string {
  const { user, id_user, limit } = query;
  const next = new URLSearchParams();
  if (user !== undefined) next.set("user", user);
  if (id_user !== undefined) next.set("id_user", id_user);
  next.set("limit", String(limit));
  next.set("cursor", cursor);
  return `</posts?${next}>; rel="next"`;
}

/** A JSON array of posts, written batch by batch as the reader takes it. */
async function* jsonArray(
  first: IteratorResult<readonly StoredPost[], void>,
  rest: AsyncGenerator<readonly StoredPost[], void, void>,
  present: (post: StoredPost) => Post | Promise<Post>,
): AsyncGenerator<string, void, void> {
  try {
    let before = "[";
    for (let batch = first; !batch.done; batch = await rest.next()) {
      const posts = await Promise.all(batch.value.map(present));
      if (posts.length === 0) continue;
      yield before + posts.map((post) => JSON.stringify(post)).join(",");
      before = ",";
    }
    yield before === "[" ? "[]" : "]";
  } finally {
    await rest.return();
  }
}

/** Sends what is no object of the route's schema but text that makes one up. */
function sendRaw(reply: FastifyReply, payload: Readable | string): never {
  return reply.send(payload) as never;
}
