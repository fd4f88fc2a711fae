import fc from "fast-check";
import { nameHeader } from "../../webapp/src/api/name-header";
import { checkUserName } from "../../webapp/src/session/user-name";
import { decodeHeader, isUserName } from "../../webservice/users/user-name";

/** Texts among which those that break one of the rules are frequent. */
const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 80 }),
  fc.string({ unit: fc.constantFrom("a", "é", "🐈", ".", " "), maxLength: 70 }),
  fc.string({ unit: fc.constantFrom("a", "/", "#", "\n", "\u0085", "\u009f", "\u00a0", "\ud83d"), maxLength: 3 }),
);

it("takes exactly those names that the service takes", () => {
  fc.assert(
    fc.property(text, (name) => {
      expect(checkUserName(name) === undefined).toBe(isUserName(name));
    }),
    { numRuns: 2000 },
  );
});

it.each([
  ["", "empty"],
  [".", "characters"],
  ["..", "characters"],
  ["a/b", "characters"],
  ["a#b", "characters"],
  ["a\tb", "characters"],
  ["🐈".repeat(65), "tooLong"],
  ["🐈".repeat(64), undefined],
  ["Loïc", undefined],
])("says of %j: %s", (name, problem) => {
  expect(checkUserName(name)).toBe(problem);
});

it("sends every name in characters that a header takes, as the service reads it", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (name) => {
      const header = nameHeader(name);
      expect(Buffer.from(header, "latin1").toString("latin1")).toBe(header);
      expect(decodeHeader(header)).toBe(name);
    }),
  );
});
