import { ApiGatewayAccount } from "@cdktf/provider-aws/lib/api-gateway-account";
import type { ApiGatewayStageAccessLogSettings } from "@cdktf/provider-aws/lib/api-gateway-stage";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { StackConfig } from "../config";
import { AwsAccount } from "./aws-account";
import { existingRole } from "./existing-role";

type LoggingConfig = Pick<StackConfig, "apiGatewayLogs" | "existingRoleName" | "logRetentionDays">;

export interface ApiGatewayLoggingProps {
  readonly config: LoggingConfig;
  readonly apiName: string;
  readonly apiId: string;
  readonly stageName: string;
}

/**
 * One line a call. `$context` is API Gateway's own:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
 */
const ACCESS_LOG_FORMAT = JSON.stringify({
  requestId: "$context.requestId",
  traceId: "$context.xrayTraceId",
  time: "$context.requestTimeEpoch",
  ip: "$context.identity.sourceIp",
  apiKeyId: "$context.identity.apiKeyId",
  caller: "$context.identity.userArn",
  method: "$context.httpMethod",
  path: "$context.resourcePath",
  status: "$context.status",
  integrationStatus: "$context.integration.status",
  latencyMs: "$context.responseLatency",
  error: "$context.error.message",
});

/**
 * The logs of an API's stage, as `API_GATEWAY_LOGS` wants them: one line a call, and the errors of its execution.
 *
 * API Gateway writes them under a role that is set once for all APIs of a region. `create` makes and sets it here, and
 * unsets it when the stack is destroyed.
 */
export class ApiGatewayLogging extends Construct {
  readonly accessLogs: { readonly accessLogSettings?: ApiGatewayStageAccessLogSettings };
  readonly executionLogLevel: "OFF" | "ERROR";
  /** What has to be there before a stage that logs. */
  readonly dependencies: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { config, apiName, apiId, stageName }: ApiGatewayLoggingProps) {
    super(scope, id);
    if (config.apiGatewayLogs === "off") {
      this.accessLogs = {};
      this.executionLogLevel = "OFF";
      this.dependencies = [];
      return;
    }
    const accessLogs = new CloudwatchLogGroup(this, "access-logs", {
      name: `/aws/apigateway/${apiName}`,
      retentionInDays: config.logRetentionDays,
    });
    const executionLogs = new CloudwatchLogGroup(this, "execution-logs", {
      // API Gateway makes it by this name where there is none, and then it keeps its lines for ever.
      name: `API-Gateway-Execution-Logs_${apiId}/${stageName}`,
      retentionInDays: config.logRetentionDays,
    });
    this.accessLogs = { accessLogSettings: { destinationArn: accessLogs.arn, format: ACCESS_LOG_FORMAT } };
    this.executionLogLevel = "ERROR";
    this.dependencies = [executionLogs, ...(config.apiGatewayLogs === "create" ? [this.#createAccount(config)] : [])];
  }

  #createAccount({ existingRoleName }: LoggingConfig): ApiGatewayAccount {
    // Version 5 of the provider warns of the argument `resetOnDelete`, since version 6 does it without being told.
    if (existingRoleName !== undefined) {
      const cloudwatchRoleArn = existingRole(this, existingRoleName).arn;
      return new ApiGatewayAccount(this, "account", { cloudwatchRoleArn, resetOnDelete: true });
    }
    const role = new IamRole(this, "role", {
      namePrefix: "api-gateway-logs-",
      description: "Lets API Gateway write logs, for all APIs of a region",
      assumeRolePolicy: new DataAwsIamPolicyDocument(this, "trust", {
        statement: [
          { actions: ["sts:AssumeRole"], principals: [{ type: "Service", identifiers: ["apigateway.amazonaws.com"] }] },
        ],
      }).json,
    });
    const policy = new IamRolePolicyAttachment(this, "policy", {
      role: role.name,
      policyArn: `arn:${AwsAccount.of(this).partition}:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs`,
    });
    return new ApiGatewayAccount(this, "account", {
      cloudwatchRoleArn: role.arn,
      resetOnDelete: true,
      dependsOn: [policy],
    });
  }
}
