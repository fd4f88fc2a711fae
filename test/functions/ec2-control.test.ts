import { ec2, invoke, output, parsed, post, REQUEST_ID, request } from "./ec2-control-harness";
import { INSTANCE_ID } from "./ec2-control-service";

const ok = (body: object) => ({ statusCode: 200, headers: { "content-type": "application/json" }, body });
const state = (Code: number, Name: string) => ({ Code, Name });

const started = ok({
  message: `Action 'start' executed on instance ${INSTANCE_ID}`,
  rawResponse: {
    StartingInstances: [
      { InstanceId: INSTANCE_ID, CurrentState: state(0, "pending"), PreviousState: state(80, "stopped") },
    ],
  },
});
const stopped = ok({
  message: `Action 'stop' executed on instance ${INSTANCE_ID}`,
  rawResponse: {
    StoppingInstances: [
      { InstanceId: INSTANCE_ID, CurrentState: state(64, "stopping"), PreviousState: state(16, "running") },
    ],
  },
});
const running = ok({ message: `Instance ${INSTANCE_ID} is running`, state: "running" });

describe("POST /ec2", () => {
  it("starts the instance, and tells what EC2 answered", async () => {
    ec2.state = "stopped";
    expect(parsed(await post({ action: "start" }))).toEqual(started);
    expect(ec2.calls).toEqual([{ Action: "StartInstances", "InstanceId.1": INSTANCE_ID }]);
  });

  it("stops the instance, and tells what EC2 answered", async () => {
    expect(parsed(await post({ action: "stop" }))).toEqual(stopped);
    expect(ec2.calls).toEqual([{ Action: "StopInstances", "InstanceId.1": INSTANCE_ID }]);
  });

  it("tells the instance's state, and nothing else of it", async () => {
    expect(parsed(await post({ action: "status" }))).toEqual(running);
    expect(ec2.calls).toEqual([{ Action: "DescribeInstances", "InstanceId.1": INSTANCE_ID }]);
  });

  it("reads a body that API Gateway encoded as base64", async () => {
    const body = Buffer.from('{"action":"stop"}').toString("base64");
    expect(parsed(await invoke(request("POST", body, true)))).toEqual(stopped);
  });
});

describe("GET /ec2", () => {
  it("tells the instance's state", async () => {
    expect(parsed(await invoke(request("GET")))).toEqual(running);
  });

  it.each(["pending", "running", "shutting-down", "terminated", "stopping", "stopped"] as const)(
    "tells of %s",
    async (name) => {
      ec2.state = name;
      expect(parsed(await invoke(request("GET"))).body).toEqual({
        message: `Instance ${INSTANCE_ID} is ${name}`,
        state: name,
      });
    },
  );

  it("changes nothing, whatever its body says", async () => {
    expect(parsed(await invoke(request("GET", '{"action":"stop"}')))).toEqual(running);
    expect(ec2.state).toBe("running");
  });
});

describe("a direct invocation", () => {
  it("does what the event says, and answers as the HTTP call", async () => {
    expect(parsed(await invoke({ action: "stop" }))).toEqual(stopped);
    ec2.state = "stopped";
    expect(parsed(await invoke({ action: "start" }))).toEqual(started);
    ec2.state = "running";
    expect(parsed(await invoke({ action: "status" }))).toEqual(running);
  });

  it("may have the action in a body too", async () => {
    expect(parsed(await invoke({ body: '{"action":"stop"}' }))).toEqual(stopped);
  });

  it("is answered 400 where it says nothing of the kind", async () => {
    for (const event of [null, undefined, "stop", ["stop"], {}, { action: "reboot" }, { action: ["stop"] }]) {
      expect((await invoke(event)).statusCode).toBe(400);
    }
    expect(ec2.calls).toEqual([]);
  });
});

describe("other methods", () => {
  it.each(["PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"])("%s is refused with what is allowed", async (method) => {
    expect(parsed(await invoke(request(method, '{"action":"stop"}')))).toEqual({
      statusCode: 405,
      headers: { "content-type": "application/json", allow: "GET, POST" },
      body: {
        statusCode: 405,
        error: "Method Not Allowed",
        message: "The method is not allowed here; allowed: GET, POST.",
      },
    });
    expect(ec2.calls).toEqual([]);
  });
});

describe("telemetry", () => {
  const logged = () => output.flatMap((line) => (line.includes('"level"') ? [JSON.parse(line)] : []));
  const counted = () => output.flatMap((line) => (line.includes('"_aws"') ? [JSON.parse(line)] : []));

  it("logs what was done to which instance, under the request's id", async () => {
    await post({ action: "stop" });
    expect(logged()).toEqual([
      expect.objectContaining({
        level: "INFO",
        message: "Action executed",
        action: "stop",
        instanceId: INSTANCE_ID,
        function_request_id: REQUEST_ID,
      }),
    ]);
  });

  it("logs why EC2 did not do it, which the client is not told", async () => {
    ec2.answer = () => ({ error: "UnauthorizedOperation", status: 403 });
    await post({ action: "stop" });
    expect(logged()).toEqual([
      expect.objectContaining({
        level: "ERROR",
        action: "stop",
        error: expect.objectContaining({ name: "UnauthorizedOperation", message: "secret message" }),
      }),
    ]);
  });

  it("counts what was executed, refused and failed", async () => {
    await post({ action: "status" });
    await post({ action: "reboot" });
    ec2.answer = () => ({ error: "UnauthorizedOperation", status: 403 });
    await post({ action: "status" });
    const metrics = counted().filter((metric) => !("ColdStart" in metric));
    expect(metrics).toEqual([
      expect.objectContaining({ service: "ec2-control", Executed: 1 }),
      expect.objectContaining({ service: "ec2-control", Refused: 1 }),
      expect.objectContaining({ service: "ec2-control", Failed: 1 }),
    ]);
  });

  it("never holds the caller's API key", async () => {
    await post({ action: "stop" });
    await post({ action: "reboot" });
    expect(output.join()).not.toContain("secret-key");
  });
});

describe("INSTANCE_ID", () => {
  const load = () =>
    jest.isolateModulesAsync(async () => {
      await import("../../functions/ec2-control/index");
    });

  it.each([
    ["missing", "", "INSTANCE_ID is not set: it has to be the id of an EC2 instance, such as i-0123456789abcdef0."],
    ["wrong", "web", 'INSTANCE_ID is "web": it has to be the id of an EC2 instance, such as i-0123456789abcdef0.'],
  ])("is named where it is %s, before anything is asked", async (_, value, message) => {
    jest.replaceProperty(process, "env", { ...process.env, INSTANCE_ID: value });
    await expect(load()).rejects.toMatchObject({ name: "ConfigError", message });
  });
});
