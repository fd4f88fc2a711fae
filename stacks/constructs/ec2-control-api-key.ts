import { ApiGatewayApiKey } from "@cdktf/provider-aws/lib/api-gateway-api-key";
import { ApiGatewayUsagePlan } from "@cdktf/provider-aws/lib/api-gateway-usage-plan";
import { ApiGatewayUsagePlanKey } from "@cdktf/provider-aws/lib/api-gateway-usage-plan-key";
import { TerraformVariable, VariableType } from "cdktf";
import { Construct } from "constructs";
import type { RestApi } from "./rest-api";

/** The Terraform variable of the key's value, set as `TF_VAR_ec2_api_key`. */
const VARIABLE = "ec2_api_key";

export interface Ec2ControlApiKeyProps {
  readonly name: string;
  readonly api: RestApi;
}

/**
 * The API key of the EC2 control, with the usage plan that lets it in. AWS makes up its value, unless there is one in
 * `TF_VAR_ec2_api_key`: a variable of Terraform's, so that the secret is in the state alone and in no synthesized file.
 */
export class Ec2ControlApiKey extends Construct {
  /** What callers send as `x-api-key`; sensitive. */
  readonly value: string;

  constructor(scope: Construct, id: string, { name, api }: Ec2ControlApiKeyProps) {
    super(scope, id);
    const variable = new TerraformVariable(this, VARIABLE, {
      type: VariableType.STRING,
      description: "API key of the EC2 control, of 20 to 128 characters; AWS makes one up where it is absent",
      sensitive: true,
    });
    // The binding cannot say it.
    variable.addOverride("default", null);
    variable.overrideLogicalId(VARIABLE);
    variable.addValidation({
      condition: `\${${variable.fqn} == null || ${variable.fqn} == "" ? true : length(${variable.fqn}) >= 20 && length(${variable.fqn}) <= 128}`,
      errorMessage: `TF_VAR_${VARIABLE} has to have 20 to 128 characters.`,
    });
    const key = new ApiGatewayApiKey(this, "key", {
      name,
      // An empty variable counts as one that is not set.
      value: `\${${variable.fqn} == "" ? null : ${variable.fqn}}`,
    });
    this.value = key.value;
    const plan = new ApiGatewayUsagePlan(this, "plan", {
      name,
      description: "Who may start and stop the instance",
      throttleSettings: { rateLimit: 100, burstLimit: 200 },
      apiStages: [{ apiId: api.id, stage: api.stageName }],
    });
    new ApiGatewayUsagePlanKey(this, "plan-key", { keyId: key.id, keyType: "API_KEY", usagePlanId: plan.id });
  }
}
