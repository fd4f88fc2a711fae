import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import { AssetType, Fn, TerraformAsset } from "cdktf";
import { Construct } from "constructs";
import type { StackConfig } from "../config";
import type { InstanceRole } from "./instance-role";
import { PrivateBucket } from "./private-bucket";

/** How long a version of the webservice can still be rolled back to once another has replaced it, in days. */
const KEEP_OLD_VERSIONS = 30;

export interface WebserviceArtifactProps {
  readonly config: Pick<StackConfig, "environment">;
  /** The webservice's archive, an absolute path: what `buildWebservice` of `webservice/build.js` made. */
  readonly archive: string;
}

/**
 * The webservice as instances fetch it: one key of a versioned bucket. Each deployment is another version, and an older
 * one stays where the instances that a rollback starts look for it.
 */
export class WebserviceArtifact extends Construct {
  readonly bucket: string;
  readonly key = "webservice.tar.gz";
  readonly versionId: string;
  /** SHA-256 of the archive, in hexadecimal digits. */
  readonly sha256: string;
  readonly #bucketArn: string;

  constructor(scope: Construct, id: string, { config, archive }: WebserviceArtifactProps) {
    super(scope, id);
    const bucket = new PrivateBucket(this, "artifacts", { config, namePrefix: "postagram-artifacts-" });
    this.bucket = bucket.name;
    this.#bucketArn = bucket.arn;
    const versioning = new S3BucketVersioningA(this, "versioning", {
      bucket: bucket.name,
      versioningConfiguration: { status: "Enabled" },
    });
    new S3BucketLifecycleConfiguration(this, "lifecycle", {
      bucket: bucket.name,
      rule: [
        {
          id: "expire-old-versions",
          status: "Enabled",
          filter: [{ prefix: "" }],
          // The last ten stay however old they are: after a rollback one of them is what instances run.
          noncurrentVersionExpiration: [{ noncurrentDays: KEEP_OLD_VERSIONS, newerNoncurrentVersions: 10 }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 1 }],
        },
      ],
      // The rule is about versions, of which there are none before.
      dependsOn: [versioning],
    });
    const asset = new TerraformAsset(this, "archive", { path: archive, type: AssetType.FILE });
    this.sha256 = Fn.filesha256(asset.path);
    const object = new S3Object(this, "object", {
      bucket: bucket.name,
      key: this.key,
      source: asset.path,
      sourceHash: this.sha256,
      contentType: "application/gzip",
      dependsOn: [versioning],
    });
    this.versionId = object.versionId;
  }

  /** Lets instances fetch the archive, in every version: a rollback starts one with an older version. */
  allowFetches(role: InstanceRole): void {
    role.allow({
      sid: "FetchArtifact",
      actions: ["s3:GetObjectVersion"],
      resources: [`${this.#bucketArn}/${this.key}`],
    });
  }
}
