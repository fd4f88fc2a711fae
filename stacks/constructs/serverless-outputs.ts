import { DataAwsS3Objects } from "@cdktf/provider-aws/lib/data-aws-s3-objects";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import {
  DataTerraformRemoteStateLocal,
  DataTerraformRemoteStateS3,
  Fn,
  type IResolvable,
  Op,
  TerraformLocal,
  type TerraformRemoteState,
} from "cdktf";
import { Construct } from "constructs";
import type { StackConfig } from "../config";
import { localStatePath, remoteStateKey } from "../postagram-stack";
import { AwsAccount } from "./aws-account";
import type { InstanceRole } from "./instance-role";
import { PlanCheck } from "./plan-check";

const STACK = "postagram-serverless";
const HOW = "deploy it first: npm run deploy:serverless";

export interface ServerlessOutputsProps {
  readonly config: Pick<StackConfig, "region" | "remoteState">;
}

/**
 * The outputs of `postagram-serverless`, read from its state: a local file, or an object in S3 with `TF_STATE_BUCKET`.
 *
 * Where that stack is not deployed, or has not all the outputs, a plan fails and says so. Synthesis and `terraform
 * validate` work without it all the same.
 */
export class ServerlessOutputs extends Construct {
  /** Name of the bucket of images. */
  readonly bucket: string;
  /** Name of the table of posts. */
  readonly dynamoTable: string;
  readonly labelFunctionName: string;
  readonly #region: string;

  constructor(scope: Construct, id: string, { config }: ServerlessOutputsProps) {
    super(scope, id);
    this.#region = config.region;
    const { state, isThere, place } = this.#readState(config);
    const isDeployed = new TerraformLocal(this, "is-deployed", isThere);
    // Terraform's own message for a state that is not there names neither the stack nor what to do about it.
    state.addOverride("count", Fn.conditional(isDeployed.asBoolean, 1, 0));
    const read = (output: string): string => {
      const value = `try(one(data.terraform_remote_state.${state.friendlyUniqueId}[*].outputs).${output}, "")`;
      return new TerraformLocal(this, output, `\${${value}}`).asString;
    };
    const outputs = {
      bucket: read("bucket"),
      dynamo_table: read("dynamo_table"),
      label_function_name: read("label_function_name"),
    };
    new PlanCheck(this, "check", [
      {
        condition: isDeployed.asBoolean,
        errorMessage: `${STACK} is not deployed, there is no ${place}: ${HOW}`,
      },
      ...Object.entries(outputs).map(([name, value]) => ({
        condition: Op.or(Op.not(isDeployed.asBoolean), Op.gte(Fn.lengthOf(value), 1)),
        errorMessage: `${STACK} has no output ${name}: ${HOW}`,
      })),
    ]);
    this.bucket = outputs.bucket;
    this.dynamoTable = outputs.dynamo_table;
    this.labelFunctionName = outputs.label_function_name;
  }

  /** Lets instances do with images and posts what the webservice does, and nothing more. */
  allowWebservice(role: InstanceRole): void {
    const { partition, accountId } = AwsAccount.of(this);
    const table = `arn:${partition}:dynamodb:${this.#region}:${accountId}:table/${this.dynamoTable}`;
    const bucket = `arn:${partition}:s3:::${this.bucket}`;
    role.allow({
      sid: "ReadAndWritePosts",
      actions: ["dynamodb:PutItem", "dynamodb:GetItem", "dynamodb:DeleteItem", "dynamodb:DescribeTable"],
      resources: [table],
    });
    role.allow({ sid: "QueryPosts", actions: ["dynamodb:Query"], resources: [table, `${table}/index/feed`] });
    // Whoever signs a URL needs the permission that it grants.
    role.allow({
      sid: "SignAndDeleteImages",
      actions: ["s3:PutObject", "s3:GetObject", "s3:DeleteObject"],
      resources: [`${bucket}/*`],
    });
    role.allow({ sid: "ListImages", actions: ["s3:ListBucket"], resources: [bucket] });
  }

  #readState({ region, remoteState }: ServerlessOutputsProps["config"]): {
    state: TerraformRemoteState;
    /** Whether it is there. */
    isThere: IResolvable;
    /** Where it would be, for messages. */
    place: string;
  } {
    if (remoteState === undefined) {
      const path = localStatePath(STACK);
      return {
        state: new DataTerraformRemoteStateLocal(this, "state", { path }),
        isThere: Fn.fileexists(path),
        place: path.replace(/^.*\//, ""),
      };
    }
    const key = remoteStateKey(STACK);
    const objects = new DataAwsS3Objects(this, "states", {
      bucket: remoteState.bucket,
      prefix: key,
      ...(remoteState.region !== region && {
        provider: new AwsProvider(this, "state-region", { alias: "state", region: remoteState.region }),
      }),
    });
    return {
      state: new DataTerraformRemoteStateS3(this, "state", { ...remoteState, key }),
      isThere: Fn.contains(objects.keys, key),
      place: `s3://${remoteState.bucket}/${key}`,
    };
  }
}
