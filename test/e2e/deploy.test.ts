import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { GetItemCommand, ListTablesCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { DescribeInstancesCommand, DescribeLaunchTemplatesCommand } from "@aws-sdk/client-ec2";
import {
  DeleteBucketCommand,
  GetBucketEncryptionCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  ListBucketsCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { v7 as uuidv7 } from "uuid";
import { freePort } from "../../bench/product/free-port";
import { type Outputs, outputsFile, readOutputs } from "../../local/deploy/outputs";
import { STACKS, stackOf } from "../../local/deploy/stacks";
import { KNOWN_GAPS } from "../../local/emulator/known-gaps";
import { eventually, fixture } from "../postagram";
import { installArtifact, readUserData, startInstance } from "./deployed-instance";
import { type Deployment, deployFromNothing } from "./deployment";
import { unexpectedChanges } from "./plan-changes";
import { runCommand, runProgram } from "./run-command";
import { planAgain, planExports } from "./second-plan";
import { timed } from "./timed";

/** In milliseconds: a deployment waits for minutes in all, for a load balancer, a queue and a bucket's rules. */
const DEPLOY_LIMIT = 15 * 60_000;
const STEP_LIMIT = 5 * 60_000;

let deployment: Deployment;
let outputs: Outputs;

beforeAll(async () => {
  deployment = await deployFromNothing();
  outputs = deployment.outputs;
}, DEPLOY_LIMIT);
afterAll(() => deployment.stop(), STEP_LIMIT);

describe("npm run deploy:local", () => {
  it("prints the outputs of both stacks", () => {
    expect(outputs).toMatchObject({
      bucket: expect.stringMatching(/^postagram-images-/),
      dynamo_table: expect.any(String),
      label_function_name: expect.any(String),
      ec2_control_function_name: "ec2-controller",
      ec2_control_api_id: expect.any(String),
      ec2_control_url: expect.stringContaining(deployment.env.AWS_ENDPOINT_URL ?? ""),
      instance_id: expect.stringMatching(/^i-/),
      url: expect.stringMatching(/^http:/),
    });
  });

  it("prints curl lines that work as printed", async () => {
    const lines = deployment.printed.split("\n").filter((line) => line.trim().startsWith("curl "));
    expect(lines).toHaveLength(4);
    for (const line of lines) {
      const answer = execFileSync("bash", ["-c", `${line} --fail --silent --show-error`], { encoding: "utf8" });
      expect(answer).toMatch(
        line.includes("DescribeLoadBalancers") ? "<LoadBalancerName>" : (outputs.instance_id ?? ""),
      );
    }
  });

  it(
    "prints how to run the webservice on what it has deployed, which works as printed",
    async () => {
      const line = deployment.printed.split("\n").find((text) => text.trim().endsWith("npm start")) ?? "";
      const port = await freePort();
      const child = spawn("bash", ["-c", line], {
        env: { ...process.env, PORT: String(port) },
        stdio: "ignore",
        detached: true,
      });
      try {
        await eventually(
          async () => (await fetch(`http://localhost:${port}/ready`).catch(() => undefined))?.ok || undefined,
        );
      } finally {
        if (child.pid !== undefined) process.kill(-child.pid, "SIGINT");
        await once(child, "exit");
      }
    },
    STEP_LIMIT,
  );
});

describe("the EC2 control", () => {
  const call = (init: RequestInit & { key?: string | undefined } = {}): Promise<Response> => {
    const { key = outputs.ec2_control_api_key, ...rest } = init;
    return fetch(outputs.ec2_control_url ?? "", { ...rest, headers: key ? { "x-api-key": key } : {} });
  };
  const post = (action: string, key?: string) => call({ method: "POST", body: JSON.stringify({ action }), key });
  const state = async () => {
    const { Reservations } = await deployment.ec2.send(
      new DescribeInstancesCommand({ InstanceIds: [outputs.instance_id ?? ""] }),
    );
    return Reservations?.[0]?.Instances?.[0]?.State?.Name;
  };

  it("refuses who has no key, or a wrong one", async () => {
    expect((await post("stop", "")).status).toBe(403);
    expect((await post("stop", "x".repeat(24))).status).toBe(403);
    expect((await call({ key: "" })).status).toBe(403);
    expect(await state()).toBe("running");
  });

  it("stops and starts the instance, as the EC2 API sees it", async () => {
    await timed("stop and start the instance", async () => {
      for (const [action, result] of [
        ["stop", "stopped"],
        ["start", "running"],
      ] as const) {
        const answer = await post(action);
        expect(answer.status).toBe(200);
        expect(await answer.json()).toEqual({
          message: `Action '${action}' executed on instance ${outputs.instance_id}`,
          rawResponse: expect.any(Object),
        });
        await eventually(async () => ((await state()) === result ? true : undefined));
      }
    });
  });

  it("tells the instance's state, and what else may be asked", async () => {
    expect(await (await call()).json()).toMatchObject({ state: "running" });
    const wrong = await post("reboot");
    expect(wrong.status).toBe(400);
    expect(await wrong.text()).toMatch(/start.*stop.*status/);
  });
});

it(
  "labels an uploaded picture, by S3's notification, the function on Lambda and the stand-in for Rekognition",
  async () => {
    const uuid = uuidv7();
    const Key = { user: { S: "USER#ada" }, id: { S: `POST#${uuid}` } };
    const TableName = outputs.dynamo_table;
    await deployment.dynamodb.send(
      new PutItemCommand({ TableName, Item: { ...Key, title: { S: "Chelsea" }, body: { S: "A cat" } } }),
    );
    const put = new PutObjectCommand({
      Bucket: outputs.bucket,
      Key: `ada/${uuid}/${uuidv7()}-c.jpg`,
      ContentType: "image/jpeg",
    });
    const url = await getSignedUrl(deployment.s3, put, { signableHeaders: new Set(["content-type"]) });
    const body = new Uint8Array(await fixture("chelsea.jpg"));
    const labels = await timed("upload to labels in the table", async () => {
      const answer = await fetch(url, { method: "PUT", body, headers: { "content-type": "image/jpeg" } });
      expect(answer.status).toBe(200);
      return eventually(async () => {
        const { Item } = await deployment.dynamodb.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
        return Item?.labels?.L?.map(({ S }) => S);
      }, 60);
    });
    expect(labels).toContain("Cat");
  },
  STEP_LIMIT,
);

it(
  "has a launch template whose user data names an artifact that runs and keeps the contract",
  async () => {
    const user = await readUserData(deployment.ec2);
    await timed("fetch the artifact, check its hash, unpack it", () =>
      installArtifact(deployment.s3, user, deployment.directory),
    );
    const port = await freePort();
    const credentials = { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" };
    const instance = await timed("start what an instance starts", () =>
      startInstance(user, deployment.directory, { port, credentials }),
    );
    try {
      expect(instance.environment).toMatchObject({
        BUCKET: outputs.bucket,
        DYNAMO_TABLE: outputs.dynamo_table,
        PORT: "8080",
      });
      await timed("contract tests against it", () =>
        runCommand("npx", ["jest", "--config", "test/e2e/contract.config.js", "--testNamePattern", NOT_ON_MINISTACK], {
          ...process.env,
          ...instance.environment,
          POSTAGRAM_URL: `http://127.0.0.1:${port}`,
        }),
      );
    } finally {
      await instance.stop();
    }
  },
  STEP_LIMIT,
);

/**
 * All contract tests but two: MiniStack does not check that what is uploaded is what was signed, and the lines that a
 * process logs are not to be had from outside.
 */
const NOT_ON_MINISTACK = "^(?!.*(signs the content type|stops reading when the client goes away))";

it(
  "needs no other deployment: a second plan holds the emulator's known gaps and nothing else",
  async () => {
    const unexpected: string[] = [];
    for (const stack of STACKS) {
      const plan = await timed(`second plan of ${stack.name}`, () => planAgain(stack, deployment.target));
      unexpected.push(...unexpectedChanges(plan, KNOWN_GAPS));
    }
    expect(unexpected).toEqual([]);
  },
  STEP_LIMIT,
);

it(
  "can be gone on with in plain HCL: what is exported plans the same of what is deployed",
  async () => {
    const plans = await timed("export as HCL, and plan that", () => planExports(STACKS, deployment.target));
    expect(plans.flatMap((plan) => unexpectedChanges(plan, KNOWN_GAPS))).toEqual([]);
    // Not for want of resources.
    expect(plans.map((plan) => plan.resource_changes?.length ?? 0).every((count) => count > 20)).toBe(true);
  },
  STEP_LIMIT,
);

it(
  "can be deployed again without harm",
  async () => {
    await timed("deploy both stacks again", () => runProgram("local/emulator/deploy-local.ts", [], deployment.env));
    const after = await readOutputs(outputsFile(deployment.target, stackOf("server")));
    expect(after.url).toBe(outputs.url);
    expect(after.artifact_version_id).toBe(outputs.artifact_version_id);
  },
  DEPLOY_LIMIT,
);

it(
  "waits, on npm run deploy:server, for what becomes of the instances",
  async () => {
    const args = ["deploy", "server", "--auto-approve"];
    const said = await timed("deploy the server stack, and follow its instances", () =>
      runProgram("local/deploy/deploy.ts", args, deployment.env, { show: false }),
    );
    // A known gap makes another version of the launch template at each deployment, and so an instance refresh.
    expect(said).toContain("Instance refresh: Successful 100 %");
  },
  DEPLOY_LIMIT,
);

it("has a bucket made for the state, private, versioned and encrypted, again and again without harm", async () => {
  const bucket = "postagram-states";
  const run = () => runProgram("local/deploy/make-state-bucket.ts", [], { ...process.env, TF_STATE_BUCKET: bucket });
  expect(await run()).toContain(`${bucket} is made`);
  expect(await run()).toContain(`${bucket} is there`);
  expect((await deployment.s3.send(new GetBucketVersioningCommand({ Bucket: bucket }))).Status).toBe("Enabled");
  const { PublicAccessBlockConfiguration } = await deployment.s3.send(
    new GetPublicAccessBlockCommand({ Bucket: bucket }),
  );
  expect(Object.values(PublicAccessBlockConfiguration ?? {})).toEqual([true, true, true, true]);
  const { ServerSideEncryptionConfiguration } = await deployment.s3.send(
    new GetBucketEncryptionCommand({ Bucket: bucket }),
  );
  expect(JSON.stringify(ServerSideEncryptionConfiguration)).toContain("AES256");
  expect((await deployment.s3.send(new GetBucketPolicyCommand({ Bucket: bucket }))).Policy).toContain(
    "aws:SecureTransport",
  );
  await deployment.s3.send(new DeleteBucketCommand({ Bucket: bucket }));
});

it(
  "leaves nothing when it is destroyed",
  async () => {
    await timed("destroy both stacks", () =>
      runProgram("local/deploy/deploy.ts", ["destroy", "--auto-approve"], deployment.env, { show: false }),
    );
    for (const { name } of STACKS) {
      const state = JSON.parse(
        await readFile(path.join(deployment.target.directory, `terraform.${name}.tfstate`), "utf8"),
      );
      expect(state.resources).toEqual([]);
    }
    expect((await deployment.s3.send(new ListBucketsCommand())).Buckets ?? []).toEqual([]);
    expect((await deployment.dynamodb.send(new ListTablesCommand())).TableNames).toEqual([]);
    expect((await deployment.ec2.send(new DescribeLaunchTemplatesCommand())).LaunchTemplates ?? []).toEqual([]);
    const { Reservations = [] } = await deployment.ec2.send(new DescribeInstancesCommand());
    const instances = Reservations.flatMap(({ Instances = [] }) => Instances);
    expect(instances.filter(({ State }) => State?.Name !== "terminated")).toEqual([]);
  },
  DEPLOY_LIMIT,
);
