import { Type } from "@sinclair/typebox";

/** A post's id in a path. What no post can have as its id is a post that is not there. */
export const PostIdParams = Type.Object({
  id: Type.String({
    description: "A post's id: POST#<uuid>, with the # as %23, or the bare UUID.",
    examples: ["01932c07-20a3-7cde-8f61-95a3a8a1c6b2"],
  }),
});
