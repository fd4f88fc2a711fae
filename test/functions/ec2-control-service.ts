import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** The instance that the service knows. */
export const INSTANCE_ID = "i-0123456789abcdef0";

const STATE_CODES = { pending: 0, running: 16, "shutting-down": 32, terminated: 48, stopping: 64, stopped: 80 };
export type State = keyof typeof STATE_CODES;

/** An error of EC2 by its code, with the status that goes with it; the answer as a test writes it; or none at all. */
export type Ec2Answer =
  | { readonly error: string; readonly status: number }
  | ((response: ServerResponse) => void)
  | undefined;

/** EC2 with one instance, on a free port of this machine, as far as the function calls it, as it speaks on the wire. */
export interface Ec2Service {
  readonly endpoint: string;
  /** The instance's state. Starting it makes it `pending`, stopping `stopping`, and so it stays. */
  state: State;
  /** What a call is answered, where the test says so, before the instance is looked at. */
  answer: () => Ec2Answer;
  /** The parameters of the calls. */
  readonly calls: Record<string, string>[];
  reset(): void;
  close(): Promise<void>;
}

const noAnswer = (): Ec2Answer => undefined;

export async function listenEc2Service(): Promise<Ec2Service> {
  const server = createServer(async (request, response) => {
    const { Version, ...call } = Object.fromEntries(new URLSearchParams(await text(request)));
    service.calls.push(call);
    const answer = service.answer();
    if (typeof answer === "function") return answer(response);
    if (answer) return sendError(response, answer);
    if (call.Action === "DescribeInstances") return sendInstance(response);
    if (call.Action === "StartInstances") {
      const allowed = service.state !== "stopping" && service.state !== "terminated";
      return allowed ? change(response, "Start", "pending") : sendError(response, INCORRECT_STATE);
    }
    const allowed = service.state !== "terminated";
    return allowed ? change(response, "Stop", "stopping") : sendError(response, INCORRECT_STATE);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  function change(response: ServerResponse, verb: "Start" | "Stop", to: State): void {
    const [before, after] = [stateXml("previousState", service.state), stateXml("currentState", to)];
    service.state = to;
    const item = `<item><instanceId>${INSTANCE_ID}</instanceId>${after}${before}</item>`;
    sendXml(response, `${verb}InstancesResponse`, `<instancesSet>${item}</instancesSet>`);
  }

  function sendInstance(response: ServerResponse): void {
    const state = stateXml("instanceState", service.state);
    const item = `<item><instanceId>${INSTANCE_ID}</instanceId>${state}<privateIpAddress>10.0.0.7</privateIpAddress></item>`;
    const reservation = `<item><instancesSet>${item}</instancesSet></item>`;
    sendXml(response, "DescribeInstancesResponse", `<reservationSet>${reservation}</reservationSet>`);
  }

  const service: Ec2Service = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    state: "running",
    answer: noAnswer,
    calls: [],
    reset() {
      service.state = "running";
      service.answer = noAnswer;
      service.calls.length = 0;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return service;
}

const INCORRECT_STATE = { error: "IncorrectInstanceState", status: 400 };

function stateXml(element: string, state: State): string {
  return `<${element}><code>${STATE_CODES[state]}</code><name>${state}</name></${element}>`;
}

/** Sends an answer as EC2 writes it. */
export function sendXml(response: ServerResponse, element: string, content: string): void {
  response.writeHead(200, { "content-type": "text/xml;charset=UTF-8" });
  const namespace = "http://ec2.amazonaws.com/doc/2016-11-15/";
  response.end(`<${element} xmlns="${namespace}"><requestId>secret-id</requestId>${content}</${element}>`);
}

function sendError(response: ServerResponse, { error, status }: { error: string; status: number }): void {
  response.writeHead(status, { "content-type": "text/xml;charset=UTF-8" });
  const errors = `<Errors><Error><Code>${error}</Code><Message>secret message</Message></Error></Errors>`;
  response.end(`<?xml version="1.0"?><Response>${errors}<RequestID>secret-id</RequestID></Response>`);
}

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
