import {
  DataAwsIamPolicyDocument,
  type DataAwsIamPolicyDocumentStatement,
} from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { StackConfig } from "../config";
import { existingRole } from "./existing-role";

export interface FunctionRoleProps {
  readonly config: Pick<StackConfig, "existingRoleName">;
  /** Name of the function that has the role. */
  readonly functionName: string;
}

/** What a function may do, and on what. */
export interface Permission {
  /** Name of the permission in the policy: letters and digits. */
  readonly sid: string;
  /** Such as `s3:GetObject`. */
  readonly actions: string[];
  /** ARNs; `*` alone only where the actions know nothing narrower. */
  readonly resources: string[];
}

/**
 * The role of one function, which may do what `allow` was called with and nothing more.
 *
 * With `EXISTING_ROLE_NAME` it is that role, which may do what it may do: no role and no policy is made.
 */
export class FunctionRole extends Construct {
  readonly arn: string;
  /** What has to be there before a function with this role: Lambda tries its permissions when it is made. */
  readonly dependencies: readonly ITerraformDependable[];
  readonly #document: DataAwsIamPolicyDocument | undefined;
  readonly #statements: DataAwsIamPolicyDocumentStatement[] = [];

  constructor(scope: Construct, id: string, { config, functionName }: FunctionRoleProps) {
    super(scope, id);
    if (config.existingRoleName !== undefined) {
      this.arn = existingRole(this, config.existingRoleName).arn;
      this.dependencies = [];
      return;
    }
    const role = new IamRole(this, "role", {
      // A name of its own making: roles belong to the account, and the stack may be deployed in two of its regions.
      namePrefix: `${functionName}-`,
      description: `What the function ${functionName} may do`,
      assumeRolePolicy: new DataAwsIamPolicyDocument(this, "trust", {
        statement: [
          { actions: ["sts:AssumeRole"], principals: [{ type: "Service", identifiers: ["lambda.amazonaws.com"] }] },
        ],
      }).json,
    });
    this.#document = new DataAwsIamPolicyDocument(this, "permissions", {});
    const policy = new IamRolePolicy(this, "policy", {
      name: functionName,
      role: role.id,
      policy: this.#document.json,
    });
    this.arn = role.arn;
    this.dependencies = [policy];
  }

  /** Grants a permission. Called by the construct that owns the resource. */
  allow(permission: Permission): void {
    this.#statements.push({ effect: "Allow", ...permission });
    this.#document?.putStatement(this.#statements);
  }
}
