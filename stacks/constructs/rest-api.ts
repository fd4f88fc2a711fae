import { ApiGatewayDeployment } from "@cdktf/provider-aws/lib/api-gateway-deployment";
import { ApiGatewayIntegration } from "@cdktf/provider-aws/lib/api-gateway-integration";
import { ApiGatewayMethod } from "@cdktf/provider-aws/lib/api-gateway-method";
import { ApiGatewayMethodSettings } from "@cdktf/provider-aws/lib/api-gateway-method-settings";
import { ApiGatewayResource } from "@cdktf/provider-aws/lib/api-gateway-resource";
import { ApiGatewayRestApi } from "@cdktf/provider-aws/lib/api-gateway-rest-api";
import { ApiGatewayStage } from "@cdktf/provider-aws/lib/api-gateway-stage";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { dependable, Fn, type IResolvable, Lazy, type TerraformResource } from "cdktf";
import { Construct } from "constructs";
import type { StackConfig } from "../config";
import { ApiGatewayLogging } from "./api-gateway-logging";
import type { NodejsFunction } from "./nodejs-function";

export interface RestApiProps {
  readonly config: Pick<StackConfig, "apiGatewayLogs" | "endpoint" | "existingRoleName" | "logRetentionDays">;
  readonly name: string;
  readonly description: string;
  readonly stageName: string;
  /** Calls a second that all callers have together, sustained; more are answered with 429. */
  readonly rateLimit: number;
  /** Calls at once that may go beyond it. */
  readonly burstLimit: number;
}

/** A method of the API that a function answers. */
export interface FunctionRoute {
  /** One segment without slashes. */
  readonly path: string;
  readonly httpMethod: "GET" | "POST";
  readonly fn: NodejsFunction;
  /** `AWS_IAM` takes calls with an AWS signature alone. */
  readonly authorization: "NONE" | "AWS_IAM";
  /** Whether a call needs the header `x-api-key` with a key of a usage plan. */
  readonly apiKeyRequired: boolean;
}

/** A regional REST API with one stage: throttled, traced, with metrics of each method and, where wanted, logs. */
export class RestApi extends Construct {
  readonly id: string;
  readonly stageName: string;
  readonly #api: ApiGatewayRestApi;
  readonly #deployment: ApiGatewayDeployment;
  readonly #stage: ApiGatewayStage;
  readonly #resources = new Map<string, ApiGatewayResource>();
  readonly #deployed: TerraformResource[] = [];
  readonly #endpoint: string | undefined;

  constructor(scope: Construct, id: string, props: RestApiProps) {
    super(scope, id);
    const { config, name, stageName } = props;
    this.#endpoint = config.endpoint;
    this.#api = new ApiGatewayRestApi(this, "api", {
      name,
      description: props.description,
      endpointConfiguration: { types: ["REGIONAL"] },
      lifecycle: { createBeforeDestroy: true },
    });
    this.id = this.#api.id;

    // A deployment is a copy of the API as it was: without a new one no change ever reaches the stage.
    this.#deployment = new ApiGatewayDeployment(this, "deployment", {
      restApiId: this.id,
      triggers: { definition: Lazy.stringValue({ produce: () => this.#definitionHash() }) },
      // A stage cannot lose the deployment it serves.
      lifecycle: { createBeforeDestroy: true },
    });
    const logging = new ApiGatewayLogging(this, "logging", { config, apiName: name, apiId: this.id, stageName });
    this.#stage = new ApiGatewayStage(this, "stage", {
      restApiId: this.id,
      deploymentId: this.#deployment.id,
      stageName,
      xrayTracingEnabled: true,
      ...logging.accessLogs,
      dependsOn: [...logging.dependencies],
    });
    this.stageName = this.#stage.stageName;
    new ApiGatewayMethodSettings(this, "settings", {
      restApiId: this.id,
      stageName: this.stageName,
      methodPath: "*/*",
      settings: {
        throttlingRateLimit: props.rateLimit,
        throttlingBurstLimit: props.burstLimit,
        metricsEnabled: true,
        loggingLevel: logging.executionLogLevel,
        // Bodies and headers of calls, keys among them, belong in no log.
        dataTraceEnabled: false,
      },
    });
  }

  /** Has a function answer a method, and lets that method call it. */
  addFunctionRoute({ path, httpMethod, fn, authorization, apiKeyRequired }: FunctionRoute): void {
    const id = `${httpMethod}-${path}`.toLowerCase();
    const resourceId = this.#resource(path).id;
    const method = new ApiGatewayMethod(this, `${id}-method`, {
      restApiId: this.id,
      resourceId,
      httpMethod,
      authorization,
      apiKeyRequired,
    });
    const integration = new ApiGatewayIntegration(this, `${id}-integration`, {
      restApiId: this.id,
      resourceId,
      httpMethod: method.httpMethod,
      type: "AWS_PROXY",
      // Lambda is called with POST whatever the caller's method is.
      integrationHttpMethod: "POST",
      uri: fn.invokeArn,
    });
    new LambdaPermission(this, `${id}-permission`, {
      action: "lambda:InvokeFunction",
      functionName: fn.resource.functionName,
      principal: "apigateway.amazonaws.com",
      sourceArn: `${this.#api.executionArn}/${this.stageName}/${httpMethod}/${path}`,
    });
    this.#deploy(method, integration);
  }

  /** Where a path is called: at AWS, or at the emulator's address as LocalStack and those like it have it. */
  url(path: string): string {
    return this.#endpoint === undefined
      ? `${this.#stage.invokeUrl}/${path}`
      : `${this.#endpoint.replace(/\/$/, "")}/restapis/${this.id}/${this.stageName}/_user_request_/${path}`;
  }

  #resource(path: string): ApiGatewayResource {
    const known = this.#resources.get(path);
    if (known !== undefined) return known;
    const resource = new ApiGatewayResource(this, path, {
      restApiId: this.id,
      parentId: this.#api.rootResourceId,
      pathPart: path,
    });
    this.#resources.set(path, resource);
    this.#deploy(resource);
    return resource;
  }

  /** Makes resources a part of the deployment: it comes after them, and anew when an argument of one changes. */
  #deploy(...resources: readonly TerraformResource[]): void {
    this.#deployed.push(...resources);
    this.#deployment.dependsOn = this.#deployed.map(dependable);
  }

  #definitionHash(): string {
    return Fn.sha256(Fn.jsonencode(this.#deployed.flatMap(argumentsOf)));
  }
}

/** References to the arguments that a resource is given. */
function argumentsOf(resource: TerraformResource): IResolvable[] {
  const { resource: types }: { resource: Record<string, Record<string, Record<string, unknown>>> } =
    resource.toTerraform();
  return Object.values(types)
    .flatMap((ids) => Object.values(ids))
    .flatMap(({ "//": _metadata, depends_on: _dependsOn, lifecycle: _lifecycle, ...args }) => Object.entries(args))
    .filter(([, value]) => value !== undefined)
    .map(([argument]) => resource.interpolationForAttribute(argument));
}
