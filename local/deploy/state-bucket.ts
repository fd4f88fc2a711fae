import {
  CreateBucketCommand,
  HeadBucketCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
  type S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { CommandError } from "../command";

/** How long an older state can still be gone back to, in days. */
const KEEP_OLD_STATES = 90;

/**
 * Makes the bucket of the stacks' Terraform state, unless it is there, and sees to it in both cases that it is versioned,
 * encrypted, private, and reached over TLS alone.
 *
 * @returns whether it was made now.
 * @throws {CommandError} where the name is somebody else's.
 */
export async function ensureStateBucket(s3: S3Client, bucket: string, region: string): Promise<boolean> {
  const isThere = await exists(s3, bucket);
  if (!isThere) {
    await s3.send(
      new CreateBucketCommand({
        Bucket: bucket,
        // us-east-1 is what it is without: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
        ...(region !== "us-east-1" && { CreateBucketConfiguration: { LocationConstraint: region as "eu-west-1" } }),
      }),
    );
  }
  await s3.send(
    new PutPublicAccessBlockCommand({
      Bucket: bucket,
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    }),
  );
  await s3.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: "Enabled" } }));
  await s3.send(
    new PutBucketEncryptionCommand({
      Bucket: bucket,
      ServerSideEncryptionConfiguration: {
        Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } }],
      },
    }),
  );
  await s3.send(
    new PutBucketLifecycleConfigurationCommand({
      Bucket: bucket,
      LifecycleConfiguration: {
        Rules: [
          {
            ID: "expire-old-states",
            Status: "Enabled",
            Filter: { Prefix: "" },
            NoncurrentVersionExpiration: { NoncurrentDays: KEEP_OLD_STATES },
          },
        ],
      },
    }),
  );
  await s3.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy: JSON.stringify(tlsOnly(bucket, region)) }));
  return !isThere;
}

async function exists(s3: S3Client, bucket: string): Promise<boolean> {
  try {
    await s3.send(new HeadBucketCommand({ Bucket: bucket }));
    return true;
  } catch (error) {
    if (!(error instanceof S3ServiceException)) throw error;
    const status = error.$metadata.httpStatusCode;
    if (status === 404) return false;
    if (status === 403) {
      throw new CommandError(
        `The bucket ${bucket} is somebody else's, or may not be used: set TF_STATE_BUCKET to another.`,
      );
    }
    if (status === 301)
      throw new CommandError(`The bucket ${bucket} is in another region: set TF_STATE_REGION to that.`);
    throw error;
  }
}

function tlsOnly(bucket: string, region: string): object {
  const partition = region.startsWith("cn-") ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
  const arn = `arn:${partition}:s3:::${bucket}`;
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "DenyPlainHttp",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [arn, `${arn}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  };
}
