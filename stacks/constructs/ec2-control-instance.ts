import { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter";
import { Instance } from "@cdktf/provider-aws/lib/instance";
import { KeyPair } from "@cdktf/provider-aws/lib/key-pair";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Construct } from "constructs";
import type { ServerlessConfig } from "../config";
import type { NodejsFunction } from "./nodejs-function";

const NAME = "api-driven-instance";

/** The smallest type of each architecture. */
const INSTANCE_TYPE = { arm64: "t4g.nano", x86_64: "t3.nano" } as const;

/** What MiniStack 1.5 does not remember of an instance: each deployment would change it or replace it. */
const FORGOTTEN_BY_EMULATORS = [
  "associate_public_ip_address",
  "ebs_optimized",
  "metadata_options",
  "root_block_device[0].encrypted",
];

export interface Ec2ControlInstanceProps {
  readonly config: Pick<ServerlessConfig, "architecture" | "ec2PublicKey" | "endpoint">;
}

/**
 * The instance that is started and stopped over HTTP, in the region's default VPC. It is there to be switched on and off:
 * no address in public, no way in and none out. With `EC2_PUBLIC_KEY` it has the key pair `api-driven-key`.
 */
export class Ec2ControlInstance extends Construct {
  readonly id: string;
  readonly #instance: Instance;

  constructor(scope: Construct, id: string, { config }: Ec2ControlInstanceProps) {
    super(scope, id);
    const { architecture, ec2PublicKey, endpoint } = config;
    const image = new DataAwsSsmParameter(this, "image", {
      name: `/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-${architecture}`,
    });
    const closed = new SecurityGroup(this, "closed", {
      name: NAME,
      description: "Nothing goes in, nothing goes out",
    });
    const keyName =
      ec2PublicKey === undefined
        ? {}
        : { keyName: new KeyPair(this, "key", { keyName: "api-driven-key", publicKey: ec2PublicKey }).keyName };
    this.#instance = new Instance(this, "instance", {
      // The parameter's value counts as a secret, but the id of a public image is none.
      ami: image.insecureValue,
      instanceType: INSTANCE_TYPE[architecture],
      ...keyName,
      vpcSecurityGroupIds: [closed.id],
      associatePublicIpAddress: false,
      ebsOptimized: true,
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      // AWS's own key for volumes: with another one, whoever starts the instance needs a grant on the key.
      rootBlockDevice: { encrypted: true, volumeType: "gp3" },
      tags: { Name: NAME },
      // A newer image would replace the instance; it takes updates in place like any other machine.
      lifecycle: { ignoreChanges: ["ami", ...(endpoint === undefined ? [] : FORGOTTEN_BY_EMULATORS)] },
    });
    this.id = this.#instance.id;
  }

  /** Lets a function start, stop and look at the instance, and tells it the id as `INSTANCE_ID`. */
  allowControl(fn: NodejsFunction): void {
    fn.role.allow({
      sid: "StartAndStopInstance",
      actions: ["ec2:StartInstances", "ec2:StopInstances"],
      resources: [this.#instance.arn],
    });
    // Describing knows no resources:
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
    fn.role.allow({ sid: "DescribeInstances", actions: ["ec2:DescribeInstances"], resources: ["*"] });
    fn.setEnvironment("INSTANCE_ID", this.id);
  }
}
