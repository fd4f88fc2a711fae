import fc from "fast-check";
import { CONTENT_SUFFIX, keyEnd, keyPart, keyPath, METADATA_SUFFIX, toByteString } from "../../local/s3/key-path";

const anyKey = fc
  .array(
    fc.oneof(fc.constantFrom("", ".", "..", "a.", "A", "é", "%", "~"), fc.string({ unit: "binary", maxLength: 120 })),
  )
  .map((segments) => segments.join("/"))
  .filter((key) => key.isWellFormed());

/** All names of a key's path, the last with its suffix. */
function names(key: string): string[] {
  const { directories, name } = keyPath(toByteString(key));
  return [...directories, name + CONTENT_SUFFIX];
}

test("a path gives back its key", () => {
  fc.assert(
    fc.property(anyKey, (key) => {
      const { directories, name } = keyPath(toByteString(key));
      const end = keyEnd(name + CONTENT_SUFFIX);
      expect([...directories.map(keyPart), end].join("")).toBe(toByteString(key));
    }),
  );
});

test("every name is one that any file system takes", () => {
  fc.assert(
    fc.property(anyKey, (key) => {
      for (const name of names(key)) {
        expect(name).toMatch(/^[a-z0-9._%-]*[a-z0-9_%-]$/); // neither `.` nor `..`, and no capitals
        expect(name.length).toBeLessThanOrEqual(255 - METADATA_SUFFIX.length);
      }
    }),
  );
});

test("no key's file is another key's directory", () => {
  fc.assert(
    fc.property(anyKey, anyKey, (one, other) => {
      fc.pre(one !== other);
      const [a, b] = [names(one), names(other)];
      expect(a).not.toEqual(b.slice(0, a.length));
    }),
  );
});
