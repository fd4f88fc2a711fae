import { Construct } from "constructs";
import type { ServerlessConfig } from "../config";
import { Alarm } from "./alarm";
import { Ec2ControlApiKey } from "./ec2-control-api-key";
import { Ec2ControlInstance } from "./ec2-control-instance";
import { NodejsFunction } from "./nodejs-function";
import { RestApi } from "./rest-api";

const API_NAME = "api-driven-ec2";
const PATH = "ec2";

export interface Ec2ControlProps {
  readonly config: ServerlessConfig;
}

/**
 * An instance that HTTP calls start, stop and look at: `POST /ec2` with `{"action":"start"}`, and `GET /ec2`.
 *
 * `EC2_API_AUTH` says who may: whoever has the API key, callers with an AWS signature that may `execute-api:Invoke`, or
 * everybody.
 */
export class Ec2Control extends Construct {
  readonly functionName = "ec2-controller";
  readonly instanceId: string;
  readonly apiId: string;
  readonly url: string;
  /** Sensitive; absent where callers need no key. */
  readonly apiKey: string | undefined;

  constructor(scope: Construct, id: string, { config }: Ec2ControlProps) {
    super(scope, id);
    const instance = new Ec2ControlInstance(this, "instance", { config });
    const fn = new NodejsFunction(this, "controller", {
      config,
      entry: "functions/ec2-control/index.ts",
      functionName: this.functionName,
      description: `Starts and stops the instance of the API ${API_NAME}`,
      // It holds next to nothing: this is for the start's speed.
      memorySize: 512,
      // API Gateway gives up after 29 s, and must hear what became of the call before.
      timeout: 25,
    });
    instance.allowControl(fn);

    const api = new RestApi(this, "api", {
      config,
      name: API_NAME,
      description: "Starts and stops an EC2 instance",
      stageName: "prod",
      rateLimit: 100,
      burstLimit: 200,
    });
    for (const httpMethod of ["POST", "GET"] as const) {
      api.addFunctionRoute({
        path: PATH,
        httpMethod,
        fn,
        authorization: config.ec2ApiAuth === "iam" ? "AWS_IAM" : "NONE",
        apiKeyRequired: config.ec2ApiAuth === "api-key",
      });
    }
    new Alarm(this, "failures", {
      config,
      name: `${API_NAME}-failures`,
      description: `Calls of the API ${API_NAME} were answered with 5xx. The log group /aws/lambda/${this.functionName} says why.`,
      namespace: "AWS/ApiGateway",
      // The function answers what goes wrong at EC2, and so does not fail for Lambda.
      metricName: "5XXError",
      dimensions: { ApiName: API_NAME, Stage: api.stageName },
      statistic: "Sum",
      threshold: 1,
    });
    this.instanceId = instance.id;
    this.apiId = api.id;
    this.url = api.url(PATH);
    this.apiKey =
      config.ec2ApiAuth === "api-key" ? new Ec2ControlApiKey(this, "access", { name: API_NAME, api }).value : undefined;
  }
}
