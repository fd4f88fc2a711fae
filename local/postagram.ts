import { existsSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { ConfigError } from "../environment/environment-reader";
import { readConfig } from "../webservice/config";
import { createLogger } from "../webservice/logger";
import { type AwsThread, startAwsThread } from "./aws-thread";
import { describeEmbedded, describeExternal, HELP } from "./banner";
import { type EmbeddedAwsSettings, embeddedEnvironment, readEmbeddedAwsSettings, wantsEmbeddedAws } from "./settings";

/**
 * `npm start`: the webservice, on the AWS that `.env` or the environment names, or else on an embedded one.
 */
export async function main(args: readonly string[]): Promise<void> {
  if (readArguments(args).help) {
    process.stdout.write(HELP);
    return;
  }
  if (existsSync(".env")) process.loadEnvFile(".env");
  if (!wantsEmbeddedAws(process.env)) {
    const { url, config } = await serve(process.env);
    process.stderr.write(describeExternal(url, config));
    return;
  }

  const settings = readEmbeddedAwsSettings(process.env);
  // Said before anything is started, so that nothing has to be stopped again.
  readConfig(embeddedEnvironment(process.env, settings, "http://127.0.0.1"));
  const aws = await startAws(settings);
  const env = embeddedEnvironment(process.env, settings, aws.endpoint);
  for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
  Object.assign(process.env, env);
  const { url } = await serve(env, () => aws.close());
  process.stderr.write(describeEmbedded(url, aws.endpoint, settings));
  aws.failure.catch((error: unknown) => {
    process.stderr.write(
      `The embedded AWS has ended: ${describeError(error)}\nIts data lies in ${settings.directory}.\n`,
    );
    process.exit(1);
  });
  warmUpAfterFirstAnswer(url, aws).catch((error: unknown) => {
    process.stderr.write(`Pictures will get no labels for now: ${describeError(error)}\n`);
  });
}

function startAws(settings: EmbeddedAwsSettings): Promise<AwsThread> {
  // The workers' bundles lie beside this one.
  const file = (name: string): string => path.join(__dirname, `${name}.js`);
  const starting = startAwsThread(settings, { aws: file("aws-worker"), rekognition: file("rekognition-worker") });
  // Meanwhile this thread loads what it needs itself.
  void import("../webservice/serve");
  return starting;
}

async function serve(env: NodeJS.ProcessEnv, afterClose: () => Promise<void> = async () => undefined) {
  const config = readConfig(env);
  const logger = createLogger(config.logLevel);
  const { startWebservice, stopWithGrace } = await import("../webservice/serve");
  try {
    const webservice = await startWebservice(config, logger);
    stopWithGrace(webservice, { drainSeconds: config.drainSeconds, logger, afterClose });
    return { url: webservice.url, config };
  } catch (error) {
    await afterClose();
    throw error;
  }
}

/** The model takes both cores for a moment, which the first caller should not have to wait for. */
async function warmUpAfterFirstAnswer(url: string, aws: AwsThread): Promise<void> {
  await fetch(`${url}/ready`).catch(() => undefined);
  await aws.warmUp();
}

function readArguments(args: readonly string[]): { help: boolean } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { help: { type: "boolean", short: "h", default: false } },
    });
    return values;
  } catch (error) {
    throw new ConfigError([`${describeError(error)} See npm start -- --help.`]);
  }
}

function describeError(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
