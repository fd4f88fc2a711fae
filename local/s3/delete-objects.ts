import type { ObjectStore } from "./object-store";
import { S3Error } from "./s3-error";
import { unescapeText, xmlDocument } from "./xml";

/** S3's limit: https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html */
const MAX_OBJECTS = 1000;

/**
 * Answers DeleteObjects.
 *
 * S3rver reads the keys as numbers where they look like some, and so would delete `7` for `007`.
 *
 * @param document the body of the request
 * @returns the XML document
 * @throws S3Error `MalformedXML`
 */
export async function deleteObjects(store: ObjectStore, bucket: string, document: string): Promise<string> {
  const objects = [...document.matchAll(/<Object>(.*?)<\/Object>/gs)].map(([, object = ""]) => object);
  const keys = objects.map((object) => /<Key>([^<]+)<\/Key>/.exec(object)?.[1]);
  if (keys.length === 0 || keys.length > MAX_OBJECTS || !keys.every((key) => key !== undefined)) {
    throw new S3Error(
      "MalformedXML",
      "The XML you provided was not well-formed or did not validate against our published schema",
    );
  }
  const deleted = keys.map(unescapeText);
  for (const key of deleted) await store.deleteObject(bucket, key);
  const isQuiet = /<Quiet>\s*true\s*<\/Quiet>/.test(document);
  return xmlDocument("DeleteResult", { Deleted: isQuiet ? [] : deleted.map((key) => ({ Key: key })) });
}
