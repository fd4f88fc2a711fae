import { MetricUnit } from "@aws-lambda-powertools/metrics";
import { DeleteObjectCommand } from "@aws-sdk/client-s3";
import type { Context, S3Event, S3EventRecord } from "aws-lambda";
import { createClients } from "./clients";
import { readEnvironment } from "./environment";
import { detectLabels } from "./image-labels";
import { type LabelOutcome, type LabelUploadServices, labelUpload } from "./label-upload";
import { LabelledPosts } from "./labelled-posts";
import { logger, metrics, traced } from "./telemetry";
import { NotAnUploadError, readUpload } from "./upload";

const environment = readEnvironment(process.env);
const { dynamodb, rekognition, s3 } = createClients(environment);

const services: LabelUploadServices = {
  posts: new LabelledPosts(dynamodb, environment.tableName),
  detectLabels: (upload) => detectLabels(rekognition, upload),
  async deleteImage({ bucket, key }) {
    await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
  },
};

/** Some pictures of an event could not be labelled; `errors` says why, one each. */
export class LabellingFailedError extends AggregateError {
  override readonly name = "LabellingFailedError";

  constructor(errors: readonly unknown[], records: number) {
    const [first] = errors;
    super(errors, `${errors.length} of ${records} pictures could not be labelled, the first by ${first}`);
  }
}

/**
 * Labels the images that an S3 event tells of, and records image and labels in their posts.
 *
 * Every record is handled, also when another fails. Then the whole event is given back to Lambda, which tries it again:
 * records that were handled are handled again to the same end.
 *
 * @throws {LabellingFailedError} where a record could not be handled.
 */
export async function handler(event: S3Event, context: Context): Promise<void> {
  logger.addContext(context);
  metrics.captureColdStartMetric();
  // S3 sends an event without records to test a new notification.
  const records = event.Records ?? [];
  try {
    await traced(async () => {
      const results = await Promise.allSettled(records.map(handleRecord));
      const errors = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
      if (errors.length > 0) throw new LabellingFailedError(errors, records.length);
    });
  } finally {
    if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
  }
}

/** Handles one record, and counts and logs what became of it. */
async function handleRecord(record: S3EventRecord): Promise<void> {
  let post: string | undefined;
  try {
    const upload = readUpload(record);
    post = upload.postUuid;
    const outcome: LabelOutcome = await labelUpload(upload, services);
    count(outcome);
    logger.info("Image handled", { outcome, post });
  } catch (error) {
    if (error instanceof NotAnUploadError) {
      count("Skipped");
      logger.warn("Record skipped", { reason: error.message });
    } else {
      count("Failed");
      logger.error("Image not handled", { post, error });
      throw error;
    }
  }
}

function count(outcome: LabelOutcome | "Skipped" | "Failed"): void {
  metrics.addMetric(outcome, MetricUnit.Count, 1);
}
