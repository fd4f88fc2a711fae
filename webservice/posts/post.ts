import { type Static, Type } from "@sinclair/typebox";
import { postKey } from "./keys";
import type { StoredPost } from "./post-repository";

/** What a client sends to write a post. */
export const PostDraft = Type.Object(
  {
    title: Type.String({ minLength: 1, maxLength: 300, examples: ["Chelsea"] }),
    body: Type.String({ minLength: 1, maxLength: 32_768, examples: ["My cat, asleep."] }),
  },
  { additionalProperties: false },
);

const Labels = Type.Array(Type.String(), {
  description: "What the picture shows; absent until it is looked at, maybe empty then.",
  examples: [["Cat", "Animal"]],
});

/** A post as clients see it. */
export const Post = Type.Object({
  user: Type.String({ description: "Who wrote it.", examples: ["ada"] }),
  id: Type.String({
    description: "POST# and a UUID of version 7. Every call takes the bare UUID too.",
    examples: ["POST#01932c07-20a3-7cde-8f61-95a3a8a1c6b2"],
  }),
  title: Type.String(),
  body: Type.String(),
  image: Type.Optional(
    Type.String({ format: "uri", description: "A presigned URL to see the picture by; present once it is uploaded." }),
  ),
  labels: Type.Optional(Labels),
  label: Type.Optional({ ...Labels, description: "The same as `labels`." }),
});

export type Post = Static<typeof Post>;

/** A stored post as clients see it. */
export function toPost(post: StoredPost, image?: string): Post {
  const { user, uuid, title, body, labels } = post;
  return {
    user,
    id: postKey(uuid),
    title,
    body,
    ...(image !== undefined && { image }),
    ...(labels !== undefined && { labels: [...labels], label: [...labels] }),
  };
}
