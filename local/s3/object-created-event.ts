import type { S3Event } from "aws-lambda";
import type { CreatedObject } from "./stored-object";
import { encodeKey } from "./url-encoding";

/** Where and by whom an object was created. */
export interface EventOrigin {
  readonly region: string;
  readonly accessKeyId: string;
  readonly sourceAddress: string;
  readonly requestId: string;
  readonly hostId: string;
}

/**
 * The event that S3 tells of a new object, in version 2.1.
 *
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
export function objectCreatedEvent(object: CreatedObject, origin: EventOrigin): S3Event {
  return {
    Records: [
      {
        eventVersion: "2.1",
        eventSource: "aws:s3",
        awsRegion: origin.region,
        eventTime: new Date().toISOString(),
        eventName: `ObjectCreated:${object.cause}`,
        userIdentity: { principalId: `AWS:${origin.accessKeyId}` },
        requestParameters: { sourceIPAddress: origin.sourceAddress },
        responseElements: { "x-amz-request-id": origin.requestId, "x-amz-id-2": origin.hostId },
        s3: {
          s3SchemaVersion: "1.0",
          configurationId: "embedded",
          bucket: {
            name: object.bucket,
            ownerIdentity: { principalId: origin.accessKeyId },
            arn: `arn:aws:s3:::${object.bucket}`,
          },
          object: {
            key: encodeKey(object.key),
            size: object.size,
            eTag: object.eTag,
            sequencer: object.sequencer,
          },
        },
      },
    ],
  };
}
