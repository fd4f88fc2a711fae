import {
  BUCKET,
  images,
  invoke,
  invokeWith,
  newPost,
  output,
  read,
  record,
  USER,
  upload,
} from "./detect-labels-harness";

describe("a record that tells of no upload", () => {
  const uuid = "01890a5d-ac96-774b-bcce-b302099a8057";

  it.each([
    "cat.jpg",
    `${USER}/cat.jpg`,
    `${USER}/${uuid}/`,
    `${USER}/${uuid}/folder/cat.jpg`,
    `/${uuid}/cat.jpg`,
    `${USER}/not-a-uuid/cat.jpg`,
    `${USER}/${uuid.toUpperCase()}/cat.jpg`,
    `${USER}/POST#${uuid}/cat.jpg`,
  ])("is skipped and its object kept: key %s", async (key) => {
    await upload({ key });
    expect(images.detections).toEqual([]);
    expect(images.deletions).toEqual([]);
    expect(output.join("\n")).toContain("Record skipped");
  });

  it("is skipped where its key is not well encoded", async () => {
    const broken = record({ key: "x" });
    broken.s3.object.key = `${USER}/${uuid}/%E0%A4%A.jpg`;
    await invoke(broken);
    expect(images.detections).toEqual([]);
    expect(output.join("\n")).toContain("Record skipped");
  });

  it("is skipped where the object was not created", async () => {
    const post = await newPost();
    await upload({ key: post.newKey(), eventName: "ObjectRemoved:Delete" });
    expect(images.detections).toEqual([]);
    expect((await read(post))?.key).toBeUndefined();
  });

  it("is none where S3 tests a new notification", async () => {
    await invokeWith({ Service: "Amazon S3", Event: "s3:TestEvent", Bucket: BUCKET });
    expect(images.detections).toEqual([]);
  });
});

describe("logs and metrics", () => {
  it("name the post and what became of the image, and neither user nor key", async () => {
    const post = await newPost("Zaphod");
    await upload({ key: post.newKey() });
    await upload({ key: "Zaphod/cat.jpg" });
    images.answer = () => ({ error: "AccessDeniedException" });
    await expect(upload({ key: post.newKey() })).rejects.toThrow();

    const lines = output.map((line) => JSON.parse(line));
    const handled = { level: "INFO", service: "detect-labels", post: post.uuid, outcome: "Labelled" };
    expect(lines).toContainEqual(expect.objectContaining(handled));
    expect(lines).toContainEqual(expect.objectContaining({ Labelled: 1, service: "detect-labels" }));
    expect(lines).toContainEqual(expect.objectContaining({ Failed: 1 }));
    expect(output.join("\n")).not.toMatch(/Zaphod|cat\.jpg/);
  });
});

describe("the environment", () => {
  it("must name the table", async () => {
    jest.replaceProperty(process, "env", { ...process.env, DYNAMO_TABLE: "" });
    await jest.isolateModulesAsync(async () => {
      await expect(import("../../functions/detect-labels/index")).rejects.toMatchObject({
        name: "MissingEnvironmentVariableError",
        message: "The environment variable DYNAMO_TABLE is not set",
      });
    });
  });
});
