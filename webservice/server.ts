import path from "node:path";
import { ConfigError } from "../environment/environment-reader";
import { readConfig } from "./config";
import { createLogger } from "./logger";
import { startWebservice, stopWithGrace } from "./serve";

/** The webservice as instances run it: configured by its environment alone. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const logger = createLogger(config.logLevel);
  // The bundle has the web app beside the program.
  const webservice = await startWebservice(config, logger, { webApp: path.join(__dirname, "webapp") });
  stopWithGrace(webservice, { drainSeconds: config.drainSeconds, logger });
  logger.info({ url: webservice.url, bucket: config.bucket, table: config.dynamoTable }, "serving");
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof ConfigError ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
