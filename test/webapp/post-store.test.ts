import fc from "fast-check";
import { v7 as uuidv7 } from "uuid";
import type { Post, PostPage } from "../../webapp/src/api/posts-api";
import { bareId } from "../../webapp/src/api/posts-api";
import { feedPosts, goneFrom, newsOf } from "../../webapp/src/posts/feed-order";
import { createPostStore, mergePost } from "../../webapp/src/posts/post-store";

const START = Date.UTC(2026, 0, 1);

/** The nth post of all, written n seconds after the first. */
function post(n: number, user = "ada"): Post {
  const random = new Uint8Array(16).fill(n % 256);
  return { id: `POST#${uuidv7({ msecs: START + 1000 * n, random })}`, user, title: `${n}`, body: "-" };
}

/** Pages as the service gives them, of `stored`, newest first. */
function pagesOf(stored: readonly Post[], size: number, count: number): PostPage[] {
  const newestFirst = [...stored].reverse();
  const pages: PostPage[] = [];
  for (let start = 0; start === 0 || (start < newestFirst.length && pages.length < count); start += size) {
    const posts = newestFirst.slice(start, start + size);
    const last = posts.at(-1);
    const hasMore = last !== undefined && start + size < newestFirst.length;
    pages.push({ posts, ...(hasMore && { next: last.id }) });
  }
  return pages;
}

function known(...pages: readonly PostPage[]) {
  const store = createPostStore();
  for (const { posts } of pages) store.saw(posts);
  return store;
}

describe("the order of a feed", () => {
  const size = 5;
  const counts = fc.record({
    old: fc.integer({ min: 0, max: 25 }),
    fresh: fc.integer({ min: 0, max: 12 }),
    loaded: fc.integer({ min: 1, max: 6 }),
    own: fc.boolean(),
  });

  it("is newest first, without doubles or holes, whatever was shown of what came since", () => {
    fc.assert(
      fc.property(counts, ({ old, fresh, loaded, own }) => {
        const before = Array.from({ length: old }, (_, n) => post(n));
        const since = Array.from({ length: fresh }, (_, n) => post(old + n, "bob"));
        const mine = own ? [post(old + fresh)] : [];
        let pages = pagesOf(before, size, loaded);
        const store = known(...pages);
        store.add(mine);
        const shown = feedPosts(pages, store.get(), undefined);
        expect(shown.map(({ title }) => title).slice(0, mine.length)).toEqual(mine.map(({ title }) => title));

        const stored = [...before, ...since, ...mine];
        const [head] = pagesOf(stored, size, 1);
        if (head === undefined) throw new Error("There is always a first page.");
        store.saw(head.posts);
        // What is new changes nothing of what is shown, until it is called for.
        expect(feedPosts(pages, store.get(), undefined)).toEqual(shown);
        expect(goneFrom(head, Date.now(), store.get(), undefined)).toEqual([]);
        const news = newsOf(head, { pages, shown, known: store.get() });
        if (news.gap) pages = [head];
        else store.add(news.fresh);

        const after = feedPosts(pages, store.get(), undefined).map(({ title }) => Number(title));
        const newest = stored.length - 1;
        expect(after).toEqual(after.map((_, index) => newest - index));
        // Where no page comes any more, there is nothing more to come.
        if (pages.at(-1)?.next === undefined) expect(after).toHaveLength(stored.length);
        expect(news.fresh).toHaveLength(Math.min(fresh, size - (own && fresh >= 0 ? 1 : 0)));
      }),
    );
  });

  it("has the posts of one user only where it is that user's", () => {
    const pages = pagesOf([post(0), post(1)], size, 1);
    const store = known(...pages);
    store.add([post(2, "ada"), post(3, "bob")]);
    expect(feedPosts(pages, store.get(), "ada").map(({ title }) => title)).toEqual(["2", "1", "0"]);
  });

  it("leaves an added post to its own page where that is not loaded yet", () => {
    const all = Array.from({ length: 12 }, (_, n) => post(n));
    const store = known(...pagesOf(all, size, 3));
    store.add([post(0)]);
    expect(feedPosts(pagesOf(all, size, 1), store.get(), undefined)).toHaveLength(5);
    expect(feedPosts(pagesOf(all, size, 3), store.get(), undefined)).toHaveLength(12);
  });

  it("lets a deleted post go, which no page that was on its way brings back", () => {
    const pages = pagesOf([post(0), post(1), post(2)], size, 1);
    const store = known(...pages);
    store.remove([bareId(post(1))]);
    store.saw([post(1)]);
    const shown = feedPosts(pages, store.get(), undefined);
    expect(shown.map(({ title }) => title)).toEqual(["2", "0"]);
    const [head] = pages;
    if (head === undefined) throw new Error("There is always a first page.");
    expect(newsOf(head, { pages, shown, known: store.get() }).fresh).toEqual([]);
    expect(store.find(bareId(post(1)))).toBeUndefined();
  });

  it("lets a post go that was deleted elsewhere, but for one that the index may not have yet", () => {
    const store = known(...pagesOf([post(0), post(1), post(2, "bob")], size, 1));
    const young = { ...post(3), id: `POST#${uuidv7()}` };
    store.add([young]);
    const head = { posts: [post(0)] };
    expect(goneFrom(head, Date.now(), store.get(), "ada")).toEqual([bareId(post(1))]);
    expect(goneFrom(head, Date.now() + 61_000, store.get(), "ada")).toEqual([post(1), young].map(bareId));
    expect(goneFrom(head, Date.now(), store.get(), undefined)).toEqual([post(2, "bob"), post(1)].map(bareId));
  });

  it("begins anew where it was empty and more came than fit into a page", () => {
    const pages = pagesOf([], size, 1);
    const [head] = pagesOf(
      Array.from({ length: size + 1 }, (_, n) => post(n)),
      size,
      1,
    );
    if (head === undefined) throw new Error("There is always a first page.");
    expect(newsOf(head, { pages, shown: [], known: known(head).get() })).toMatchObject({
      gap: true,
      fresh: head.posts,
    });
  });
});

describe("what two answers say of a post", () => {
  const signed = (signature: string, minutes = 60) => {
    const date = new Date(Date.now()).toISOString().replace(/[-:]|\.\d+/g, "");
    return `http://bucket/ada/1/cat.jpg?X-Amz-Date=${date}&X-Amz-Expires=${minutes * 60}&X-Amz-Signature=${signature}`;
  };

  it("is the very same object where there is no news, so that nothing is drawn anew", () => {
    const store = known({ posts: [{ ...post(0), image: signed("a"), labels: ["Cat"], label: ["Cat"] }] });
    const before = store.get();
    store.saw([{ ...post(0), image: signed("b"), labels: ["Cat"], label: ["Cat"] }]);
    expect(store.get()).toBe(before);
  });

  it("keeps picture and labels where an answer comes from an index that is behind", () => {
    const full = { ...post(0), image: signed("a"), labels: ["Cat"], label: ["Cat"] };
    expect(mergePost(full, post(0))).toBe(full);
    expect(mergePost(post(0), full)).toEqual(full);
  });

  it("takes another picture, and another URL where the old one is soon of no use or a new one was asked for", () => {
    const old = { ...post(0), image: signed("a", 0.5), labels: [] };
    expect(mergePost(old, { ...old, image: signed("b") }).image).toContain("Signature=b");
    const other = { ...old, image: signed("a").replace("cat", "dog") };
    expect(mergePost({ ...old, image: signed("a") }, other).image).toContain("dog");
    const store = known({ posts: [{ ...old, image: signed("a") }] });
    store.saw([{ ...old, image: signed("b") }], true);
    expect(store.find(bareId(old))?.image).toContain("Signature=b");
  });
});
