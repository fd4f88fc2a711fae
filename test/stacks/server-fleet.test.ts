import { LEARNER_LAB, server } from "./server";
import type { Block } from "./synthesize";

/** The permissions of instances. */
function permissions(): Record<string, { actions: string[]; resources: string[] }> {
  const [, document] =
    Object.entries(server().data("aws_iam_policy_document")).find(([id]) => id.startsWith("role_permissions")) ?? [];
  const statements = (document?.statement ?? []) as (Block & { sid: string; actions: string[]; resources: string[] })[];
  return Object.fromEntries(statements.map(({ sid, actions, resources }) => [sid, { actions, resources }]));
}

describe("the role of instances", () => {
  const TABLE =
    /^arn:\$\{data\.aws_partition\.\S+\.partition\}:dynamodb:us-east-1:\$\{data\.aws_caller_identity\.\S+\}:table\/\$\{local\.serverless_dynamo_table_\w+\}/;
  const BUCKET = /^arn:\$\{data\.aws_partition\.\S+\.partition\}:s3:::\$\{local\.serverless_bucket_\w+\}/;
  const exactly = (start: RegExp, end = "") => expect.stringMatching(new RegExp(`${start.source}${end}$`));

  it("may do what the webservice does, fetch the artifact, write logs, open sessions, and nothing more", () => {
    expect(permissions()).toEqual({
      SessionManager: {
        actions: [
          "ssm:UpdateInstanceInformation",
          "ssmmessages:CreateControlChannel",
          "ssmmessages:CreateDataChannel",
          "ssmmessages:OpenControlChannel",
          "ssmmessages:OpenDataChannel",
        ],
        resources: ["*"],
      },
      ReadAndWritePosts: {
        actions: ["dynamodb:PutItem", "dynamodb:GetItem", "dynamodb:DeleteItem", "dynamodb:DescribeTable"],
        resources: [exactly(TABLE)],
      },
      QueryPosts: { actions: ["dynamodb:Query"], resources: [exactly(TABLE), exactly(TABLE, "/index/feed")] },
      SignAndDeleteImages: {
        actions: ["s3:PutObject", "s3:GetObject", "s3:DeleteObject"],
        resources: [exactly(BUCKET, "/\\*")],
      },
      ListImages: { actions: ["s3:ListBucket"], resources: [exactly(BUCKET)] },
      FetchArtifact: {
        actions: ["s3:GetObjectVersion"],
        resources: [expect.stringMatching(/^\$\{aws_s3_bucket\.artifact_\S+\.arn\}\/webservice\.tar\.gz$/)],
      },
      WriteLogs: {
        actions: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
        resources: [expect.stringMatching(/^\$\{aws_cloudwatch_log_group\.\S+\.arn\}:\*$/)],
      },
    });
  });

  it("is for EC2 alone", () => {
    const [, trust] =
      Object.entries(server().data("aws_iam_policy_document")).find(([id]) => id.startsWith("role_trust")) ?? [];
    expect(trust?.statement).toEqual([
      { actions: ["sts:AssumeRole"], principals: [{ type: "Service", identifiers: ["ec2.amazonaws.com"] }] },
    ]);
  });

  it("is the given one where roles may not be created", () => {
    const stack = server(LEARNER_LAB);
    expect(stack.types.filter((type) => type.startsWith("aws_iam_"))).toEqual([]);
    expect(stack.resource("aws_launch_template").iam_instance_profile).toEqual({ name: "LabInstanceProfile" });
  });
});

describe("an instance", () => {
  const template = server().resource("aws_launch_template");

  it("gives its credentials to nobody who cannot send a header, and to no container", () => {
    expect(template.metadata_options).toEqual({
      http_endpoint: "enabled",
      http_tokens: "required",
      http_put_response_hop_limit: 1,
    });
  });

  it("has an encrypted volume", () => {
    expect(template.block_device_mappings).toEqual([
      { device_name: "/dev/xvda", ebs: expect.objectContaining({ encrypted: "true", volume_type: "gp3" }) },
    ]);
  });

  it("has no key: it is reached through Session Manager", () => {
    expect(template).not.toHaveProperty("key_name");
  });

  it.each([
    ["t4g.small", "arm64"],
    ["a1.medium", "arm64"],
    ["im4gn.large", "arm64"],
    ["c7gn.medium", "arm64"],
    ["t3.small", "x86_64"],
    ["g4dn.xlarge", "x86_64"],
    ["m7i-flex.large", "x86_64"],
  ])("of type %s has an image of Amazon Linux 2023 for %s", (INSTANCE_TYPE, architecture) => {
    const stack = server({ INSTANCE_TYPE });
    const [[id, image] = []] = Object.entries(stack.data("aws_ssm_parameter"));
    expect(image?.name).toBe(`/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-${architecture}`);
    expect(stack.resource("aws_launch_template")).toMatchObject({
      instance_type: INSTANCE_TYPE,
      image_id: `\${data.aws_ssm_parameter.${id}.insecure_value}`,
    });
  });

  it("keeps its logs for as long as LOG_RETENTION_DAYS says", () => {
    expect(server({ LOG_RETENTION_DAYS: "7" }).resource("aws_cloudwatch_log_group").retention_in_days).toBe(7);
  });
});

describe("the group of instances", () => {
  const group = server().resource("aws_autoscaling_group");

  it("is of one to four, and no deployment says how many", () => {
    expect(group).toMatchObject({ min_size: 1, max_size: 4 });
    expect(group).not.toHaveProperty("desired_capacity");
  });

  it("follows the load of the processors", () => {
    expect(server().resource("aws_autoscaling_policy")).toMatchObject({
      policy_type: "TargetTrackingScaling",
      target_tracking_configuration: {
        predefined_metric_specification: { predefined_metric_type: "ASGAverageCPUUtilization" },
        target_value: 50,
      },
    });
  });

  it("replaces instances that the load balancer finds unwell, once they have had time to start", () => {
    expect(group).toMatchObject({ health_check_type: "ELB", health_check_grace_period: 180 });
  });

  it("starts new instances before it ends old ones, and goes back where they do not become healthy", () => {
    expect(group.instance_refresh).toEqual({
      strategy: "Rolling",
      preferences: { min_healthy_percentage: 100, max_healthy_percentage: 200, auto_rollback: true },
    });
  });

  it("is on a numbered version of its template, since a rollback knows no $Latest", () => {
    const [id] = Object.keys(server().resources("aws_launch_template"));
    expect(group.launch_template).toMatchObject({ version: `\${aws_launch_template.${id}.latest_version}` });
  });

  it("is made after all that an instance needs to start", () => {
    const kinds = (group.depends_on as string[]).map((address) => address.replace(/\..*/, "")).sort();
    expect(kinds).toEqual([
      "aws_iam_role_policy",
      "aws_lb_listener",
      "aws_vpc_security_group_egress_rule",
      "aws_vpc_security_group_egress_rule",
      "aws_vpc_security_group_ingress_rule",
    ]);
  });

  it("tags instances and volumes", () => {
    const tags = { Project: "postagram", Stack: "postagram-server", Environment: "development" };
    expect(server().resource("aws_launch_template").tag_specifications).toEqual(
      ["instance", "volume"].map((resource_type) => ({ resource_type, tags: expect.objectContaining(tags) })),
    );
    expect(group.tag).toEqual(
      expect.arrayContaining(Object.entries(tags).map(([key, value]) => ({ key, value, propagate_at_launch: true }))),
    );
  });
});
