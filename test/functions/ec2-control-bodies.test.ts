import fc from "fast-check";
import { ec2, invoke, parsed, request } from "./ec2-control-harness";

const ALLOWED = 'Allowed is a JSON object with one field, "action", that is one of start, stop, status.';

describe("a body that is refused", () => {
  it.each([
    ["none", null, "The request has no body."],
    ["an empty one", "", "The request has no body."],
    ["no JSON", "action=stop", "The body is not JSON."],
    ["JSON cut short", '{"action":"stop"', "The body is not JSON."],
    ["a text", '"stop"', "The body is no object."],
    ["a list", '["stop"]', "The body is no object."],
    ["null", "null", "The body is no object."],
    ["an object without an action", "{}", "There is no action."],
    ["an unknown action", '{"action":"reboot"}', "The action is not known."],
    ["an action in capitals", '{"action":"STOP"}', "The action is not known."],
    ["an action that is no text", '{"action":["stop"]}', "The action is not known."],
    ["an action that every object has", '{"action":"constructor"}', "The action is not known."],
    ["an instance of its own", '{"action":"stop","instanceId":"i-1"}', "There is a field that is not known."],
  ])("%s: is told what is wrong and what is allowed", async (_, body, problem) => {
    expect(parsed(await invoke(request("POST", body)))).toEqual({
      statusCode: 400,
      headers: { "content-type": "application/json" },
      body: { statusCode: 400, error: "Bad Request", message: `${problem} ${ALLOWED}` },
    });
    expect(ec2.calls).toEqual([]);
  });

  it("is refused in base64 too", async () => {
    const body = Buffer.from('{"action":"reboot"}').toString("base64");
    expect((await invoke(request("POST", body, true))).statusCode).toBe(400);
    expect((await invoke(request("POST", '{"action":"stop"}', true))).statusCode).toBe(400);
  });

  it("is refused however deep it is", async () => {
    expect((await invoke(request("POST", "[".repeat(1_000_000)))).statusCode).toBe(400);
  });
});

/** Bodies that come near to a right one, or are one. */
const nearlyRight = fc
  .record(
    {
      action: fc.oneof(fc.constantFrom("start", "stop", "status", "Start"), fc.jsonValue()),
      other: fc.jsonValue(),
    },
    { requiredKeys: [] },
  )
  .map((body) => JSON.stringify(body));
const anyText = fc.oneof(fc.string({ unit: "binary" }), fc.json(), nearlyRight);
const anyBody = fc.oneof(
  anyText.map((text) => request("POST", text)),
  anyText.map((text) => request("POST", Buffer.from(text).toString("base64"), true)),
  fc.uint8Array().map((bytes) => request("POST", Buffer.from(bytes).toString("base64"), true)),
  fc.string({ unit: "binary" }).map((text) => request("POST", text, true)),
);

/** Whether a text asks for an action in the one way that is allowed. */
function isRight(text: string): boolean {
  try {
    const { action, ...rest } = JSON.parse(text);
    return ["start", "stop", "status"].includes(action) && Object.keys(rest).length === 0;
  } catch {
    return false;
  }
}

describe("any body whatsoever", () => {
  it("is answered 200 where it is right, and 400 where it is not", async () => {
    await fc.assert(
      fc.asyncProperty(anyBody, async (event) => {
        ec2.reset();
        const text = event.isBase64Encoded ? Buffer.from(event.body ?? "", "base64").toString() : (event.body ?? "");
        const right = isRight(text);
        const { statusCode, body } = parsed(await invoke(event));
        expect(statusCode).toBe(right ? 200 : 400);
        expect(body.message).toEqual(expect.any(String));
        expect(ec2.calls).toHaveLength(right ? 1 : 0);
      }),
      { numRuns: 300 },
    );
  });

  it("and any event whatsoever gets an answer that blames the caller", async () => {
    await fc.assert(
      fc.asyncProperty(fc.anything({ withNullPrototype: true }), async (event) => {
        expect((await invoke(event)).statusCode).toBe(400);
      }),
      { numRuns: 300 },
    );
  });
});
