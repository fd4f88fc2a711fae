import { Construct } from "constructs";
import type { ServerlessConfig } from "../config";
import { DeadLetterQueue } from "./dead-letter-queue";
import type { ImageBucket } from "./image-bucket";
import { NodejsFunction } from "./nodejs-function";
import type { PostsTable } from "./posts-table";

const NAME = "postagram-detect-labels";

export interface LabelFunctionProps {
  readonly config: ServerlessConfig;
  /** Where the images are; the function is called with each that is put there. */
  readonly images: ImageBucket;
  /** Where the labels go. */
  readonly posts: PostsTable;
}

/** Labels each image on upload with Rekognition. What fails three times lands in a queue, and an alarm tells of it. */
export class LabelFunction extends Construct {
  readonly name = NAME;

  constructor(scope: Construct, id: string, { config, images, posts }: LabelFunctionProps) {
    super(scope, id);
    const fn = new NodejsFunction(this, "detect-labels", {
      config,
      entry: "functions/detect-labels/index.ts",
      functionName: NAME,
      description: "Labels the images of posts on upload with Rekognition",
      // Rekognition reads the image by itself, so that none passes through here: this is for the start's speed.
      memorySize: 512,
      // All calls for one image end within 30 s, their retries included; S3 sends one image an event.
      timeout: 60,
    });
    // DetectLabels knows no resources:
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonrekognition.html
    fn.role.allow({ sid: "DetectLabels", actions: ["rekognition:DetectLabels"], resources: ["*"] });
    if (config.rekognitionEndpoint !== undefined) {
      fn.setEnvironment("AWS_ENDPOINT_URL_REKOGNITION", config.rekognitionEndpoint);
    }
    posts.allowUpdates(fn);
    images.allowReadsAndDeletes(fn);
    images.onUpload(fn);
    const failures = new DeadLetterQueue(this, "failures", { config, name: `${NAME}-failures` });
    failures.collectFailuresOf(fn);
  }
}
