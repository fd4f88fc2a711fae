import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { S3BucketCorsConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-cors-configuration";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketNotification } from "@cdktf/provider-aws/lib/s3-bucket-notification";
import { Construct } from "constructs";
import type { ServerlessConfig } from "../config";
import { AwsAccount } from "./aws-account";
import type { NodejsFunction } from "./nodejs-function";
import { PrivateBucket } from "./private-bucket";

export interface ImageBucketProps {
  readonly config: Pick<ServerlessConfig, "allowedOrigins" | "environment">;
}

/**
 * The bucket of the posts' images. Nothing in it is public: browsers put and get images with signed URLs.
 *
 * It keeps no versions: a picture that was deleted is gone.
 */
export class ImageBucket extends Construct {
  readonly name: string;
  readonly #bucket: PrivateBucket;

  constructor(scope: Construct, id: string, { config }: ImageBucketProps) {
    super(scope, id);
    this.#bucket = new PrivateBucket(this, "private", { config, namePrefix: "postagram-images-" });
    this.name = this.#bucket.name;
    this.#allowBrowsers(config.allowedOrigins);
    new S3BucketLifecycleConfiguration(this, "lifecycle", {
      bucket: this.name,
      rule: [
        {
          id: "abort-incomplete-uploads",
          status: "Enabled",
          filter: [{ prefix: "" }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 1 }],
        },
      ],
    });
  }

  /** Lets a function read and delete images. */
  allowReadsAndDeletes(fn: NodejsFunction): void {
    fn.role.allow({
      sid: "ReadAndDeleteImages",
      actions: ["s3:GetObject", "s3:DeleteObject"],
      resources: [`${this.#bucket.arn}/*`],
    });
  }

  /** Has a function called with each image that is put, and lets the bucket of this account call it, none other. */
  onUpload(fn: NodejsFunction): void {
    const permission = new LambdaPermission(this, "upload-permission", {
      action: "lambda:InvokeFunction",
      functionName: fn.resource.functionName,
      principal: "s3.amazonaws.com",
      sourceArn: this.#bucket.arn,
      // The ARN of a bucket names no account: whoever took its name after it was deleted could call otherwise.
      sourceAccount: AwsAccount.of(this).accountId,
    });
    new S3BucketNotification(this, "upload-notification", {
      bucket: this.name,
      lambdaFunction: [{ lambdaFunctionArn: fn.resource.arn, events: ["s3:ObjectCreated:*"] }],
      dependsOn: [permission],
    });
  }

  #allowBrowsers(origins: ServerlessConfig["allowedOrigins"]): void {
    new S3BucketCorsConfiguration(this, "cors", {
      bucket: this.name,
      corsRule: [
        {
          allowedOrigins: origins === "*" ? ["*"] : [...origins],
          allowedMethods: ["PUT", "GET", "HEAD"],
          allowedHeaders: ["content-type"],
          exposeHeaders: ["ETag"],
          maxAgeSeconds: 3600,
        },
      ],
    });
  }
}
