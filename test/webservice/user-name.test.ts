import fc from "fast-check";
import { decodeHeader, isUserName } from "../../webservice/users/user-name";

it.each(["ada", "Loïc", "🐈", "a b", "...", "POST", "x".repeat(64), "🐈".repeat(64)])("takes %j for a user", (name) => {
  expect(isUserName(name)).toBe(true);
});

it.each(["", ".", "..", "a/b", "a#b", "a\u0000b", "a\nb", "a\u007fb", "a\u0085b", "x".repeat(65), "🐈".repeat(65)])(
  "does not take %j for a user",
  (name) => {
    expect(isUserName(name)).toBe(false);
  },
);

it("reads back every text that was sent as UTF-8", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const sent = Buffer.from(text, "utf8").toString("latin1");
      expect(decodeHeader(sent)).toBe(Buffer.from(text, "utf8").toString("utf8"));
    }),
  );
});

it("reads what is no UTF-8 as Latin-1", () => {
  expect(decodeHeader("Loïc")).toBe("Loïc");
  expect(decodeHeader("\xe9t\xe9")).toBe("été");
});
