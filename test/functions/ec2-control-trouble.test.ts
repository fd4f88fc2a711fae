import type { ServerResponse } from "node:http";
import { ec2, invoke, parsed, post, REQUEST_ID, request } from "./ec2-control-harness";
import { INSTANCE_ID, type State, sendXml } from "./ec2-control-service";

const JSON_TYPE = { "content-type": "application/json" };
const IN_STATE = (action: string) =>
  `Action '${action}' is not possible on instance ${INSTANCE_ID} in its present state.`;
const THROTTLED = "EC2 is being asked too much. Try again in a moment.";
const NO_ANSWER = "EC2 does not answer as it should. Try again in a moment.";
const INTERNAL = `Something went wrong here. The request's id is ${REQUEST_ID}.`;

describe("an instance in a state that forbids the action", () => {
  it.each([
    ["start", "stopping"],
    ["start", "terminated"],
    ["stop", "terminated"],
  ] as [string, State][])("%s while it is %s: 409", async (action, state) => {
    ec2.state = state;
    expect(parsed(await post({ action }))).toEqual({
      statusCode: 409,
      headers: JSON_TYPE,
      body: { statusCode: 409, error: "Conflict", message: IN_STATE(action) },
    });
    expect(ec2.state).toBe(state);
  });
});

describe("an error of EC2", () => {
  it.each([
    ["IncorrectInstanceState", 400, 409, "Conflict", IN_STATE("stop"), {}],
    ["IncorrectState", 400, 409, "Conflict", IN_STATE("stop"), {}],
    ["InvalidState", 400, 409, "Conflict", IN_STATE("stop"), {}],
    ["OperationNotPermitted", 400, 409, "Conflict", IN_STATE("stop"), {}],
    ["RequestLimitExceeded", 503, 429, "Too Many Requests", THROTTLED, { "retry-after": "5" }],
    ["Throttling", 400, 429, "Too Many Requests", THROTTLED, { "retry-after": "5" }],
    ["ThrottlingException", 400, 429, "Too Many Requests", THROTTLED, { "retry-after": "5" }],
    ["EC2ThrottledException", 400, 429, "Too Many Requests", THROTTLED, { "retry-after": "5" }],
    ["InvalidInstanceID.NotFound", 400, 502, "Bad Gateway", `There is no instance ${INSTANCE_ID}.`, {}],
    ["InvalidInstanceID.Malformed", 400, 502, "Bad Gateway", `There is no instance ${INSTANCE_ID}.`, {}],
    ["InternalError", 500, 502, "Bad Gateway", NO_ANSWER, {}],
    ["NotImplemented", 501, 502, "Bad Gateway", NO_ANSWER, {}],
    ["Unavailable", 503, 502, "Bad Gateway", NO_ANSWER, {}],
    [
      "InsufficientInstanceCapacity",
      500,
      503,
      "Service Unavailable",
      `EC2 has no capacity for instance ${INSTANCE_ID} at the moment.`,
      { "retry-after": "60" },
    ],
    ["UnauthorizedOperation", 403, 500, "Internal Server Error", INTERNAL, {}],
    ["AuthFailure", 401, 500, "Internal Server Error", INTERNAL, {}],
    ["UnsupportedOperation", 400, 500, "Internal Server Error", INTERNAL, {}],
    ["OptInRequired", 401, 500, "Internal Server Error", INTERNAL, {}],
  ])("%s (%d) is answered %d", async (code, status, statusCode, error, message, headers) => {
    ec2.answer = () => ({ error: code, status });
    // The whole body: nothing of EC2's own message, and no stack.
    expect(parsed(await post({ action: "stop" }))).toEqual({
      statusCode,
      headers: { ...JSON_TYPE, ...headers },
      body: { statusCode, error, message },
    });
  });

  it("that passes is not one for the client", async () => {
    const errors = [{ error: "Unavailable", status: 503 }];
    ec2.answer = () => errors.pop();
    expect((await post({ action: "stop" })).statusCode).toBe(200);
    expect(ec2.calls).toHaveLength(2);
  });
});

describe("an answer of EC2 that is none", () => {
  const cases: [string, (response: ServerResponse) => void][] = [
    ["a connection that breaks off", (response) => response.destroy()],
    ["a page of something in between", (response) => response.writeHead(504).end("<html>Timeout</html>")],
    ["no instance at all", (response) => sendXml(response, "StopInstancesResponse", "<instancesSet/>")],
    [
      "another instance",
      (response) => {
        const item = "<item><instanceId>i-1</instanceId></item>";
        sendXml(response, "StopInstancesResponse", `<instancesSet>${item}</instancesSet>`);
      },
    ],
    ["nothing", (response) => response.end()],
    ["no XML", (response) => response.end("OK")],
    ["no HTTP", (response) => response.socket?.end("OK\r\n\r\n")],
  ];

  it.each(cases)("%s: 502, and never that the action was executed", async (_, answer) => {
    ec2.answer = () => answer;
    expect(parsed(await post({ action: "stop" }))).toEqual({
      statusCode: 502,
      headers: JSON_TYPE,
      body: { statusCode: 502, error: "Bad Gateway", message: NO_ANSWER },
    });
  });

  it("of no reservation: 502, and no state", async () => {
    ec2.answer = () => (response) => sendXml(response, "DescribeInstancesResponse", "<reservationSet/>");
    expect((await invoke(request("GET"))).statusCode).toBe(502);
  });
});
