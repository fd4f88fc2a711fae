import { DataAwsIamRole } from "@cdktf/provider-aws/lib/data-aws-iam-role";
import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";

const ID = "existing-role";

/** The role `EXISTING_ROLE_NAME`, looked up once a stack; a plan fails where there is none of that name. */
export function existingRole(scope: Construct, name: string): DataAwsIamRole {
  const stack = TerraformStack.of(scope);
  const found = stack.node.tryFindChild(ID);
  return found instanceof DataAwsIamRole ? found : new DataAwsIamRole(stack, ID, { name });
}
