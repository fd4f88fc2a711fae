import fc from "fast-check";
import { v7 as uuidv7 } from "uuid";
import { imagePrefix, newImageKey, parseImageKey, safeBaseName } from "../../webservice/images/image-key";
import { postKey, postUuid, userKey, userName } from "../../webservice/posts/keys";
import { isUserName } from "../../webservice/users/user-name";

const names = fc.string({ unit: "grapheme", minLength: 1, maxLength: 64 }).filter(isUserName);
const uuids = fc.uuid({ version: 7 });

describe("ids of posts", () => {
  it("are read with and without their prefix, in any case", () => {
    fc.assert(
      fc.property(uuids, (uuid) => {
        expect(postUuid(postKey(uuid))).toBe(uuid);
        expect(postUuid(uuid)).toBe(uuid);
        expect(postUuid(uuid.toUpperCase())).toBe(uuid);
      }),
    );
  });

  it("are nothing else", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(postUuid(text)).toBeUndefined();
      }),
    );
    expect(postUuid("0b9f1d5c-8d35-4d0e-9c27-6f2a8a1c6b2d")).toBeUndefined(); // version 4
    expect(postUuid(`POST#POST#${uuidv7()}`)).toBeUndefined();
  });

  it("sort by the time of their making", () => {
    const made = Array.from({ length: 1_000 }, () => postKey(uuidv7()));
    expect([...made].sort()).toEqual(made);
  });
});

describe("keys of users", () => {
  it("hold the name", () => {
    fc.assert(fc.property(names, (name) => expect(userName(userKey(name))).toBe(name)));
  });
});

describe("keys of pictures", () => {
  it("say whose they are, whatever the file was called", () => {
    fc.assert(
      fc.property(names, uuids, fc.string({ unit: "binary" }), (user, uuid, fileName) => {
        const key = newImageKey(user, uuid, fileName, "image/png");
        expect(parseImageKey(key)).toEqual({ user, postUuid: uuid, name: expect.stringMatching(/^[\w.-]+\.png$/) });
        expect(key.startsWith(imagePrefix(user, uuid))).toBe(true);
        expect(Buffer.byteLength(key)).toBeLessThanOrEqual(1024);
      }),
    );
  });

  it("are new each time, the later ones sorting after the earlier", () => {
    const made = Array.from({ length: 100 }, () => newImageKey("ada", "a-post", "cat.jpg", "image/jpeg"));
    expect(new Set(made).size).toBe(100);
    expect([...made].sort()).toEqual(made);
  });

  it.each(["", "a", "a/b", "a/b/", "/b/c", "a//c", "a/b/c/d"])("are not of the form of %j", (key) => {
    expect(parseImageKey(key)).toBeUndefined();
  });
});

describe("file names", () => {
  it.each([
    ["cat.jpg", "cat"],
    ["../../etc/passwd", "passwd"],
    ["C:\\pictures\\My cat.JPG", "My-cat"],
    ["été à la plage.png", "ete-a-la-plage"],
    ["a\"b'c.png", "a-b-c"],
    ["🐈.png", "image"],
    ["..", "image"],
    [".htaccess", "htaccess"],
    ["", "image"],
    ["archive.tar.gz", "archive.tar"],
  ])("%j becomes %j", (name, safe) => {
    expect(safeBaseName(name)).toBe(safe);
  });

  it("become 1 to 80 harmless characters", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 600 }), (name) => {
        const safe = safeBaseName(name);
        expect(safe).toMatch(/^[\w][\w.-]{0,79}$/);
        expect(safe).not.toContain("..");
      }),
    );
  });
});
