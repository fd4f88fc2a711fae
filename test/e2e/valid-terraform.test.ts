import { Testing } from "cdktf";
import "cdktf/lib/testing/adapters/jest";
import { readServerConfig, readServerlessConfig } from "../../stacks/config";
import { ServerStack } from "../../stacks/server-stack";
import { ServerlessStack } from "../../stacks/serverless-stack";
import { buildWebservice } from "../../webservice/build.js";
import { HTTPS, LEARNER_LAB } from "../stacks/server";

Testing.setupJest();

const VPC = { VPC_ID: "vpc-0123", SUBNET_IDS: "subnet-0123,subnet-4567" };

const MODES: [string, NodeJS.ProcessEnv][] = [
  ["with roles of its own", {}],
  ["with an existing role", LEARNER_LAB],
  [
    "in production, with all that can be turned on",
    { ...HTTPS, ...VPC, ENVIRONMENT: "production", EC2_API_AUTH: "iam" },
  ],
];

it.each(MODES)("postagram-serverless is valid Terraform %s", (_name, env) => {
  const app = Testing.app();
  const stack = new ServerlessStack(app, { config: readServerlessConfig(env) });
  expect(Testing.fullSynth(stack)).toBeValidTerraform();
});

it.each(MODES)("postagram-server is valid Terraform %s", async (_name, env) => {
  const { archive } = await buildWebservice();
  const app = Testing.app();
  const stack = new ServerStack(app, { config: readServerConfig(env), archive });
  expect(Testing.fullSynth(stack)).toBeValidTerraform();
});
