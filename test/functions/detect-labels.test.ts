import { imagePrefix } from "../../webservice/images/image-key";
import { BUCKET, deletePost, images, invoke, labelled, newPost, read, record, upload } from "./detect-labels-harness";

describe("an uploaded image", () => {
  it("becomes its post's, with the labels that Rekognition finds, in their order, each once", async () => {
    const post = await newPost();
    const key = post.newKey();
    images.answer = () => ({ labels: ["Pet", "Cat", "Animal", "Pet"] });
    await upload({ key });
    expect(await read(post)).toMatchObject(labelled(key, "Pet", "Cat", "Animal"));
    expect(images.detections).toEqual([
      { Image: { S3Object: { Bucket: BUCKET, Name: key } }, MaxLabels: 5, MinConfidence: 75 },
    ]);
    expect(images.deletions).toEqual([]);
  });

  it("may be told of twice, and the second time counts as much as the first", async () => {
    const post = await newPost();
    const told = { key: post.newKey(), sequencer: "0A" };
    await upload(told);
    const first = await read(post);
    await upload(told);
    expect(await read(post)).toEqual(first);
    images.answer = () => ({ labels: ["Kitten"] });
    await upload(told);
    expect(await read(post)).toMatchObject(labelled(told.key, "Kitten"));
    expect(images.deletions).toEqual([]);
  });

  it.each(["a+b é", "日本 %41", "🐈 & co", "O'Brien=?"])("is found for a user called %s", async (user) => {
    const post = await newPost(user);
    const key = post.newKey();
    await upload({ key });
    expect(await read(post)).toMatchObject(labelled(key, "Cat"));
  });

  it.each(["InvalidImageFormatException", "ImageTooLargeException", "InvalidParameterException"])(
    "gets no labels, and is not tried again, on %s",
    async (error) => {
      const post = await newPost();
      const key = post.newKey();
      images.answer = () => ({ error });
      await upload({ key });
      expect(await read(post)).toMatchObject(labelled(key));
      expect(images.detections).toHaveLength(1);
    },
  );
});

describe("of two uploads for a post", () => {
  it.each([
    ["0FF", "100"],
    ["00A1", "0B2"],
    ["f", "0010"],
  ])("the later stays when the earlier's event comes late: one key, sequencer %s after %s", async (early, late) => {
    const post = await newPost();
    const key = post.newKey();
    images.answer = () => ({ labels: ["Late"] });
    await upload({ key, sequencer: late });
    images.answer = () => ({ labels: ["Early"] });
    await upload({ key, sequencer: early });
    expect(await read(post)).toMatchObject(labelled(key, "Late"));
    expect(images.deletions).toEqual([]);
  });

  it("the later replaces the earlier within one key", async () => {
    const post = await newPost();
    const key = post.newKey();
    await upload({ key, sequencer: "FF" });
    images.answer = () => ({ labels: ["Late"] });
    await upload({ key, sequencer: "0100" });
    expect(await read(post)).toMatchObject(labelled(key, "Late"));
  });

  it("the later stays when the earlier's event comes late, under another key, and no image is deleted", async () => {
    const post = await newPost();
    const [early, late] = [post.newKey(), post.newKey()];
    await upload({ key: late, sequencer: "01" });
    await upload({ key: early, sequencer: "FF" });
    expect(await read(post)).toMatchObject(labelled(late, "Cat"));
    expect(images.deletions).toEqual([]);
  });

  it("the later replaces the earlier under another key", async () => {
    const post = await newPost();
    const [early, late] = [post.newKey(), post.newKey()];
    await upload({ key: early, sequencer: "FF" });
    await upload({ key: late, sequencer: "01" });
    expect(await read(post)).toMatchObject(labelled(late, "Cat"));
  });

  it("one that was copied by hand counts by its time", async () => {
    const post = await newPost();
    const byHand = `${imagePrefix(post.user, post.uuid)}zebra.jpg`;
    await upload({ key: byHand, eventTime: new Date(Date.now() - 1_000).toISOString() });
    expect(await read(post)).toMatchObject(labelled(byHand, "Cat"));
    const signed = post.newKey();
    await upload({ key: signed });
    expect(await read(post)).toMatchObject(labelled(signed, "Cat"));
    await upload({ key: byHand, eventTime: new Date(Date.now() + 1_000).toISOString() });
    expect(await read(post)).toMatchObject(labelled(byHand, "Cat"));
  });
});

describe("when the post is gone", () => {
  it("the image is deleted and no ghost of the post is made", async () => {
    const post = await newPost();
    const key = post.newKey();
    await upload({ key });
    await deletePost(post);
    await upload({ key });
    expect(await read(post)).toBeUndefined();
    expect(images.deletions).toEqual([`${BUCKET}/${key}`]);
  });

  it("and its image too, nothing fails", async () => {
    const post = await newPost();
    await deletePost(post);
    images.answer = () => ({ error: "InvalidS3ObjectException" });
    await upload({ key: post.newKey() });
    expect(await read(post)).toBeUndefined();
  });
});

describe("a failure", () => {
  it.each(["ThrottlingException", "InvalidS3ObjectException", "AccessDeniedException"])(
    "is left to Lambda to try again, and touches nothing: %s",
    async (error) => {
      const post = await newPost();
      const before = await read(post);
      images.answer = () => ({ error });
      await expect(upload({ key: post.newKey() })).rejects.toMatchObject({
        name: "LabellingFailedError",
        message: expect.stringContaining(`${error} from the test`),
      });
      expect(await read(post)).toEqual(before);
      expect(images.deletions).toEqual([]);
    },
  );

  it("of one record does not keep the others from being handled", async () => {
    const posts = await Promise.all([newPost(), newPost(), newPost()]);
    const keys = posts.map((post) => post.newKey());
    images.answer = (key) => (key === keys[1] ? { error: "AccessDeniedException" } : { labels: ["Cat"] });
    await expect(invoke(...keys.map((key) => record({ key })))).rejects.toThrow("1 of 3 pictures");
    const items = await Promise.all(posts.map(read));
    expect(items.map((item) => item?.labels?.L?.length)).toEqual([1, undefined, 1]);

    images.answer = () => ({ labels: ["Cat"] });
    await invoke(...keys.map((key) => record({ key })));
    const after = await Promise.all(posts.map(read));
    expect(after.map((item) => item?.key?.S)).toEqual(keys);
  });
});
