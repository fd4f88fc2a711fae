import fc from "fast-check";
import { checkUserName } from "../../webapp/src/session/user-name";
import { userAddress, userAt } from "../../webapp/src/shell/addresses";

/** The path that a browser has for an address. */
const pathOf = (address: string) => new URL(address, "http://localhost").pathname;

it.each(["%41", "%2F", "%252F", "100 %", "?", "%3F", "Żaneta 🌻", "%E0%A4%A"])("leads to the page of %j", (name) => {
  expect(userAt(pathOf(userAddress(name)))).toBe(name);
});

it("leads to the very user whose name it was made of", () => {
  const pieces = fc.constantFrom("%", "%25", "%41", "%2F", "+", "?", "&", "=", ";", " ", "ada", "é", "🌻");
  const names = fc
    .oneof(
      fc.string({ unit: "grapheme" }),
      fc.array(pieces).map((list) => list.join("")),
    )
    .filter((name) => checkUserName(name) === undefined && name.isWellFormed());
  fc.assert(fc.property(names, (name) => expect(userAt(pathOf(userAddress(name)))).toBe(name)));
});

it("takes a name that is no valid encoding as it stands", () => {
  expect(userAt("/user/100%")).toBe("100%");
  expect(userAt("/user/ada/")).toBe("ada");
});
