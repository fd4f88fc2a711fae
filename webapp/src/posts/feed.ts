import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo } from "react";
import { ApiError, bareId, type Post } from "../api/posts-api";
import { connection, isOnItsWay, postQueries, posts as postStore } from "../services";
import { useStore } from "../state/store";
import { feedPosts, newsOf } from "./feed-order";

export interface Feed {
  /** Newest first. Posts that wait to be deleted are still among them. */
  posts: readonly Post[];
  status: "loading" | "error" | "ready";
  /** What keeps the first page from being there. It goes on by itself once the service can be had. */
  error?: ApiError;
  retry(): void;
  hasMore: boolean;
  /** Loads the next page, also after a failure. */
  loadMore(): void;
  loadingMore: boolean;
  /** What keeps the next page from being there: do not call `loadMore` by itself while there is one. */
  loadMoreError?: ApiError;
  /** How many posts have come since. */
  newPosts: number;
  /** Puts them on top. */
  showNewPosts(): void;
}

const NO_PAGES: readonly never[] = [];

/** Everybody's posts, or one user's, as far as they are loaded. */
export function useFeed({ user }: { user?: string | undefined }): Feed {
  const client = useQueryClient();
  const options = useMemo(() => postQueries.feed(user), [user]);
  const query = useInfiniteQuery(options);
  const first = query.data?.pages[0];
  const head = useQuery({
    ...postQueries.head(user),
    enabled: first !== undefined,
    // The first look comes after a while: the page has just been read.
    ...(first !== undefined && { initialData: first, initialDataUpdatedAt: query.dataUpdatedAt }),
  });
  const known = useStore(postStore, (value) => value);

  const pages = query.data?.pages ?? NO_PAGES;
  const posts = useMemo(() => feedPosts(pages, known, user), [pages, known, user]);
  const news = useMemo(
    () => (head.data === undefined ? undefined : newsOf(head.data, { pages, shown: posts, known })),
    [head.data, pages, posts, known],
  );

  const showNewPosts = useCallback(() => {
    if (news === undefined || head.data === undefined) return;
    if (!news.gap) return postStore.add(news.fresh);
    // What lies between is not known, so the feed begins anew.
    const { queryKey } = options;
    const latest = { pages: [head.data], pageParams: [undefined] };
    void client.cancelQueries({ queryKey }).then(() => client.setQueryData(queryKey, latest));
  }, [client, options, news, head.data]);

  const { fetchNextPage, hasNextPage, refetch } = query;
  const newPosts = news?.fresh.filter((post) => !isOnItsWay(post)).length ?? 0;
  // Where there is nothing to read yet, nobody is moved away from it.
  const fillsEmpty = newPosts > 0 && posts.length === 0 && !hasNextPage;
  useEffect(() => {
    if (fillsEmpty) showNewPosts();
  }, [fillsEmpty, showNewPosts]);
  const problem = problemOf(query);
  const isLoaded = query.data !== undefined;
  return {
    posts,
    status: isLoaded ? "ready" : problem === undefined ? "loading" : "error",
    ...(problem !== undefined && (isLoaded ? { loadMoreError: problem } : { error: problem })),
    retry: () => goOn(query.fetchStatus, refetch),
    hasMore: hasNextPage,
    loadMore: () => {
      if (hasNextPage) goOn(query.fetchStatus, fetchNextPage);
    },
    loadingMore: query.isFetchingNextPage && problem === undefined,
    newPosts,
    showNewPosts,
  };
}

export interface OnePost {
  post: Post | undefined;
  status: "loading" | "notFound" | "error" | "ready";
  error?: ApiError;
  retry(): void;
}

/** @param id bare. */
export function usePost(id: string): OnePost {
  const bare = bareId(id);
  const query = useQuery(postQueries.post(bare));
  const post = useStore(postStore, (known) => known.latest.get(bare));
  const isRemoved = useStore(postStore, (known) => known.removed.has(bare));
  const retry = () => goOn(query.fetchStatus, query.refetch);
  if (isRemoved || query.error?.status === 404) return { post: undefined, status: "notFound", retry };
  if (post !== undefined) return { post, status: "ready", retry };
  const error = problemOf(query);
  return error === undefined
    ? { post: undefined, status: "loading", retry }
    : { post: undefined, status: "error", error, retry };
}

interface QueryState {
  readonly fetchStatus: "fetching" | "paused" | "idle";
  readonly failureCount: number;
  readonly failureReason: ApiError | null;
  readonly error: ApiError | null;
}

const NO_ANSWER = new ApiError(0);

/** What is to be said of a question that has no answer yet; one failure that is being made good is nothing yet. */
function problemOf({ fetchStatus, failureCount, failureReason, error }: QueryState): ApiError | undefined {
  if (fetchStatus === "paused") return failureReason ?? NO_ANSWER;
  if (fetchStatus === "fetching") return failureCount > 1 ? (failureReason ?? undefined) : undefined;
  return error ?? undefined;
}

/** Asks again; what rests until the service can be had needs a sign of life first. */
function goOn(fetchStatus: QueryState["fetchStatus"], ask: () => Promise<unknown>): void {
  if (fetchStatus === "paused") void connection.check();
  else if (fetchStatus === "idle") void ask();
}
