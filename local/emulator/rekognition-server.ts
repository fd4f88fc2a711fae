import { once } from "node:events";
import { createServer } from "node:http";
import path from "node:path";
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { build, isBuilt, outdir } from "../build.js";
import { startRekognition } from "../rekognition/rekognition";
import { EMULATOR_CREDENTIALS, EMULATOR_REGION } from "./environment";

/** The stand-in for Rekognition at an address of its own. */
export interface RekognitionServer {
  close(): Promise<void>;
}

/**
 * Serves the stand-in for Rekognition, which emulators lack, and reads pictures from the S3 at `endpoint`.
 *
 * @param options.host address to listen on.
 */
export async function startRekognitionServer(options: {
  host: string;
  port: number;
  endpoint: string;
}): Promise<RekognitionServer> {
  if (!isBuilt()) await build();
  const s3 = new S3Client({
    endpoint: options.endpoint,
    region: EMULATOR_REGION,
    credentials: EMULATOR_CREDENTIALS,
    forcePathStyle: true,
  });
  const rekognition = startRekognition({
    workerFile: path.join(outdir, "rekognition-worker.js"),
    async getObject(Bucket, Key) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
      if (Body === undefined) throw new Error(`The object ${Key} has no body.`);
      return Body.transformToByteArray();
    },
  });
  const server = createServer(rekognition.listener).listen(options.port, options.host);
  await once(server, "listening");
  return {
    async close() {
      server.close();
      server.closeIdleConnections();
      await rekognition.close();
      s3.destroy();
    },
  };
}
