import sharp from "sharp";
import { checkPicture, MAX_PICTURE_BYTES, PICTURE_TYPES } from "../../webapp/src/publish/picture-check";
import { IMAGE_TYPES } from "../../webservice/images/image-key";
import { MAX_IMAGE_BYTES } from "../../webservice/images/image-store";
import { fixture } from "../postagram";

function file(bytes: Uint8Array, type: string): File {
  return new File([new Uint8Array(bytes)], "picture", { type });
}

it("allows what the service allows", () => {
  expect(PICTURE_TYPES).toEqual(Object.keys(IMAGE_TYPES));
  expect(MAX_PICTURE_BYTES).toBe(MAX_IMAGE_BYTES);
});

it("finds nothing wrong with a JPEG and a PNG", async () => {
  const photo = await fixture("chelsea.jpg");
  expect(await checkPicture(file(photo, "image/jpeg"))).toBeUndefined();
  expect(await checkPicture(file(await sharp(photo).png().toBuffer(), "image/png"))).toBeUndefined();
});

it("turns other pictures down, whatever they say they are", async () => {
  const photo = await fixture("chelsea.jpg");
  const gif = await sharp(photo).gif().toBuffer();
  expect(await checkPicture(file(gif, "image/gif"))).toEqual({ problem: "type", type: "image/gif" });
  expect(await checkPicture(file(gif, "image/jpeg"))).toEqual({ problem: "type", type: "image/jpeg" });
  expect(await checkPicture(file(photo, "image/png"))).toEqual({ problem: "type", type: "image/png" });
  expect(await checkPicture(file(photo, ""))).toEqual({ problem: "type", type: "" });
  expect(await checkPicture(file(photo.subarray(0, 2), "image/jpeg"))).toMatchObject({ problem: "type" });
});

it("turns down what is empty or larger than the service takes", async () => {
  expect(await checkPicture(file(new Uint8Array(), "image/png"))).toEqual({ problem: "empty" });
  const photo = await fixture("chelsea.jpg");
  const padded = (bytes: number) => file(Buffer.concat([photo, Buffer.alloc(bytes - photo.length)]), "image/jpeg");
  expect(await checkPicture(padded(MAX_PICTURE_BYTES))).toBeUndefined();
  const bytes = MAX_PICTURE_BYTES + 1;
  expect(await checkPicture(padded(bytes))).toEqual({ problem: "size", bytes });
});
