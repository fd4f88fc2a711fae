import { HTTPS, server } from "./server";
import type { Block, SynthesizedStack } from "./synthesize";

const WORLD = "0.0.0.0/0";

/** What a security group lets in or out: `<from or to>:<port>`, where it is a group by its name in the stack. */
function rules(stack: SynthesizedStack, direction: "ingress" | "egress", group: string): string[] {
  return Object.values(stack.resources(`aws_vpc_security_group_${direction}_rule`))
    .filter(({ security_group_id }) => String(security_group_id).includes(group))
    .map((rule: Block) => {
      expect(rule).toMatchObject({ ip_protocol: "tcp", to_port: rule.from_port, description: expect.any(String) });
      const other =
        rule.cidr_ipv4 ?? /aws_security_group\.([a-z]+)/.exec(String(rule.referenced_security_group_id))?.[1];
      return `${other}:${rule.from_port}`;
    })
    .sort();
}

describe("what reaches what", () => {
  it("is the world the load balancer, on port 80 alone", () => {
    expect(rules(server(), "ingress", "entry")).toEqual([`${WORLD}:80`]);
  });

  it("is the world the load balancer, on port 443 too where there is a certificate", () => {
    expect(rules(server(HTTPS), "ingress", "entry")).toEqual([`${WORLD}:443`, `${WORLD}:80`]);
  });

  it("is the load balancer the instances, on port 8080 alone", () => {
    expect(rules(server(), "egress", "entry")).toEqual(["fleet:8080"]);
    expect(rules(server(), "ingress", "fleet")).toEqual(["entry:8080"]);
  });

  it("is the instances AWS, over TLS alone", () => {
    expect(rules(server(), "egress", "fleet")).toEqual([`${WORLD}:443`]);
  });

  it("is nothing else: security groups hold no rules of their own", () => {
    const groups = Object.values(server().resources("aws_security_group"));
    expect(groups).toHaveLength(2);
    for (const group of groups) {
      expect(group).not.toHaveProperty("ingress");
      expect(group).not.toHaveProperty("egress");
    }
  });
});

describe("the load balancer", () => {
  it("forwards plain HTTP where there is no certificate", () => {
    const { outputs } = server();
    expect(server().resource("aws_lb_listener")).toMatchObject({
      port: 80,
      protocol: "HTTP",
      default_action: [{ type: "forward" }],
    });
    expect(outputs.url?.value).toMatch(/^http:\/\//);
  });

  it("redirects to HTTPS where there is one, and takes TLS 1.2 and 1.3 there", () => {
    const stack = server(HTTPS);
    const listeners = Object.values(stack.resources("aws_lb_listener"));
    expect(listeners.find(({ port }) => port === 80)?.default_action).toEqual([
      { type: "redirect", redirect: { protocol: "HTTPS", port: "443", status_code: "HTTP_301" } },
    ]);
    expect(listeners.find(({ port }) => port === 443)).toMatchObject({
      protocol: "HTTPS",
      certificate_arn: HTTPS.CERTIFICATE_ARN,
      ssl_policy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
      default_action: [{ type: "forward" }],
    });
    expect(stack.outputs.url?.value).toMatch(/^https:\/\//);
  });

  it("passes no header on that is not one", () => {
    expect(server().resource("aws_lb").drop_invalid_header_fields).toBe(true);
  });

  it("is kept from deletion in production alone", () => {
    expect(server({ ENVIRONMENT: "production" }).resource("aws_lb").enable_deletion_protection).toBe(true);
    expect(server().resource("aws_lb").enable_deletion_protection).toBe(false);
  });

  it("asks instances for their health, and gives requests in flight their time", () => {
    expect(server().resource("aws_lb_target_group")).toMatchObject({
      port: 8080,
      protocol: "HTTP",
      deregistration_delay: "30",
      health_check: { path: "/health", matcher: "200", interval: 5, unhealthy_threshold: 3 },
      lifecycle: { create_before_destroy: true },
    });
  });
});

describe("the network", () => {
  it("is the default VPC, in each zone that has the instance type", () => {
    const stack = server({ INSTANCE_TYPE: "m8g.large" });
    expect(Object.values(stack.data("aws_vpc"))).toEqual([{ default: true }]);
    expect(Object.values(stack.data("aws_ec2_instance_type_offerings"))).toEqual([
      expect.objectContaining({ filter: [{ name: "instance-type", values: ["m8g.large"] }] }),
    ]);
    const [offerings] = Object.keys(stack.data("aws_ec2_instance_type_offerings"));
    expect(Object.values(stack.data("aws_subnets"))).toEqual([
      {
        filter: [
          expect.objectContaining({ name: "vpc-id" }),
          { name: "default-for-az", values: ["true"] },
          {
            name: "availability-zone",
            values: `\${data.aws_ec2_instance_type_offerings.${offerings}.locations}`,
          },
        ],
      },
    ]);
  });

  it("is VPC_ID with SUBNET_IDS where they are given", () => {
    const stack = server({ VPC_ID: "vpc-0a", SUBNET_IDS: "subnet-0a,subnet-0b" });
    expect(stack.data("aws_vpc")).toEqual({});
    expect(stack.resource("aws_lb").subnets).toEqual(["subnet-0a", "subnet-0b"]);
    expect(stack.resource("aws_autoscaling_group").vpc_zone_identifier).toEqual(["subnet-0a", "subnet-0b"]);
    expect(stack.resource("aws_lb_target_group").vpc_id).toBe("vpc-0a");
  });

  it("is refused by the plan where it has fewer than two zones, or two subnets of one", () => {
    const checks = Object.values(server().resources("terraform_data")).map(({ lifecycle }) =>
      JSON.stringify(lifecycle),
    );
    expect(checks).toContainEqual(expect.stringMatching(/>= 2\) && \(length\(distinct\(.*== length\(.*Set VPC_ID/));
  });
});
