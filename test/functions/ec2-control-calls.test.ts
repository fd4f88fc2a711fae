import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createEc2Client } from "../../functions/ec2-control/ec2-client";
import { ec2Trouble } from "../../functions/ec2-control/ec2-trouble";
import { Instance } from "../../functions/ec2-control/instance";
import { lambdaContext } from "../../local/lambda/lambda-context";
import { type Ec2Service, INSTANCE_ID, listenEc2Service } from "./ec2-control-service";

let ec2: Ec2Service;

beforeEach(async () => {
  ec2 = await listenEc2Service();
  jest.replaceProperty(process, "env", {
    ...process.env,
    INSTANCE_ID,
    AWS_REGION: "eu-west-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_ENDPOINT_URL_EC2: ec2.endpoint,
    POWERTOOLS_METRICS_DISABLED: "true",
    POWERTOOLS_LOG_LEVEL: "SILENT",
  });
});

afterEach(async () => {
  jest.restoreAllMocks();
  await ec2.close();
});

describe("an EC2 that does not answer", () => {
  /** What the client is told, with limits in milliseconds that are short enough for a test. */
  async function told(limits: { attempt: number; call: number }) {
    const instance = new Instance(createEc2Client(limits.attempt), INSTANCE_ID, limits.call);
    const error = await instance.stop().catch((thrown) => thrown);
    return ec2Trouble(error, "stop", INSTANCE_ID);
  }
  const badGateway = { statusCode: 502, message: "EC2 does not answer as it should. Try again in a moment." };

  it("in time is tried again, and then given up", async () => {
    ec2.answer = () => () => undefined;
    expect(await told({ attempt: 500, call: 20_000 })).toMatchObject(badGateway);
    expect(ec2.calls).toHaveLength(3);
  });

  it("to its end is given up, though it never falls silent", async () => {
    const drips: NodeJS.Timeout[] = [];
    ec2.answer = () => (response) => {
      response.writeHead(200, { "content-type": "text/xml" });
      drips.push(setInterval(() => response.write(" "), 10));
    };
    expect(await told({ attempt: 10_000, call: 1_000 })).toMatchObject(badGateway);
    drips.forEach(clearInterval);
    expect(drips).toHaveLength(1);
  });

  it("at all is given up", async () => {
    const unused = createServer().listen(0, "127.0.0.1");
    await once(unused, "listening");
    const { port } = unused.address() as AddressInfo;
    await new Promise((resolve) => unused.close(resolve));
    process.env.AWS_ENDPOINT_URL_EC2 = `http://127.0.0.1:${port}`;
    expect(await told({ attempt: 5_000, call: 20_000 })).toMatchObject(badGateway);
  });
});

describe("traces", () => {
  let daemon: Socket;

  beforeEach(async () => {
    daemon = createSocket("udp4").bind(0, "127.0.0.1");
    await once(daemon, "listening");
  });

  afterEach(async () => {
    await new Promise<void>((resolve) => daemon.close(resolve));
  });

  it("show the call to EC2 on Lambda", async () => {
    Object.assign(process.env, {
      AWS_EXECUTION_ENV: "AWS_Lambda_nodejs22.x",
      LAMBDA_TASK_ROOT: __dirname,
      _X_AMZN_TRACE_ID: "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1",
      AWS_XRAY_DAEMON_ADDRESS: `127.0.0.1:${daemon.address().port}`,
    });
    const segments: Record<string, unknown>[] = [];
    const ended = new Promise<void>((resolve) => {
      daemon.on("message", (message) => {
        segments.push(JSON.parse(message.toString().split("\n")[1] ?? ""));
        if (message.includes("## ec2-control")) resolve();
      });
    });

    await jest.isolateModulesAsync(async () => {
      const { handler } = await import("../../functions/ec2-control/index");
      await handler({ action: "stop" }, lambdaContext("ec2-controller", "request", Date.now() + 30_000));
    });
    await ended;
    expect(segments).toEqual([
      expect.objectContaining({ name: "EC2", aws: expect.objectContaining({ operation: "StopInstances" }) }),
      expect.objectContaining({ name: "## ec2-control" }),
    ]);
  });
});
