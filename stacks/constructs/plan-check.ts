import { DataResource, type IResolvable } from "cdktf";
import type { Construct } from "constructs";

export interface PlanCondition {
  /** Refers to something of the stack: Terraform refuses conditions that do not. */
  readonly condition: IResolvable;
  /** What a plan fails with where the condition does not hold. */
  readonly errorMessage: string;
}

/** Conditions that every plan checks. Synthesis and `terraform validate` do not: they know nothing but the stack. */
export class PlanCheck extends DataResource {
  readonly #conditions: readonly PlanCondition[];

  constructor(scope: Construct, id: string, conditions: readonly PlanCondition[]) {
    super(scope, id, { lifecycle: { precondition: [...conditions] } });
    this.#conditions = conditions;
  }

  /** Conditions are blocks, whereas cdktf 0.21 writes an attribute, which Terraform refuses. */
  override toHclTerraform() {
    const element = super.toHclTerraform();
    const value = this.#conditions.map(({ condition, errorMessage }) => ({ condition, error_message: errorMessage }));
    const precondition = { isBlock: true, type: "list", storageClassType: "object", value };
    element.resource[this.terraformResourceType][this.friendlyUniqueId].lifecycle = { value: { precondition } };
    return element;
  }
}
