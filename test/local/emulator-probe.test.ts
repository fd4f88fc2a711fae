import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { type Probe, probeEmulator, probeRekognition } from "../../local/emulator/probe";

/** Probes a server that answers as told. */
async function probing(listener: RequestListener, probe: (url: string) => Promise<Probe>): Promise<Probe> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    return await probe(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

it("knows an emulator by its health", async () => {
  const health: RequestListener = ({ url }, response) => {
    response.end(url === "/_localstack/health" ? '{"services":{"s3":"running"},"version":"4.1"}' : "");
  };
  expect(await probing(health, probeEmulator)).toEqual({ kind: "found", name: "LocalStack 4.1" });
});

it.each([
  ["a web page", "<html></html>"],
  ["JSON of another kind", '{"status":"UP"}'],
])("takes a program that answers with %s for another one", async (_name, body) => {
  const found = await probing((_request, response) => void response.end(body), probeEmulator);
  expect(found).toMatchObject({ kind: "other", what: expect.stringContaining("answered 200") });
});

it("takes a program that hangs up for another one, and a port that nobody listens on for nothing", async () => {
  let port = 0;
  const hangUp: RequestListener = ({ socket }) => {
    port = socket.localPort ?? 0;
    socket.destroy();
  };
  expect(await probing(hangUp, probeEmulator)).toMatchObject({ kind: "other" });
  expect(await probeEmulator(`http://127.0.0.1:${port}`)).toEqual({ kind: "nothing" });
});

it("tells the stand-in for Rekognition from another program", async () => {
  const found = await probing((_request, response) => void response.end("{}"), probeRekognition);
  expect(found.kind).toBe("other");
});
