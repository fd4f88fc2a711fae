import { randomUUID } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import type { Post } from "../../webservice/posts/post";
import { bare, type ErrorBody, startPostagram, type TestPostagram } from "../postagram";

let postagram: TestPostagram;
beforeAll(async () => {
  postagram = await startPostagram();
});
afterAll(() => postagram.stop());

describe("POST /posts", () => {
  it("answers 201 with the post and where it is", async () => {
    const { status, headers, body } = await postagram.call("POST", "/posts", {
      user: "ada",
      body: { title: "Hello", body: "World" },
    });
    expect(status).toBe(201);
    expect(body).toEqual({
      user: "ada",
      id: expect.stringMatching(/^POST#[0-9a-f-]{36}$/),
      title: "Hello",
      body: "World",
    });
    expect(headers.get("location")).toBe(`/posts/${bare(body)}`);
    const read = await postagram.call("GET", headers.get("location") ?? "");
    expect(read.body).toEqual(body);
  });

  it.each([
    ["no title", { body: "b" }, "title"],
    ["an empty title", { title: "", body: "b" }, "title"],
    ["a title of 301 characters", { title: "x".repeat(301), body: "b" }, "title"],
    ["no body", { title: "t" }, "body"],
    ["a body of 32,769 characters", { title: "t", body: "x".repeat(32_769) }, "body"],
    ["a title that is a number", { title: 1, body: "b" }, "title"],
    ["an unknown field", { title: "t", body: "b", colour: "red" }, "colour"],
    ["an array", [], "object"],
  ])("answers 400, naming the field, for %s", async (_name, body, field) => {
    const answer = await postagram.call<ErrorBody>("POST", "/posts", { user: "ada", body });
    expect(answer.body).toEqual({ statusCode: 400, error: "Bad Request", message: expect.stringContaining(field) });
  });

  it("takes the longest title and body there may be, whatever their characters", async () => {
    const draft = { title: "é".repeat(300), body: "x".repeat(32_768) };
    const { status, body } = await postagram.call("POST", "/posts", { user: "ada", body: draft });
    expect(status).toBe(201);
    expect((await postagram.call("GET", `/posts/${bare(body)}`)).body).toMatchObject(draft);
  });

  it("answers what is stored where the text is not well-formed Unicode", async () => {
    const { body } = await postagram.call("POST", "/posts", { user: "ada", body: '{"title":"a\\ud800","body":"b"}' });
    expect(body.title).toBe("a\ufffd");
    expect((await postagram.call("GET", `/posts/${bare(body)}`)).body).toEqual(body);
  });

  it("answers 400 for what is not JSON, 415 for another content type and 413 for more than 64 KiB", async () => {
    const bad = await postagram.call<ErrorBody>("POST", "/posts", { user: "ada", body: "{" });
    expect(bad.body).toMatchObject({ statusCode: 400 });
    const text = await postagram.call<ErrorBody>("POST", "/posts", {
      user: "ada",
      body: "title=x",
      headers: { "content-type": "text/plain" },
    });
    expect(text.body).toMatchObject({ statusCode: 415 });
    const large = { title: "t", body: "x".repeat(64 * 1024) };
    const tooLarge = await postagram.call<ErrorBody>("POST", "/posts", { user: "ada", body: large });
    expect(tooLarge.body).toMatchObject({ statusCode: 413, error: "Payload Too Large" });
  });

  it("answers 401 without a user", async () => {
    const { status, body } = await postagram.call<ErrorBody>("POST", "/posts", { body: { title: "t", body: "b" } });
    expect(status).toBe(401);
    expect(body.message).toContain("Authorization");
  });

  it.each(["a/b", "a#b", ".", "..", "x".repeat(65)])("answers 400 for the user name %j", async (user) => {
    const { status, body } = await postagram.call<ErrorBody>("POST", "/posts", {
      user,
      body: { title: "t", body: "b" },
    });
    expect(status).toBe(400);
    expect(body.message).toContain("Authorization");
  });

  it("reads a user's name sent as UTF-8 and as Latin-1 alike", async () => {
    const utf8 = await postagram.call("POST", "/posts", { user: "Loïc", body: { title: "t", body: "b" } });
    const latin1 = await postagram.call("POST", "/posts", {
      headers: { authorization: "Loïc" },
      body: { title: "t", body: "b" },
    });
    expect([utf8.body.user, latin1.body.user]).toEqual(["Loïc", "Loïc"]);
    expect((await postagram.call("POST", "/posts", { user: "猫🐈", body: { title: "t", body: "b" } })).body.user).toBe(
      "猫🐈",
    );
  });
});

describe("GET /posts/{id}", () => {
  it("takes the id as it was given and the bare UUID", async () => {
    const post = await postagram.post("ada");
    expect((await postagram.call("GET", `/posts/${encodeURIComponent(post.id)}`)).body).toEqual(post);
    expect((await postagram.call("GET", `/posts/${bare(post)}`)).body).toEqual(post);
  });

  it.each([uuidv7(), randomUUID(), "nothing", "x".repeat(200)])("answers 404 for %s", async (id) => {
    const { status, body } = await postagram.call<ErrorBody>("GET", `/posts/${id}`);
    expect(status).toBe(404);
    expect(body).toEqual({ statusCode: 404, error: "Not Found", message: expect.stringContaining(id.slice(0, 80)) });
  });
});

describe("GET /posts?user=", () => {
  it("has that user's posts alone, newest first, by both names of the parameter", async () => {
    const mine = [await postagram.post("eve"), await postagram.post("eve"), await postagram.post("eve")];
    await postagram.post("mallory");
    const newestFirst = mine.toReversed();
    expect((await postagram.call("GET", "/posts?user=eve")).body).toEqual(newestFirst);
    expect((await postagram.call("GET", "/posts?id_user=eve")).body).toEqual(newestFirst);
    expect((await postagram.call("GET", "/posts?user=eve&id_user=mallory")).body).toEqual(newestFirst);
    expect((await postagram.call("GET", "/posts?user=nobody-at-all")).body).toEqual([]);
  });

  it("pages through them", async () => {
    const mine = [await postagram.post("zoe & co"), await postagram.post("zoe & co"), await postagram.post("zoe & co")];
    const first = await postagram.call<Post[]>("GET", "/posts?user=zoe%20%26%20co&limit=2");
    expect(first.body).toEqual([mine[2], mine[1]]);
    const next = /^<(.*)>; rel="next"$/.exec(first.headers.get("link") ?? "")?.[1] ?? "";
    const second = await postagram.call<Post[]>("GET", next);
    expect(second.body).toEqual([mine[0]]);
    expect(second.headers.get("link")).toBeNull();
  });
});

describe("GET /posts, asked wrongly", () => {
  it.each([
    ["limit=0", "limit"],
    ["limit=101", "limit"],
    ["limit=", "limit"],
    ["limit=ten", "limit"],
    ["limit=2&cursor=nonsense", "cursor"],
    ["cursor=", "cursor"],
    ["user=a%2Fb", "user"],
    ["user=", "user"],
    ["user=a&user=b", "user"],
    ["colour=red", "colour"],
  ])("answers 400, naming the parameter, for %s", async (query, name) => {
    const { status, body } = await postagram.call<ErrorBody>("GET", `/posts?${query}`);
    expect(status).toBe(400);
    expect(body.message).toContain(name);
  });
});

describe("DELETE /posts/{id}", () => {
  it("removes one's own post and answers with it", async () => {
    const post = await postagram.post("ada");
    const removed = await postagram.call("DELETE", `/posts/${bare(post)}`, { user: "ada" });
    expect(removed).toMatchObject({ status: 200, body: post });
    expect((await postagram.call("GET", `/posts/${bare(post)}`)).status).toBe(404);
    expect((await postagram.call("DELETE", `/posts/${bare(post)}`, { user: "ada" })).status).toBe(204);
  });

  it("answers 403 for another's post and leaves it", async () => {
    const post = await postagram.post("ada");
    const refused = await postagram.call<ErrorBody>("DELETE", `/posts/${encodeURIComponent(post.id)}`, { user: "bob" });
    expect(refused).toMatchObject({ status: 403, body: { statusCode: 403, error: "Forbidden" } });
    expect((await postagram.call("GET", `/posts/${bare(post)}`)).body).toEqual(post);
  });

  it.each([uuidv7(), "nothing"])("answers 204 for the unknown %s, and 401 without a user", async (id) => {
    const gone = await postagram.call<string>("DELETE", `/posts/${id}`, { user: "ada" });
    expect(gone).toMatchObject({ status: 204, body: "" });
    expect((await postagram.call("DELETE", `/posts/${id}`)).status).toBe(401);
  });
});
