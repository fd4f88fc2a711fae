import fc from "fast-check";
import { v7 as uuidv7 } from "uuid";
import { bareId, isBareId, postedAt } from "../../webapp/src/api/post-id";

it("tells from an id when the post was written", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 48 - 1 }), (msecs) => {
      const post = { id: `POST#${uuidv7({ msecs })}`, user: "ada", title: "", body: "" };
      expect(postedAt(post).getTime()).toBe(msecs);
      expect(isBareId(bareId(post))).toBe(true);
      expect(bareId(bareId(post).toUpperCase())).toBe(bareId(post));
    }),
  );
});

it.each(["", "..", "01932c07", "01932c07-20a3-4cde-8f61-95a3a8a1c6b2"])("has no post for %j", (text) => {
  expect(isBareId(text)).toBe(false);
});
