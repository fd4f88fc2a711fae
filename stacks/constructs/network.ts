import { DataAwsEc2InstanceTypeOfferings } from "@cdktf/provider-aws/lib/data-aws-ec2-instance-type-offerings";
import { DataAwsSubnet } from "@cdktf/provider-aws/lib/data-aws-subnet";
import { DataAwsSubnets } from "@cdktf/provider-aws/lib/data-aws-subnets";
import { DataAwsVpc } from "@cdktf/provider-aws/lib/data-aws-vpc";
import { Fn, Op, TerraformIterator, Token } from "cdktf";
import { Construct } from "constructs";
import type { ServerConfig } from "../config";
import { PlanCheck } from "./plan-check";

export interface NetworkProps {
  readonly config: Pick<ServerConfig, "vpcId" | "subnetIds" | "instanceType" | "endpoint">;
}

/**
 * Where the load balancer and its instances are: the region's default VPC, in every zone that has the instance type, or
 * `VPC_ID` with `SUBNET_IDS`. The subnets are public: they have a route to the internet.
 *
 * A plan fails, and says what to do, where there are fewer than two zones or two subnets of one: a load balancer wants
 * two zones, and one subnet in each.
 */
export class Network extends Construct {
  readonly vpcId: string;
  readonly subnetIds: string[];
  /** Address ranges of the subnets, with commas between them. */
  readonly cidrs: string;

  constructor(scope: Construct, id: string, { config }: NetworkProps) {
    super(scope, id);
    if (config.vpcId === undefined) {
      this.vpcId = new DataAwsVpc(this, "default-vpc", { default: true }).id;
      this.subnetIds = this.#defaultSubnets(config);
    } else {
      this.vpcId = config.vpcId;
      this.subnetIds = [...config.subnetIds];
    }
    const subnet = TerraformIterator.fromList(this.subnetIds);
    const subnets = new DataAwsSubnet(this, "subnet", { forEach: subnet, id: subnet.value, vpcId: this.vpcId });
    const found = TerraformIterator.fromDataSources(subnets);
    this.cidrs = Fn.join(",", Token.asList(found.pluckProperty("cidr_block")));
    const zones = Token.asList(found.pluckProperty("availability_zone"));
    const oneSubnetEach = Op.eq(Fn.lengthOf(Fn.distinct(zones)), Fn.lengthOf(zones));
    new PlanCheck(this, "check", [
      {
        condition: Op.and(Op.gte(Fn.lengthOf(zones), 2), oneSubnetEach),
        errorMessage:
          `A load balancer needs subnets in two zones at least, one in each, and ${config.instanceType} has to be ` +
          `there: found ${Fn.join(", ", zones)}. Set VPC_ID and SUBNET_IDS, or another INSTANCE_TYPE.`,
      },
    ]);
  }

  /** The subnets that AWS made for each zone, without the zones that do not have the instance type. */
  #defaultSubnets({ instanceType, endpoint }: NetworkProps["config"]): string[] {
    const filter = [
      { name: "vpc-id", values: [this.vpcId] },
      { name: "default-for-az", values: ["true"] },
    ];
    // Not every emulator knows what there is where, and none leaves anything out.
    if (endpoint === undefined) {
      const offerings = new DataAwsEc2InstanceTypeOfferings(this, "offerings", {
        locationType: "availability-zone",
        filter: [{ name: "instance-type", values: [instanceType] }],
      });
      filter.push({ name: "availability-zone", values: offerings.locations });
    }
    return new DataAwsSubnets(this, "default-subnets", { filter }).ids;
  }
}
