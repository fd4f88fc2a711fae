import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { isBareId } from "../api/post-id";
import { ApiError, type PostPage, type PostsApi, postedAt } from "../api/posts-api";
import { goneFrom } from "./feed-order";
import type { PostStore } from "./post-store";

/** Posts a page. */
const PAGE = 20;
/** Milliseconds between two looks for new posts. */
const LOOK_MILLISECONDS = 15_000;
/** Milliseconds between two looks at a young post that may get a picture yet, and how long it is young. */
const YOUNG_LOOK_MILLISECONDS = 5_000;
const YOUNG_MILLISECONDS = 90_000;
/** How long a feed that nobody looks at is kept, in milliseconds, so that coming back to it takes no loading. */
const KEPT_MILLISECONDS = 30 * 60_000;

const HEADS = ["head"] as const;

export interface PostQueriesOptions {
  readonly api: Pick<PostsApi, "page" | "post">;
  readonly posts: PostStore;
  /** Who is logged in. */
  readonly reader: () => string | undefined;
}

/** What the app asks the service for posts, and how long the answers are good. */
export type PostQueries = ReturnType<typeof createPostQueries>;

export function createPostQueries({ api, posts, reader }: PostQueriesOptions) {
  const page = async (user: string | undefined, cursor: string | undefined, signal: AbortSignal): Promise<PostPage> => {
    const query = { limit: PAGE, ...(user !== undefined && { user }), ...(cursor !== undefined && { cursor }) };
    const answer = await api.page(query, signal);
    posts.saw(answer.posts);
    return answer;
  };
  return {
    /** A feed, page by page. It is never asked for again as a whole: looks at its head keep it current. */
    feed: (user: string | undefined) =>
      infiniteQueryOptions({
        queryKey: ["feed", user ?? null],
        queryFn: ({ pageParam, signal }) => page(user, pageParam, signal),
        initialPageParam: noCursor(),
        getNextPageParam: (last) => last.next,
        staleTime: Number.POSITIVE_INFINITY,
        gcTime: KEPT_MILLISECONDS,
      }),

    /** Where the answers of all `head` queries are kept. */
    heads: HEADS,

    /** The first page of a feed as it is now, looked at now and then while the browser shows the app. */
    head: (user: string | undefined) =>
      queryOptions({
        queryKey: [...HEADS, user ?? null],
        queryFn: async ({ signal }) => {
          const askedAt = Date.now();
          const head = await page(user, undefined, signal);
          // For good: once newer posts fill the page, it tells of these no more.
          posts.remove(goneFrom(head, askedAt, posts.get(), user));
          return head;
        },
        refetchInterval: LOOK_MILLISECONDS,
        staleTime: LOOK_MILLISECONDS,
        // The next look is soon enough.
        retry: false,
      }),

    /** @param id bare. */
    post: (id: string) =>
      queryOptions({
        queryKey: ["post", id],
        queryFn: async ({ signal }) => {
          if (!isBareId(id)) throw new ApiError(404);
          const post = await api.post(id, reader(), signal);
          posts.saw([post], true);
          return post;
        },
        staleTime: LOOK_MILLISECONDS,
        refetchInterval: ({ state: { data } }) => {
          const isYoung = data !== undefined && Date.now() - postedAt(data).getTime() < YOUNG_MILLISECONDS;
          return isYoung && data.labels === undefined ? YOUNG_LOOK_MILLISECONDS : false;
        },
      }),
  };
}

function noCursor(): string | undefined {
  return undefined;
}
