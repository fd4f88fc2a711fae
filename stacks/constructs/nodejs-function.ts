import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { AssetType, Fn, TerraformAsset } from "cdktf";
import { Construct } from "constructs";
import type { ServerlessConfig } from "../config";
import { Alarm } from "./alarm";
import { AwsAccount } from "./aws-account";
import { functionBundle } from "./function-bundle";
import { FunctionRole } from "./function-role";

/** What all functions of a stack are configured by. */
export type FunctionConfig = Pick<
  ServerlessConfig,
  "region" | "architecture" | "existingRoleName" | "logRetentionDays" | "alarmTopicArn"
>;

export interface NodejsFunctionProps {
  readonly config: FunctionConfig;
  /** File that exports `handler`, relative to the project: `functions/<name>/index.ts`. */
  readonly entry: string;
  readonly functionName: string;
  readonly description: string;
  /** In MB. Lambda gives processor time in proportion: one processor at 1,769 MB. */
  readonly memorySize: number;
  /** How long one call may take, in seconds. */
  readonly timeout: number;
}

/**
 * A Lambda function in TypeScript with all it needs to be run: its bundle, a role of its own, a log group whose lines go
 * after `LOG_RETENTION_DAYS`, traces, and an alarm on errors.
 */
export class NodejsFunction extends Construct {
  readonly resource: LambdaFunction;
  /**
   * How API Gateway calls the function. It is put together from the function's name: a deployment of an API is made before
   * the old one goes, and what refers to the function's own attribute would have Terraform want the same of all that the
   * function depends on. Names that can only be had once, as that of a key pair, would be in each other's way.
   */
  readonly invokeArn: string;
  readonly role: FunctionRole;
  readonly #environment: Record<string, string> = {};

  constructor(scope: Construct, id: string, props: NodejsFunctionProps) {
    super(scope, id);
    const { config, functionName } = props;
    const { zipFile, handler } = functionBundle(props.entry);
    const code = new TerraformAsset(this, "code", { path: zipFile, type: AssetType.FILE });

    const logGroup = new CloudwatchLogGroup(this, "logs", {
      name: `/aws/lambda/${functionName}`,
      retentionInDays: config.logRetentionDays,
    });
    this.role = new FunctionRole(this, "role", { config, functionName });
    this.role.allow({
      sid: "WriteLogs",
      actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
      resources: [`${logGroup.arn}:*`],
    });
    // Traces are of no resource: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html
    this.role.allow({
      sid: "WriteTraces",
      actions: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
      resources: ["*"],
    });

    const { accountId, partition } = AwsAccount.of(this);
    const arn = `arn:${partition}:lambda:${config.region}:${accountId}:function:${functionName}`;
    this.invokeArn = `arn:${partition}:apigateway:${config.region}:lambda:path/2015-03-31/functions/${arn}/invocations`;

    this.resource = new LambdaFunction(this, "function", {
      functionName,
      description: props.description,
      role: this.role.arn,
      runtime: "nodejs22.x",
      architectures: [config.architecture],
      handler,
      filename: code.path,
      sourceCodeHash: Fn.filebase64sha256(code.path),
      memorySize: props.memorySize,
      timeout: props.timeout,
      tracingConfig: { mode: "Active" },
      // Without the log group Lambda makes one of the same name that keeps its lines for ever.
      dependsOn: [logGroup, ...this.role.dependencies],
    });

    new Alarm(this, "errors", {
      config,
      name: `${functionName}-errors`,
      description: `The function ${functionName} failed. Its log group is ${logGroup.name}.`,
      namespace: "AWS/Lambda",
      metricName: "Errors",
      dimensions: { FunctionName: functionName },
      statistic: "Sum",
      threshold: 1,
    });
  }

  setEnvironment(name: string, value: string): void {
    this.#environment[name] = value;
    this.resource.putEnvironment({ variables: this.#environment });
  }
}
