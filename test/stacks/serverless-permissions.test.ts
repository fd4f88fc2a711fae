import { serverless } from "./serverless";
import type { Block, SynthesizedStack } from "./synthesize";

interface Statement {
  readonly sid: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/** What the policy of a function's role says, by `sid`. */
function permissions(stack: SynthesizedStack, functionId: string): Record<string, Omit<Statement, "sid">> {
  const documents = Object.entries(stack.data("aws_iam_policy_document"));
  const [, document] = documents.find(([id]) => id.includes(functionId) && id.includes("permissions")) ?? [];
  const statements = (document?.statement ?? []) as readonly Statement[];
  return Object.fromEntries(statements.map(({ sid, actions, resources }) => [sid, { actions, resources }]));
}

/** A reference to an attribute of the one resource of its type whose id contains `id`. */
function reference(stack: SynthesizedStack, type: string, id: string, attribute: string): string {
  const ids = Object.keys(stack.resources(type)).filter((name) => name.includes(id));
  expect(ids).toHaveLength(1);
  return `\${${type}.${ids[0]}.${attribute}}`;
}

const logs = { actions: ["logs:CreateLogStream", "logs:PutLogEvents"] };
const traces = { actions: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"], resources: ["*"] };

describe("the roles", () => {
  const stack = serverless();

  it("let the label function do its work on its own resources and nothing more", () => {
    expect(permissions(stack, "detect-labels")).toEqual({
      WriteLogs: {
        ...logs,
        resources: [`${reference(stack, "aws_cloudwatch_log_group", "detect-labels", "arn")}:*`],
      },
      WriteTraces: traces,
      DetectLabels: { actions: ["rekognition:DetectLabels"], resources: ["*"] },
      UpdatePosts: {
        actions: ["dynamodb:UpdateItem"],
        resources: [reference(stack, "aws_dynamodb_table", "posts", "arn")],
      },
      ReadAndDeleteImages: {
        actions: ["s3:GetObject", "s3:DeleteObject"],
        resources: [`${reference(stack, "aws_s3_bucket", "images", "arn")}/*`],
      },
      SendFailures: {
        actions: ["sqs:SendMessage"],
        resources: [reference(stack, "aws_sqs_queue", "failures", "arn")],
      },
    });
  });

  it("let the EC2 control start and stop that one instance and nothing more", () => {
    expect(permissions(stack, "controller")).toEqual({
      WriteLogs: { ...logs, resources: [`${reference(stack, "aws_cloudwatch_log_group", "controller", "arn")}:*`] },
      WriteTraces: traces,
      StartAndStopInstance: {
        actions: ["ec2:StartInstances", "ec2:StopInstances"],
        resources: [reference(stack, "aws_instance", "instance", "arn")],
      },
      DescribeInstances: { actions: ["ec2:DescribeInstances"], resources: ["*"] },
    });
  });

  it("are one a function, which Lambda alone takes on", () => {
    const trusts = Object.entries(stack.data("aws_iam_policy_document")).filter(([id]) => id.includes("trust"));
    expect(Object.keys(stack.resources("aws_iam_role"))).toHaveLength(2);
    expect(trusts).toHaveLength(2);
    for (const [, { statement }] of trusts) {
      expect(statement).toEqual([
        { actions: ["sts:AssumeRole"], principals: [{ type: "Service", identifiers: ["lambda.amazonaws.com"] }] },
      ]);
    }
  });

  it("have their policies before the functions, since Lambda tries them when it makes a function", () => {
    const policies = Object.keys(stack.resources("aws_iam_role_policy")).map((id) => `aws_iam_role_policy.${id}`);
    const awaited = Object.values(stack.resources("aws_lambda_function")).flatMap((fn) => fn.depends_on);
    expect(policies).toHaveLength(2);
    expect(awaited).toEqual(expect.arrayContaining(policies));
  });
});

describe("the permissions to call functions", () => {
  const stack = serverless();
  const granted = Object.values(stack.resources("aws_lambda_permission"));

  it("let the image bucket of this account call the label function", () => {
    const [fromBucket, ...others] = granted.filter(({ principal }) => principal === "s3.amazonaws.com");
    expect(others).toEqual([]);
    expect(fromBucket).toMatchObject({
      action: "lambda:InvokeFunction",
      function_name: reference(stack, "aws_lambda_function", "detect-labels", "function_name"),
      source_arn: reference(stack, "aws_s3_bucket", "images", "arn"),
      source_account: `\${data.aws_caller_identity.${Object.keys(stack.data("aws_caller_identity"))[0]}.account_id}`,
    });
  });

  it("let the two methods of the API's stage call the EC2 control", () => {
    const fromApi = granted.filter(({ principal }) => principal === "apigateway.amazonaws.com");
    const executionArn = reference(stack, "aws_api_gateway_rest_api", "", "execution_arn");
    const stage = reference(stack, "aws_api_gateway_stage", "", "stage_name");
    expect(fromApi.map(({ source_arn }) => source_arn).sort()).toEqual([
      `${executionArn}/${stage}/GET/ec2`,
      `${executionArn}/${stage}/POST/ec2`,
    ]);
  });

  it("are given to nobody else", () => {
    expect(granted).toHaveLength(3);
  });
});

describe("with EXISTING_ROLE_NAME", () => {
  const stack = serverless({ EXISTING_ROLE_NAME: "LabRole", API_GATEWAY_LOGS: "create" });

  it("makes no role and no policy", () => {
    expect(stack.types.filter((type) => type.startsWith("aws_iam_"))).toEqual([]);
  });

  it("has all functions and API Gateway use that role, which it looks up once", () => {
    const [[id, lookup] = ["", {} as Block], ...others] = Object.entries(stack.data("aws_iam_role"));
    expect(others).toEqual([]);
    expect(lookup).toMatchObject({ name: "LabRole" });
    const arn = `\${data.aws_iam_role.${id}.arn}`;
    const functions = Object.values(stack.resources("aws_lambda_function"));
    expect(functions.map(({ role }) => role)).toEqual([arn, arn]);
    expect(stack.resource("aws_api_gateway_account")).toMatchObject({ cloudwatch_role_arn: arn });
  });
});
