import { readFileSync } from "node:fs";
import type http from "node:http";
import path from "node:path";
import {
  DetectFacesCommand,
  DetectLabelsCommand,
  type DetectLabelsCommandInput,
  ImageTooLargeException,
  InvalidImageFormatException,
  InvalidParameterException,
  InvalidS3ObjectException,
  type RekognitionClient,
} from "@aws-sdk/client-rekognition";
import sharp from "sharp";
import { outdir } from "../../local/build.js";
import { startRekognition } from "../../local/rekognition/rekognition";
import { listen } from "./rekognition-server";

const fixture = (name: string): Buffer => readFileSync(path.join(__dirname, "..", "fixtures", name));
const cat = fixture("chelsea.jpg");
const astronaut = fixture("astronaut.jpg");
const flat = (width: number, height: number): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: "#3366aa" } })
    .png()
    .toBuffer();

const objects = new Map<string, Uint8Array>([
  ["photos/user/1/chélsea 1.jpg", cat],
  ["photos/too-large.jpg", Buffer.alloc(15 * 1024 * 1024 + 1)],
]);

const service = startRekognition({
  workerFile: path.join(outdir, "rekognition-worker.js"),
  async getObject(bucket, name) {
    const object = objects.get(`${bucket}/${name}`);
    if (!object) throw new Error("NoSuchKey");
    return object;
  },
});
let server: http.Server;
let client: RekognitionClient;

beforeAll(async () => {
  ({ server, client } = await listen(service));
  await service.load();
});

afterAll(async () => {
  client.destroy();
  server.close();
  await service.close();
});

const detect = (bytes: Uint8Array, options: Partial<DetectLabelsCommandInput> = {}) =>
  client.send(new DetectLabelsCommand({ Image: { Bytes: bytes }, MinConfidence: 75, ...options }));

const names = async (bytes: Uint8Array, options?: Partial<DetectLabelsCommandInput>): Promise<string[]> =>
  ((await detect(bytes, options)).Labels ?? []).map(({ Name = "" }) => Name);

/** An answer as it is on the wire, for what the SDK hides. */
async function post(body: string, target = "RekognitionService.DetectLabels") {
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  return fetch(`http://127.0.0.1:${port}/`, { method: "POST", body, headers: { "x-amz-target": target } });
}

describe("what a picture shows", () => {
  test("a cat is a Cat first, and then what cats are", async () => {
    const { Labels = [], LabelModelVersion, OrientationCorrection } = await detect(cat, { MaxLabels: 5 });
    expect(Labels.map(({ Name }) => Name)).toEqual(["Cat", "Animal", "Mammal", "Pet"]);
    const [first, second] = Labels;
    expect(first?.Confidence).toBeGreaterThan(85);
    expect(first?.Parents).toEqual([{ Name: "Animal" }, { Name: "Mammal" }, { Name: "Pet" }]);
    expect(first?.Categories).toEqual([{ Name: "Animals and Pets" }]);
    expect(second).toMatchObject({ Confidence: first?.Confidence, Instances: [], Parents: [] });
    expect(LabelModelVersion).toBeTruthy();
    expect(OrientationCorrection).toBeUndefined();
  });

  test("a portrait is a Person, with a box around her", async () => {
    const { Labels = [] } = await detect(astronaut);
    expect(Labels.map(({ Name }) => Name)).toEqual(["Person"]);
    const [person] = Labels;
    expect(person?.Instances).toHaveLength(1);
    const { Left = 1, Top = 1, Width = 0, Height = 0 } = person?.Instances?.[0]?.BoundingBox ?? {};
    expect(person?.Instances?.[0]?.Confidence).toBe(person?.Confidence);
    // Her face is at 44 % of the width and 22 % of the height; the picture ends below her shoulders.
    expect(Left).toBeLessThan(0.3);
    expect(Left + Width).toBeGreaterThan(0.6);
    expect(Top).toBeLessThan(0.15);
    expect(Top + Height).toBeGreaterThan(0.85);
    expect(Math.max(Left + Width, Top + Height)).toBeLessThanOrEqual(1);
  });

  test("a box is where the object is, in a picture that is mostly something else", async () => {
    const wide = await sharp(cat)
      .resize(300, 200)
      .extend({ left: 500, top: 200, right: 0, bottom: 0, background: "#687" })
      .jpeg()
      .toBuffer();
    const { Labels = [] } = await detect(wide);
    const box = Labels.find(({ Name }) => Name === "Cat")?.Instances?.[0]?.BoundingBox ?? {};
    expect(box.Left).toBeGreaterThan(0.55);
    expect(box.Top).toBeGreaterThan(0.4);
  });

  test.each<[string, () => Promise<Buffer>]>([
    ["PNG", () => sharp(cat).png().toBuffer()],
    ["PNG with alpha", () => sharp(cat).ensureAlpha(0.8).png().toBuffer()],
    ["PNG of 16 bits, grey", () => sharp(cat).toColourspace("grey16").png().toBuffer()],
    ["JPEG in grey", () => sharp(cat).greyscale().jpeg().toBuffer()],
    ["JPEG in CMYK", () => sharp(cat).toColourspace("cmyk").jpeg().toBuffer()],
    [
      "JPEG lying on its side, as its EXIF says",
      () => sharp(cat).rotate(-90).withMetadata({ orientation: 6 }).toBuffer(),
    ],
    ["small JPEG", () => sharp(cat).resize(120).jpeg().toBuffer()],
  ])("the same cat is seen in a %s", async (_, convert) => {
    expect(await names(await convert())).toEqual(["Cat", "Animal", "Mammal", "Pet"]);
  });

  test("the box of a picture with an EXIF orientation is that of the picture turned upright", async () => {
    const lying = await sharp(astronaut).extract({ left: 0, top: 0, width: 512, height: 300 }).rotate(-90);
    const turned = await lying.withMetadata({ orientation: 6 }).toBuffer();
    const box = (await detect(turned)).Labels?.[0]?.Instances?.[0]?.BoundingBox ?? {};
    // Upright she fills the height and leaves the sides free; lying it would be the other way round.
    expect(box.Height).toBeGreaterThan(0.8);
    expect(box.Left).toBeGreaterThan(0.02);
    expect(box.Width).toBeLessThan(0.8);
  });

  test("a picture of one colour shows nothing, however little confidence is asked for", async () => {
    expect(await names(await flat(400, 300), { MinConfidence: 0 })).toEqual([]);
  });
});

describe("which labels are given", () => {
  let both: Buffer;

  beforeAll(async () => {
    both = await sharp({ create: { width: 1000, height: 520, channels: 3, background: "#777" } })
      .composite([
        { input: cat, left: 0, top: 100 },
        { input: astronaut, left: 470, top: 0 },
      ])
      .jpeg()
      .toBuffer();
  });

  test("those of at least MinConfidence, the surest first", async () => {
    const { Labels = [] } = await detect(both, { MinConfidence: 75 });
    expect(Labels.map(({ Name }) => Name)).toEqual(["Cat", "Animal", "Mammal", "Pet", "Person"]);
    const person = Labels.at(-1)?.Confidence ?? 0;
    expect(await names(both, { MinConfidence: person - 0.1 })).toContain("Person");
    expect(await names(both, { MinConfidence: person + 0.1 })).toEqual(["Cat", "Animal", "Mammal", "Pet"]);
  });

  test("at most MaxLabels", async () => {
    expect(await names(both, { MaxLabels: 1 })).toEqual(["Cat"]);
    expect(await names(both, { MaxLabels: 0 })).toEqual([]);
  });

  test("those that the filters of Settings let through", async () => {
    const filtered = (GeneralLabels: object) =>
      names(both, { Features: ["GENERAL_LABELS"], Settings: { GeneralLabels } });
    expect(await filtered({ LabelInclusionFilters: ["Pet"] })).toEqual(["Pet"]);
    expect(await filtered({ LabelCategoryExclusionFilters: ["Animals and Pets"] })).toEqual(["Person"]);
    expect(
      await filtered({ LabelCategoryInclusionFilters: ["Animals and Pets"], LabelExclusionFilters: ["Cat"] }),
    ).toEqual(["Animal", "Mammal", "Pet"]);
  });
});

describe("a picture in S3", () => {
  const detectObject = (Bucket: string, Name: string) =>
    client.send(new DetectLabelsCommand({ Image: { S3Object: { Bucket, Name } } }));

  test("is read from its bucket", async () => {
    const { Labels = [] } = await detectObject("photos", "user/1/chélsea 1.jpg");
    expect(Labels[0]?.Name).toBe("Cat");
  });

  test("that is not there is an InvalidS3ObjectException", async () => {
    await expect(detectObject("photos", "none.jpg")).rejects.toBeInstanceOf(InvalidS3ObjectException);
    await expect(detectObject("no-bucket", "none.jpg")).rejects.toBeInstanceOf(InvalidS3ObjectException);
  });

  test("over 15 MB is an ImageTooLargeException", async () => {
    await expect(detectObject("photos", "too-large.jpg")).rejects.toBeInstanceOf(ImageTooLargeException);
  });
});

describe("a request that is refused", () => {
  test.each<[string, () => Promise<Uint8Array>]>([
    ["a GIF", () => sharp(cat).gif().toBuffer()],
    ["an SVG", async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="200" height="200"/>')],
    ["text", async () => Buffer.from("no picture")],
    ["a JPEG cut short", async () => cat.subarray(0, 20_000)],
    ["a JPEG with nothing but its start", async () => cat.subarray(0, 10)],
    ["a PNG tampered with", async () => (await flat(200, 200)).fill(0xaa, 60, 120)],
  ])("%s is an InvalidImageFormatException", async (_, make) => {
    await expect(detect(await make())).rejects.toBeInstanceOf(InvalidImageFormatException);
  });

  test("a picture under 80 pixels is an InvalidParameterException", async () => {
    await expect(detect(await flat(1, 1))).rejects.toBeInstanceOf(InvalidParameterException);
    await expect(detect(await flat(79, 200))).rejects.toBeInstanceOf(InvalidParameterException);
    await expect(detect(await flat(80, 80))).resolves.toBeDefined();
  });

  test("a picture over 10,000 pixels is an ImageTooLargeException", async () => {
    await expect(detect(await flat(10_001, 80))).rejects.toBeInstanceOf(ImageTooLargeException);
  });

  test.each([5 * 1024 * 1024 + 1, 8 * 1024 * 1024])("%d bytes are an ImageTooLargeException", async (size) => {
    await expect(detect(Buffer.alloc(size))).rejects.toBeInstanceOf(ImageTooLargeException);
  });

  test.each<[string, Partial<DetectLabelsCommandInput>, RegExp]>([
    ["no image", { Image: undefined }, /Image/],
    ["an image that is nowhere", { Image: {} }, /Bytes or S3Object/],
    ["two images", { Image: { Bytes: cat, S3Object: { Bucket: "photos", Name: "a" } } }, /Bytes or S3Object/],
    ["an object without a name", { Image: { S3Object: { Bucket: "photos" } } }, /Image\.S3Object\.Name/],
    ["a version of an object", { Image: { S3Object: { Bucket: "photos", Name: "a", Version: "1" } } }, /Version/],
    ["a negative MaxLabels", { MaxLabels: -1 }, /MaxLabels/],
    ["a MinConfidence over 100", { MinConfidence: 101 }, /MinConfidence/],
    ["IMAGE_PROPERTIES", { Features: ["GENERAL_LABELS", "IMAGE_PROPERTIES"] }, /not IMAGE_PROPERTIES/],
  ])("%s is an InvalidParameterException that names it", async (_, options, message) => {
    const refused = detect(cat, options);
    await expect(refused).rejects.toBeInstanceOf(InvalidParameterException);
    await expect(refused).rejects.toThrow(message);
  });

  test("another operation is an UnknownOperationException", async () => {
    await expect(client.send(new DetectFacesCommand({ Image: { Bytes: cat } }))).rejects.toMatchObject({
      name: "UnknownOperationException",
      $metadata: { httpStatusCode: 400 },
    });
  });

  test.each(["{", "", '{"Image":{"Bytes":"no base64!"}}'])("the body %j is a SerializationException", async (body) => {
    const response = await post(body);
    expect(response.status).toBe(400);
    expect(response.headers.get("content-type")).toBe("application/x-amz-json-1.1");
    expect(response.headers.get("x-amzn-errortype")).toBe("SerializationException");
    expect(response.headers.get("x-amzn-requestid")).toMatch(/^[0-9a-f-]{36}$/);
    expect(await response.json()).toEqual({ __type: "SerializationException", Message: expect.any(String) });
  });
});

test("requests that come at once each get the answer to their own picture", async () => {
  const pictures = [cat, astronaut, Buffer.from("no picture"), cat, astronaut];
  const answers = await Promise.allSettled(pictures.map((picture) => names(picture, { MaxLabels: 1 })));
  expect(answers.map((answer) => (answer.status === "fulfilled" ? answer.value : answer.reason.name))).toEqual([
    ["Cat"],
    ["Person"],
    "InvalidImageFormatException",
    ["Cat"],
    ["Person"],
  ]);
});
