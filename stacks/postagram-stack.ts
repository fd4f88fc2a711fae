import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { LocalBackend, S3Backend, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { StackConfig } from "./config";

/**
 * What all stacks of Postagram share: the AWS provider with its tags, and where the state lies (a local file, or S3 with
 * locking).
 */
export abstract class PostagramStack extends TerraformStack {
  /** Tags of everything that the stack makes. */
  readonly tags: Readonly<Record<string, string>>;

  protected constructor(
    scope: Construct,
    readonly stackName: string,
    config: StackConfig,
  ) {
    super(scope, stackName);
    this.tags = { Project: "postagram", Stack: stackName, Environment: config.environment };
    new AwsProvider(this, "aws", { region: config.region, defaultTags: [{ tags: this.tags }] });
    if (config.remoteState === undefined) {
      new LocalBackend(this, { path: localStatePath(stackName) });
    } else {
      const { bucket, region } = config.remoteState;
      const backend = new S3Backend(this, { bucket, region, key: remoteStateKey(stackName), encrypt: true });
      // The binding does not know it: https://developer.hashicorp.com/terraform/language/backend/s3#state-locking
      backend.addOverride("use_lockfile", true);
    }
  }
}

/** A stack's state file, from where Terraform runs: `cdktf.out/stacks/<stack>` of the project. */
export function localStatePath(stackName: string): string {
  return `../../../terraform.${stackName}.tfstate`;
}

/** A stack's state in the bucket `TF_STATE_BUCKET`. */
export function remoteStateKey(stackName: string): string {
  return `${stackName}.tfstate`;
}
