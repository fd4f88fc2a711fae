import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { LocalBackend, S3Backend, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { StackConfig } from "./config";

/**
 * What all stacks of Postagram share: the AWS provider with its tags, and where the state lies (a local file, or S3 with
 * locking).
 */
export abstract class PostagramStack extends TerraformStack {
  protected constructor(
    scope: Construct,
    readonly stackName: string,
    config: StackConfig,
  ) {
    super(scope, stackName);
    new AwsProvider(this, "aws", {
      region: config.region,
      defaultTags: [{ tags: { Project: "postagram", Stack: stackName, Environment: config.environment } }],
    });
    if (config.remoteState === undefined) {
      new LocalBackend(this, { path: localStatePath(stackName) });
    } else {
      const { bucket, region } = config.remoteState;
      const backend = new S3Backend(this, { bucket, region, key: `${stackName}.tfstate`, encrypt: true });
      // The binding does not know it: https://developer.hashicorp.com/terraform/language/backend/s3#state-locking
      backend.addOverride("use_lockfile", true);
    }
  }
}

/** A stack's state file, from where Terraform runs: `cdktf.out/stacks/<stack>` of the project. */
export function localStatePath(stackName: string): string {
  return `../../../terraform.${stackName}.tfstate`;
}
