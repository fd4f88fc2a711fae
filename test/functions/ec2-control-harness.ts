import type { APIGatewayProxyResult } from "aws-lambda";
import { lambdaContext } from "../../local/lambda/lambda-context";
import { type Ec2Service, INSTANCE_ID, listenEc2Service } from "./ec2-control-service";

/** The id of every request to the function. */
export const REQUEST_ID = "8f3c1a52-0000-4000-8000-000000000000";

/**
 * The EC2-control function's own handler against an EC2 as a test has it answer. To import this file is to have it run
 * for the tests of the importing file.
 */
export let ec2: Ec2Service;
let handler: typeof import("../../functions/ec2-control/index")["handler"];
/** What the function wrote to its log and as metrics. */
export let output: string[];

beforeAll(async () => {
  ec2 = await listenEc2Service();
  Object.assign(process.env, {
    INSTANCE_ID,
    AWS_REGION: "eu-west-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_ENDPOINT_URL_EC2: ec2.endpoint,
    // The function writes to the console, where this test can hear it, and not to the terminal directly.
    POWERTOOLS_DEV: "true",
    POWERTOOLS_METRICS_DISABLED: "false",
  });
  ({ handler } = await import("../../functions/ec2-control/index"));
});

afterAll(() => ec2.close());

beforeEach(() => {
  ec2.reset();
  output = [];
  const hear = (line?: unknown) => {
    output.push(String(line));
  };
  jest.spyOn(console, "log").mockImplementation(hear);
  jest.spyOn(console, "info").mockImplementation(hear);
  jest.spyOn(console, "warn").mockImplementation(hear);
  jest.spyOn(console, "error").mockImplementation(hear);
});

afterEach(() => jest.restoreAllMocks());

/** Invokes the function with any event at all. */
export function invoke(event: unknown): Promise<APIGatewayProxyResult> {
  return handler(event, lambdaContext("ec2-controller", REQUEST_ID, Date.now() + 30_000));
}

/** An event as API Gateway's Lambda proxy integration sends it, as far as a function of one resource may care. */
export function request(httpMethod: string, body: string | null = null, isBase64Encoded = false) {
  return {
    resource: "/ec2",
    path: "/ec2",
    httpMethod,
    headers: { "Content-Type": "application/json", "x-api-key": "secret-key" },
    queryStringParameters: null,
    pathParameters: null,
    requestContext: { resourcePath: "/ec2", httpMethod, stage: "prod" },
    body,
    isBase64Encoded,
  };
}

/** `POST /ec2` with a body of JSON. */
export const post = (body: unknown) => invoke(request("POST", JSON.stringify(body)));

/** An answer with its body parsed. */
export function parsed({ statusCode, headers, body }: APIGatewayProxyResult) {
  return { statusCode, headers, body: JSON.parse(body) };
}
