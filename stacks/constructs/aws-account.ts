import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DataAwsPartition } from "@cdktf/provider-aws/lib/data-aws-partition";
import { TerraformStack } from "cdktf";
import { Construct } from "constructs";

const ID = "account";

/** The account that a stack is deployed to. */
export class AwsAccount extends Construct {
  /** Twelve digits. */
  readonly accountId: string;
  /** What its ARNs begin with after `arn:`, such as `aws` or `aws-us-gov`. */
  readonly partition: string;

  private constructor(stack: TerraformStack) {
    super(stack, ID);
    this.accountId = new DataAwsCallerIdentity(this, "caller").accountId;
    this.partition = new DataAwsPartition(this, "partition").partition;
  }

  /** The account of the stack that `scope` is in, looked up once. */
  static of(scope: Construct): AwsAccount {
    const stack = TerraformStack.of(scope);
    const found = stack.node.tryFindChild(ID);
    return found instanceof AwsAccount ? found : new AwsAccount(stack);
  }
}
