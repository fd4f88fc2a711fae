import { serverless } from "./serverless";
import type { SynthesizedStack } from "./synthesize";

/** The one id of a type's resources. */
function idOf(stack: SynthesizedStack, type: string): string {
  const [id = "", ...others] = Object.keys(stack.resources(type));
  expect(others).toEqual([]);
  return id;
}

describe("the instance", () => {
  const stack = serverless();

  it("is the smallest there is, of Amazon Linux 2023, under the name that tells it apart", () => {
    expect(stack.resource("aws_instance")).toMatchObject({
      instance_type: "t4g.nano",
      ami: `\${data.aws_ssm_parameter.${Object.keys(stack.data("aws_ssm_parameter"))[0]}.insecure_value}`,
      tags: { Name: "api-driven-instance" },
    });
    expect(Object.values(stack.data("aws_ssm_parameter"))).toEqual([
      expect.objectContaining({ name: "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64" }),
    ]);
  });

  it("has the architecture of the functions", () => {
    const other = serverless({ LAMBDA_ARCHITECTURE: "x86_64" });
    expect(other.resource("aws_instance")).toMatchObject({ instance_type: "t3.nano" });
    expect(Object.values(other.data("aws_ssm_parameter"))[0]?.name).toMatch(/-x86_64$/);
  });

  it("gives its metadata and its role to nobody without a session token", () => {
    expect(stack.resource("aws_instance").metadata_options).toMatchObject({ http_tokens: "required" });
  });

  it("has an encrypted volume, under AWS's own key", () => {
    expect(stack.resource("aws_instance").root_block_device).toEqual({ encrypted: true, volume_type: "gp3" });
  });

  it("has no address in public, no way in and no way out", () => {
    expect(stack.resource("aws_instance")).toMatchObject({
      associate_public_ip_address: false,
      vpc_security_group_ids: [`\${aws_security_group.${idOf(stack, "aws_security_group")}.id}`],
    });
    expect(stack.resource("aws_security_group")).not.toHaveProperty("ingress");
    expect(stack.resource("aws_security_group")).not.toHaveProperty("egress");
    expect(stack.types.filter((type) => /security_group_.*rule/.test(type))).toEqual([]);
  });

  it("is not replaced when there is a newer image", () => {
    expect(stack.resource("aws_instance").lifecycle).toEqual({ ignore_changes: ["ami"] });
  });

  it("is left alone by a deployment to an emulator, which forgets what it was made with", () => {
    const emulated = serverless({ AWS_ENDPOINT_URL: "http://localhost:4566" });
    expect(emulated.resource("aws_instance").lifecycle).toEqual({
      ignore_changes: [
        "ami",
        "associate_public_ip_address",
        "ebs_optimized",
        "metadata_options",
        "root_block_device[0].encrypted",
      ],
    });
  });

  it("has a key pair only where there is a public key", () => {
    const EC2_PUBLIC_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJf9 someone@example.org";
    const keyed = serverless({ EC2_PUBLIC_KEY });
    expect(keyed.resource("aws_key_pair")).toMatchObject({ key_name: "api-driven-key", public_key: EC2_PUBLIC_KEY });
    expect(keyed.resource("aws_instance").key_name).toBe(`\${aws_key_pair.${idOf(keyed, "aws_key_pair")}.key_name}`);
    expect(stack.types).not.toContain("aws_key_pair");
    expect(stack.resource("aws_instance")).not.toHaveProperty("key_name");
  });
});

describe("the API", () => {
  const stack = serverless();
  const methods = Object.values(stack.resources("aws_api_gateway_method"));

  it("has POST and GET of /ec2 answered by the function, in the stage prod", () => {
    expect(stack.resource("aws_api_gateway_rest_api")).toMatchObject({ name: "api-driven-ec2" });
    expect(stack.resource("aws_api_gateway_resource")).toMatchObject({ path_part: "ec2" });
    expect(stack.resource("aws_api_gateway_stage")).toMatchObject({ stage_name: "prod" });
    expect(methods.map(({ http_method }) => http_method).sort()).toEqual(["GET", "POST"]);
    const integrations = Object.values(stack.resources("aws_api_gateway_integration"));
    expect(integrations).toHaveLength(2);
    for (const integration of integrations) {
      expect(integration).toMatchObject({
        type: "AWS_PROXY",
        integration_http_method: "POST",
        uri: expect.stringMatching(/^arn:.*:lambda:path\/2015-03-31\/functions\/arn:.*:function:ec2-controller\/invoc/),
      });
    }
  });

  it.each([
    ["api-key", "NONE", true],
    ["iam", "AWS_IAM", false],
    ["none", "NONE", false],
  ])("asks of callers what EC2_API_AUTH=%s wants", (EC2_API_AUTH, authorization, api_key_required) => {
    const asking = serverless({ EC2_API_AUTH });
    for (const method of Object.values(asking.resources("aws_api_gateway_method"))) {
      expect(method).toMatchObject({ authorization, api_key_required });
    }
    expect(asking.types.includes("aws_api_gateway_api_key")).toBe(api_key_required);
    expect("ec2_control_api_key" in asking.outputs).toBe(api_key_required);
  });

  it("wants a key by default, which a usage plan lets into the stage", () => {
    expect(methods.every(({ api_key_required }) => api_key_required)).toBe(true);
    expect(stack.resource("aws_api_gateway_usage_plan").api_stages).toEqual([
      {
        api_id: `\${aws_api_gateway_rest_api.${idOf(stack, "aws_api_gateway_rest_api")}.id}`,
        stage: `\${aws_api_gateway_stage.${idOf(stack, "aws_api_gateway_stage")}.stage_name}`,
      },
    ]);
    expect(stack.resource("aws_api_gateway_usage_plan_key")).toMatchObject({
      key_id: `\${aws_api_gateway_api_key.${idOf(stack, "aws_api_gateway_api_key")}.id}`,
      usage_plan_id: `\${aws_api_gateway_usage_plan.${idOf(stack, "aws_api_gateway_usage_plan")}.id}`,
    });
  });

  it("takes the key's value from a sensitive variable of Terraform's, so that no synthesized file holds it", () => {
    expect(stack.resource("aws_api_gateway_api_key").value).toBe(`$\{var.ec2_api_key == "" ? null : var.ec2_api_key}`);
    expect(stack.variables.ec2_api_key).toMatchObject({ sensitive: true, default: null });
    const secret = "a-secret-of-twenty-characters";
    expect(serverless({ TF_VAR_ec2_api_key: secret }).hcl()).not.toContain(secret);
  });

  it("is throttled to 100 calls a second with a burst of 200, measured and traced", () => {
    expect(stack.resource("aws_api_gateway_method_settings")).toMatchObject({
      method_path: "*/*",
      settings: { throttling_rate_limit: 100, throttling_burst_limit: 200, metrics_enabled: true },
    });
    expect(stack.resource("aws_api_gateway_stage")).toMatchObject({ xray_tracing_enabled: true });
  });

  it("is deployed anew when an argument of a method or an integration changes, before the old deployment goes", () => {
    const deployment = stack.resource("aws_api_gateway_deployment");
    const { definition } = deployment.triggers as { definition: string };
    const deployed = ["resource", "method", "integration"].flatMap((kind) =>
      Object.entries(stack.resources(`aws_api_gateway_${kind}`)).map(([id, args]) => ({
        address: `aws_api_gateway_${kind}.${id}`,
        args: Object.keys(args),
      })),
    );
    expect(deployed).toHaveLength(5);
    expect(definition).toMatch(/^\$\{sha256\(jsonencode\(/);
    for (const { address, args } of deployed) {
      for (const argument of args) expect(definition).toMatch(new RegExp(`\\b${address}\\.${argument}\\b`));
    }
    expect(deployment.depends_on).toEqual(expect.arrayContaining(deployed.map(({ address }) => address)));
    expect(deployment.lifecycle).toEqual({ create_before_destroy: true });
  });

  it("has no part that depends on the function: all of it is made before the old goes, and a key pair cannot be", () => {
    for (const integration of Object.values(stack.resources("aws_api_gateway_integration"))) {
      expect(JSON.stringify(integration)).not.toContain("aws_lambda_function.");
    }
  });

  it("has its URL at AWS, or at the emulator's address", () => {
    const at = (env: NodeJS.ProcessEnv) => String(serverless(env).outputs.ec2_control_url?.value);
    expect(at({})).toMatch(/^\$\{aws_api_gateway_stage\.\w.*\.invoke_url\}\/ec2$/);
    expect(at({ AWS_ENDPOINT_URL: "http://localhost:4566/" })).toMatch(
      /^http:\/\/localhost:4566\/restapis\/\$\{.*\.id\}\/\$\{.*\.stage_name\}\/_user_request_\/ec2$/,
    );
  });
});

describe("API_GATEWAY_LOGS", () => {
  const settings = (stack: SynthesizedStack) => stack.resource("aws_api_gateway_method_settings").settings;

  it("off, the default, writes no logs, which would need a role set once a region", () => {
    const stack = serverless();
    expect(stack.resource("aws_api_gateway_stage")).not.toHaveProperty("access_log_settings");
    expect(settings(stack)).toMatchObject({ logging_level: "OFF", data_trace_enabled: false });
    expect(stack.types).not.toContain("aws_api_gateway_account");
  });

  it.each(["existing", "create"])(
    "%s writes a line a call and errors, which are forgotten in time",
    (API_GATEWAY_LOGS) => {
      const stack = serverless({ API_GATEWAY_LOGS, LOG_RETENTION_DAYS: "14" });
      const groups = Object.values(stack.resources("aws_cloudwatch_log_group"));
      const ofApi = groups.filter(({ name }) => /api-?gateway/i.test(String(name)));
      expect(ofApi.map(({ retention_in_days }) => retention_in_days)).toEqual([14, 14]);
      const { access_log_settings: accessLogs } = stack.resource("aws_api_gateway_stage");
      expect(accessLogs).toMatchObject({ destination_arn: expect.stringContaining("access-logs") });
      expect(JSON.parse((accessLogs as { format: string }).format)).toMatchObject({ status: "$context.status" });
      expect(settings(stack)).toMatchObject({ logging_level: "ERROR", data_trace_enabled: false });
    },
  );

  it("create alone sets the region's role, before the stage that logs, and unsets it in the end", () => {
    const stack = serverless({ API_GATEWAY_LOGS: "create" });
    expect(stack.resource("aws_api_gateway_account")).toMatchObject({ reset_on_delete: true });
    expect(stack.resource("aws_api_gateway_stage").depends_on).toContain(
      `aws_api_gateway_account.${idOf(stack, "aws_api_gateway_account")}`,
    );
    expect(serverless({ API_GATEWAY_LOGS: "existing" }).types).not.toContain("aws_api_gateway_account");
  });
});
