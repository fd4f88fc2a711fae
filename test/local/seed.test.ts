import { drawPicture } from "../../local/seed/draw-picture";
import { seed } from "../../local/seed/seed-posts";
import type { Post } from "../../webservice/posts/post";
import { eventually, startPostagram, type TestPostagram } from "../postagram";

let postagram: TestPostagram;
beforeAll(async () => {
  postagram = await startPostagram({ RATE_LIMIT: "25" });
});
afterAll(() => postagram.stop());

it("fills Postagram with posts and pictures that get labels, and says how far it is", async () => {
  const progress: string[] = [];
  await seed({
    url: postagram.url,
    posts: 10,
    pictures: 5,
    onProgress: (done) => progress.push(`${done.posts} ${done.pictures}`),
  });
  expect(progress.at(-1)).toBe("10 5");
  const posts = await eventually(async () => {
    const { body } = await postagram.call<Post[]>("GET", "/posts");
    return body.filter(({ labels }) => labels !== undefined).length === 5 ? body : undefined;
  });
  expect(posts).toHaveLength(10);
  expect(new Set(posts.map(({ user }) => user)).size).toBeGreaterThan(3);
  expect(posts.flatMap(({ labels = [] }) => labels)).toEqual(expect.arrayContaining(["Stop Sign", "Clock"]));
});

it("says what the service says where a call fails", async () => {
  await expect(seed({ url: `${postagram.url}/nowhere`, posts: 1, pictures: 0 })).rejects.toThrow(
    /POST .*\/nowhere\/posts was answered 404: .*There is nothing at POST/,
  );
});

it("draws the same picture for the same number, and others for others", async () => {
  const [first, again, other] = await Promise.all([drawPicture(3), drawPicture(3), drawPicture(4)]);
  expect(first.equals(again)).toBe(true);
  expect(first.equals(other)).toBe(false);
});
