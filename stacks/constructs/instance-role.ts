import {
  DataAwsIamPolicyDocument,
  type DataAwsIamPolicyDocumentStatement,
} from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { ServerConfig } from "../config";
import type { Permission } from "./function-role";

export interface InstanceRoleProps {
  readonly config: Pick<ServerConfig, "existingInstanceProfile">;
  /** Name of the role and of its instance profile. */
  readonly name: string;
}

/**
 * The role of instances, which may do what `allow` was called with, and be reached through Session Manager.
 *
 * With `EXISTING_INSTANCE_PROFILE` it is the role of that profile, which may do what it may do: no role and no policy is
 * made.
 */
export class InstanceRole extends Construct {
  readonly instanceProfile: string;
  /** What has to be there before an instance with this role starts: it calls AWS while it boots. */
  readonly dependencies: readonly ITerraformDependable[];
  readonly #document: DataAwsIamPolicyDocument | undefined;
  readonly #statements: DataAwsIamPolicyDocumentStatement[] = [];

  constructor(scope: Construct, id: string, { config, name }: InstanceRoleProps) {
    super(scope, id);
    if (config.existingInstanceProfile !== undefined) {
      this.instanceProfile = config.existingInstanceProfile;
      this.dependencies = [];
      return;
    }
    const role = new IamRole(this, "role", {
      // Roles are of the account, not of the region: a fixed name would stand in the way of another region's.
      namePrefix: `${name}-`,
      description: "What instances of the webservice may do",
      assumeRolePolicy: new DataAwsIamPolicyDocument(this, "trust", {
        statement: [
          { actions: ["sts:AssumeRole"], principals: [{ type: "Service", identifiers: ["ec2.amazonaws.com"] }] },
        ],
      }).json,
    });
    this.#document = new DataAwsIamPolicyDocument(this, "permissions", {});
    const policy = new IamRolePolicy(this, "policy", { name, role: role.id, policy: this.#document.json });
    this.instanceProfile = new IamInstanceProfile(this, "profile", { namePrefix: `${name}-`, role: role.name }).name;
    this.dependencies = [policy];
    this.#allowSessions();
  }

  /** Grants a permission. Called by the construct that owns the resource. */
  allow(permission: Permission): void {
    this.#statements.push({ effect: "Allow", ...permission });
    this.#document?.putStatement(this.#statements);
  }

  /**
   * A shell through Session Manager, so that no port is open for SSH: the policy that AWS documents for it. ssmmessages
   * knows no resources, and instances that are yet to start cannot be named.
   *
   * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html
   */
  #allowSessions(): void {
    this.allow({
      sid: "SessionManager",
      actions: [
        "ssm:UpdateInstanceInformation",
        "ssmmessages:CreateControlChannel",
        "ssmmessages:CreateDataChannel",
        "ssmmessages:OpenControlChannel",
        "ssmmessages:OpenDataChannel",
      ],
      resources: ["*"],
    });
  }
}
