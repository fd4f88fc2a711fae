import { serverless } from "./serverless";
import type { SynthesizedStack } from "./synthesize";

/** The function whose name it is. */
function lambda(stack: SynthesizedStack, name: string) {
  const functions = Object.values(stack.resources("aws_lambda_function"));
  return functions.find(({ function_name }) => function_name === name) ?? {};
}

describe("the synthesized stack", () => {
  it.each([
    ["with roles of its own", {}],
    ["with an existing role", { EXISTING_ROLE_NAME: "LabRole" }],
    ["with its state in S3", { TF_STATE_BUCKET: "states", TF_STATE_REGION: "eu-west-1" }],
  ])("%s is as it was", (_mode, env) => {
    expect(serverless(env).hcl()).toMatchSnapshot();
  });

  it("keeps its state in a local file, or locked and encrypted in a bucket", () => {
    expect(serverless().terraform.backend).toEqual({ local: { path: expect.stringMatching(/\.tfstate$/) } });
    expect(serverless({ TF_STATE_BUCKET: "states" }).terraform.backend).toEqual({
      s3: {
        bucket: "states",
        region: "us-east-1",
        key: "postagram-serverless.tfstate",
        encrypt: true,
        use_lockfile: true,
      },
    });
  });

  it("has the outputs that the server stack and scripts read, each described and the key alone sensitive", () => {
    const { outputs } = serverless();
    expect(Object.keys(outputs).sort()).toEqual([
      "bucket",
      "dynamo_table",
      "ec2_control_api_id",
      "ec2_control_api_key",
      "ec2_control_function_name",
      "ec2_control_url",
      "instance_id",
      "label_function_name",
    ]);
    for (const { description } of Object.values(outputs)) expect(description).toEqual(expect.stringMatching(/.{10}/));
    const sensitive = Object.entries(outputs).filter(([, output]) => output.sensitive);
    expect(sensitive.map(([name]) => name)).toEqual(["ec2_control_api_key"]);
  });

  it("holds no path of the machine it was made on", () => {
    expect(serverless().hcl()).not.toContain(process.cwd());
  });
});

describe("the image bucket", () => {
  const stack = serverless();

  it("can be made public by nobody", () => {
    expect(stack.resource("aws_s3_bucket_public_access_block")).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    expect(stack.resource("aws_s3_bucket_ownership_controls")).toMatchObject({
      rule: { object_ownership: "BucketOwnerEnforced" },
    });
  });

  it("is encrypted, and refuses plain HTTP", () => {
    expect(stack.resource("aws_s3_bucket_server_side_encryption_configuration")).toMatchObject({
      rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } }],
    });
    const [id = "", bucket] =
      Object.entries(stack.data("aws_iam_policy_document")).find(([id]) => id.includes("tls")) ?? [];
    const arn = `\${aws_s3_bucket.${Object.keys(stack.resources("aws_s3_bucket"))[0]}.arn}`;
    expect(bucket?.statement).toEqual([
      expect.objectContaining({
        effect: "Deny",
        principals: [{ type: "*", identifiers: ["*"] }],
        actions: ["s3:*"],
        resources: [arn, `${arn}/*`],
        condition: [{ test: "Bool", variable: "aws:SecureTransport", values: ["false"] }],
      }),
    ]);
    expect(stack.resource("aws_s3_bucket_policy").policy).toBe(`\${data.aws_iam_policy_document.${id}.json}`);
  });

  it("keeps no versions, and no parts of uploads that were never finished", () => {
    expect(stack.types).not.toContain("aws_s3_bucket_versioning");
    expect(stack.resource("aws_s3_bucket_lifecycle_configuration").rule).toEqual([
      expect.objectContaining({
        status: "Enabled",
        abort_incomplete_multipart_upload: [{ days_after_initiation: 1 }],
      }),
    ]);
  });

  it.each([
    ["all origins", {}, ["*"]],
    [
      "ALLOWED_ORIGINS",
      { ALLOWED_ORIGINS: "https://a.example,https://b.example" },
      ["https://a.example", "https://b.example"],
    ],
  ])("takes uploads of browsers from %s", (_name, env, allowed_origins) => {
    expect(serverless(env).resource("aws_s3_bucket_cors_configuration").cors_rule).toEqual([
      {
        allowed_origins,
        allowed_methods: ["PUT", "GET", "HEAD"],
        allowed_headers: ["content-type"],
        expose_headers: ["ETag"],
        max_age_seconds: 3600,
      },
    ]);
  });

  it("calls the label function with each new image, once it may", () => {
    const notification = stack.resource("aws_s3_bucket_notification");
    const [id] = Object.keys(stack.resources("aws_lambda_function")).filter((name) => name.includes("labels"));
    expect(notification.lambda_function).toEqual([
      { events: ["s3:ObjectCreated:*"], lambda_function_arn: `\${aws_lambda_function.${id}.arn}` },
    ]);
    expect(notification.depends_on).toEqual([expect.stringMatching(/^aws_lambda_permission\.images/)]);
  });
});

describe("the table of posts", () => {
  it("has posts by user and id, and all of them by time", () => {
    expect(serverless().resource("aws_dynamodb_table")).toMatchObject({
      hash_key: "user",
      range_key: "id",
      global_secondary_index: [{ name: "feed", hash_key: "feed", range_key: "id", projection_type: "ALL" }],
      ttl: { attribute_name: "expires", enabled: true },
      billing_mode: "PAY_PER_REQUEST",
      point_in_time_recovery: { enabled: true },
    });
  });
});

describe("in production alone", () => {
  it.each([
    ["production", true],
    ["development", false],
  ])("what holds data is kept from deletion: %s", (ENVIRONMENT, isKept) => {
    const stack = serverless({ ENVIRONMENT });
    expect(stack.resource("aws_dynamodb_table").deletion_protection_enabled).toBe(isKept);
    expect(stack.resource("aws_s3_bucket").force_destroy).toBe(!isKept);
  });
});

describe("the functions", () => {
  const stack = serverless({ LOG_RETENTION_DAYS: "7" });

  it.each(["postagram-detect-labels", "ec2-controller"])("%s runs on Node 22 and arm64, with traces", (name) => {
    expect(lambda(stack, name)).toMatchObject({
      runtime: "nodejs22.x",
      architectures: ["arm64"],
      handler: "index.handler",
      tracing_config: { mode: "Active" },
      source_code_hash: expect.stringMatching(/^\$\{filebase64sha256\("assets\//),
    });
  });

  it.each(["postagram-detect-labels", "ec2-controller"])("%s has a log group, made before it, that forgets", (name) => {
    const groups = Object.entries(stack.resources("aws_cloudwatch_log_group"));
    const [id, group] = groups.find(([, { name: groupName }]) => groupName === `/aws/lambda/${name}`) ?? [];
    expect(group).toMatchObject({ retention_in_days: 7 });
    expect(lambda(stack, name).depends_on).toContain(`aws_cloudwatch_log_group.${id}`);
  });

  it("know what they work on", () => {
    const [table] = Object.keys(stack.resources("aws_dynamodb_table"));
    const [instance] = Object.keys(stack.resources("aws_instance"));
    expect(lambda(stack, "postagram-detect-labels").environment).toEqual({
      variables: { DYNAMO_TABLE: `\${aws_dynamodb_table.${table}.name}` },
    });
    expect(lambda(stack, "ec2-controller").environment).toEqual({
      variables: { INSTANCE_ID: `\${aws_instance.${instance}.id}` },
    });
  });

  it("look for Rekognition where AWS_ENDPOINT_URL_REKOGNITION says", () => {
    const AWS_ENDPOINT_URL_REKOGNITION = "http://localhost:4568";
    const emulated = serverless({ AWS_ENDPOINT_URL_REKOGNITION });
    expect(lambda(emulated, "postagram-detect-labels").environment).toMatchObject({
      variables: { AWS_ENDPOINT_URL_REKOGNITION },
    });
  });

  it("leave what the label function fails on three times in an encrypted queue for 14 days", () => {
    const [queue] = Object.keys(stack.resources("aws_sqs_queue"));
    expect(lambda(stack, "postagram-detect-labels").dead_letter_config).toEqual({
      target_arn: `\${aws_sqs_queue.${queue}.arn}`,
    });
    expect(stack.resource("aws_lambda_function_event_invoke_config")).toMatchObject({
      maximum_retry_attempts: 2,
      maximum_event_age_in_seconds: 21_600,
    });
    expect(stack.resource("aws_sqs_queue")).toMatchObject({
      sqs_managed_sse_enabled: true,
      message_retention_seconds: 1_209_600,
    });
  });
});

describe("the alarms", () => {
  const ALARM_TOPIC_ARN = "arn:aws:sns:us-east-1:123456789012:alarms";

  it("watch errors of both functions, the queue's depth and the API's failures", () => {
    const alarms = Object.values(serverless().resources("aws_cloudwatch_metric_alarm"));
    const watched = alarms.map(({ metric_name, dimensions }) => [metric_name, dimensions]);
    expect(watched).toEqual(
      expect.arrayContaining([
        ["Errors", { FunctionName: "postagram-detect-labels" }],
        ["Errors", { FunctionName: "ec2-controller" }],
        ["ApproximateNumberOfMessagesVisible", { QueueName: "postagram-detect-labels-failures" }],
        ["5XXError", expect.objectContaining({ ApiName: "api-driven-ec2" })],
      ]),
    );
    for (const alarm of alarms) {
      expect(alarm).toMatchObject({ threshold: 1, comparison_operator: "GreaterThanOrEqualToThreshold" });
    }
  });

  it("tell ALARM_TOPIC_ARN when they go off and when it is over, and nobody without it", () => {
    for (const alarm of Object.values(serverless({ ALARM_TOPIC_ARN }).resources("aws_cloudwatch_metric_alarm"))) {
      expect(alarm).toMatchObject({ alarm_actions: [ALARM_TOPIC_ARN], ok_actions: [ALARM_TOPIC_ARN] });
    }
    for (const alarm of Object.values(serverless().resources("aws_cloudwatch_metric_alarm"))) {
      expect(alarm).not.toHaveProperty("alarm_actions");
    }
  });
});

describe("AWS_REGION", () => {
  it("has to be one that has Rekognition", () => {
    expect(() => serverless({ AWS_REGION: "eu-north-1" })).toThrow(
      /^AWS_REGION is "eu-north-1": it has to be one that has Amazon Rekognition: .*eu-west-1/,
    );
    expect(() => serverless({ AWS_REGION: "eu-west-1" })).not.toThrow();
  });

  it("may be any where something else stands in for Rekognition", () => {
    const AWS_ENDPOINT_URL_REKOGNITION = "http://localhost:4568";
    expect(() => serverless({ AWS_REGION: "eu-north-1", AWS_ENDPOINT_URL_REKOGNITION })).not.toThrow();
  });
});
