import { HTTPS, LEARNER_LAB, server } from "./server";

describe("the synthesized stack", () => {
  it.each([
    ["with a role of its own", {}],
    ["with an existing role", LEARNER_LAB],
    ["with its state, and that of the other stack, in S3", { TF_STATE_BUCKET: "states", TF_STATE_REGION: "eu-west-1" }],
    ["with HTTPS", HTTPS],
  ])("%s is as it was", (_mode, env) => {
    expect(server(env).hcl()).toMatchSnapshot();
  });

  it("holds no path of the machine it was made on", () => {
    expect(server().hcl()).not.toContain(process.cwd());
  });

  it("keeps its state in a local file, or locked and encrypted in a bucket", () => {
    expect(server().terraform.backend).toEqual({ local: { path: "../../../terraform.postagram-server.tfstate" } });
    expect(server({ TF_STATE_BUCKET: "states" }).terraform.backend).toEqual({
      s3: { bucket: "states", region: "us-east-1", key: "postagram-server.tfstate", encrypt: true, use_lockfile: true },
    });
  });

  it("has the outputs that people and scripts read, each described", () => {
    const { outputs } = server();
    expect(Object.keys(outputs).sort()).toEqual(["artifact_version_id", "autoscaling_group_name", "url"]);
    for (const { description } of Object.values(outputs)) expect(description).toEqual(expect.stringMatching(/.{10}/));
  });
});

describe("the outputs of the other stack", () => {
  const [LOCAL, S3] = [{}, { TF_STATE_BUCKET: "states", TF_STATE_REGION: "eu-west-1" }];

  it("are read from its local state", () => {
    expect(Object.values(server().data("terraform_remote_state"))).toEqual([
      {
        backend: "local",
        config: { path: "../../../terraform.postagram-serverless.tfstate" },
        count: expect.stringMatching(/^\$\{local\.\S+is-deployed\S+ \? 1 : 0\}$/),
      },
    ]);
  });

  it("are read from its state in S3, in the region of that", () => {
    const stack = server(S3);
    expect(Object.values(stack.data("terraform_remote_state"))).toEqual([
      {
        backend: "s3",
        config: { bucket: "states", region: "eu-west-1", key: "postagram-serverless.tfstate" },
        count: expect.stringMatching(/is-deployed/),
      },
    ]);
    expect(Object.values(stack.data("aws_s3_objects"))).toEqual([
      expect.objectContaining({ bucket: "states", prefix: "postagram-serverless.tfstate", provider: "aws.state" }),
    ]);
  });

  it.each([
    ["a local state", LOCAL, "there is no terraform.postagram-serverless.tfstate"],
    ["a state in S3", S3, "there is no s3://states/postagram-serverless.tfstate"],
  ])("are missed, with %s, by name and with what to run", (_where, env, place) => {
    const conditions = Object.values(server(env).resources("terraform_data")).flatMap(({ lifecycle }) => lifecycle);
    const messages = JSON.stringify(conditions);
    expect(messages).toContain(
      `postagram-serverless is not deployed, ${place}: deploy it first: npm run deploy:serverless`,
    );
    for (const output of ["bucket", "dynamo_table", "label_function_name"]) {
      expect(messages).toContain(
        `postagram-serverless has no output ${output}: deploy it first: npm run deploy:serverless`,
      );
    }
  });
});

describe("the artifact", () => {
  const stack = server();

  it("lies in a bucket that is private, encrypted and reached over TLS alone", () => {
    expect(stack.resource("aws_s3_bucket_public_access_block")).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    expect(stack.resource("aws_s3_bucket_server_side_encryption_configuration")).toMatchObject({
      rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } }],
    });
    const policies = Object.values(stack.data("aws_iam_policy_document")).flatMap(({ statement }) => statement);
    expect(policies).toContainEqual(
      expect.objectContaining({
        effect: "Deny",
        actions: ["s3:*"],
        condition: [{ test: "Bool", variable: "aws:SecureTransport", values: ["false"] }],
      }),
    );
  });

  it("outlives a rollback, but not by long", () => {
    expect(stack.resource("aws_s3_bucket_versioning")).toMatchObject({
      versioning_configuration: { status: "Enabled" },
    });
    expect(stack.resource("aws_s3_bucket_lifecycle_configuration").rule).toEqual([
      expect.objectContaining({
        status: "Enabled",
        noncurrent_version_expiration: [{ noncurrent_days: 30, newer_noncurrent_versions: 10 }],
      }),
    ]);
  });

  it("is another version of one key wherever its content changes", () => {
    const { key, source, source_hash, depends_on } = stack.resource("aws_s3_object");
    expect({ key, source_hash }).toEqual({ key: "webservice.tar.gz", source_hash: `\${filesha256("${source}")}` });
    expect(depends_on).toEqual([expect.stringMatching(/^aws_s3_bucket_versioning/)]);
  });
});

describe("alarms and dashboard", () => {
  const ALARM_TOPIC_ARN = "arn:aws:sns:us-east-1:123456789012:alarms";

  it("watch errors, instances that do not serve, and the time to answer", () => {
    const alarms = Object.values(server().resources("aws_cloudwatch_metric_alarm"));
    expect(alarms.map(({ metric_name }) => metric_name).sort()).toEqual([
      "HTTPCode_ELB_5XX_Count",
      "HTTPCode_Target_5XX_Count",
      "TargetResponseTime",
      "UnHealthyHostCount",
    ]);
    expect(alarms).toContainEqual(
      expect.objectContaining({ metric_name: "TargetResponseTime", extended_statistic: "p95", threshold: 1 }),
    );
  });

  it("tell ALARM_TOPIC_ARN, where there is one", () => {
    const notified = Object.values(server({ ALARM_TOPIC_ARN }).resources("aws_cloudwatch_metric_alarm"));
    expect(notified.map(({ alarm_actions }) => alarm_actions)).toEqual(Array(4).fill([ALARM_TOPIC_ARN]));
    for (const alarm of Object.values(server().resources("aws_cloudwatch_metric_alarm"))) {
      expect(alarm).not.toHaveProperty("alarm_actions");
    }
  });

  it("show both stacks on one page", () => {
    const { dashboard_body } = server().resource("aws_cloudwatch_dashboard");
    for (const namespace of ["AWS/ApplicationELB", "AWS/EC2", "AWS/DynamoDB", "AWS/Lambda"]) {
      expect(dashboard_body).toContain(`"${namespace}"`);
    }
    expect(dashboard_body).toMatch(/"FunctionName", local\.serverless_label_function_name/);
    expect(dashboard_body).toMatch(/"TableName", local\.serverless_dynamo_table/);
  });
});
