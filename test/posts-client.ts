import type { Post } from "../webservice/posts/post";

/** What a call was answered with. */
export interface Answer<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

export interface CallOptions {
  user?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

/** A client of a webservice. */
export interface PostsClient {
  /** Calls the webservice; the body is sent as JSON unless it is text already. */
  call<T = Post>(method: string, path: string, options?: CallOptions): Promise<Answer<T>>;
  /** Writes a post. */
  post(user: string, title?: string, body?: string): Promise<Post>;
}

/** A user's name as a header's value: its UTF-8 bytes, one character each. */
function nameHeader(user: string): string {
  return Buffer.from(user, "utf8").toString("latin1");
}

/** A client of the webservice at `url`. */
export function postsClient(url: string): PostsClient {
  const call = async <T>(method: string, path: string, options: CallOptions = {}): Promise<Answer<T>> => {
    const { user, body, headers } = options;
    const response = await fetch(url + path, {
      method,
      headers: {
        ...(user !== undefined && { authorization: nameHeader(user) }),
        ...(body !== undefined && { "content-type": "application/json" }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.includes("json") && text !== "";
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  };
  return {
    call,
    async post(user, title = "A title", body = "A body") {
      const { status, body: post } = await call<Post>("POST", "/posts", { user, body: { title, body } });
      if (status !== 201) throw new Error(`The post was not written: ${status}`);
      return post;
    },
  };
}
