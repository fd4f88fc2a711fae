import { existsSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { ConfigError } from "../environment/environment-reader";
import { readConfig } from "../webservice/config";
import { createLogger } from "../webservice/logger";
import { type AwsThread, startAwsThread } from "./aws-thread";
import { describeEmbedded, describeExternal, describePostagram, HELP } from "./banner";
import { type EmbeddedAwsSettings, embeddedEnvironment, readEmbeddedAwsSettings, wantsEmbeddedAws } from "./settings";

/** A Postagram that runs, and stops when the process is told to. */
export interface RunningPostagram {
  readonly url: string;
  /** Where posts and pictures are kept: lines for the terminal. */
  readonly storage: string;
}

/** `npm start` */
export async function main(args: readonly string[]): Promise<void> {
  if (readArguments(args).help) {
    process.stdout.write(HELP);
    return;
  }
  // The build puts the web app beside the folder of this bundle.
  const { url, storage } = await runPostagram({ webApp: path.join(__dirname, "..", "webapp") });
  process.stderr.write(describePostagram(url, storage));
}

/**
 * Runs the webservice on the AWS that `.env` or the environment names, or else on an embedded one.
 *
 * @param options.webApp folder of the built web app; without it the API alone is served.
 * @throws {ConfigError} where the environment is not as it has to be, a port is taken or a folder cannot be used.
 */
export async function runPostagram(options: { webApp?: string } = {}): Promise<RunningPostagram> {
  if (existsSync(".env")) process.loadEnvFile(".env");
  if (!wantsEmbeddedAws(process.env)) {
    const { url, config } = await serve(process.env, options);
    return { url, storage: describeExternal(config) };
  }

  const settings = readEmbeddedAwsSettings(process.env);
  // Said before anything is started, so that nothing has to be stopped again.
  readConfig(embeddedEnvironment(process.env, settings, "http://127.0.0.1"));
  const aws = await startAws(settings);
  const env = embeddedEnvironment(process.env, settings, aws.endpoint);
  for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
  Object.assign(process.env, env);
  const { url } = await serve(env, { ...options, afterClose: () => aws.close() });
  aws.failure.catch((error: unknown) => {
    process.stderr.write(
      `The embedded AWS has ended: ${describeError(error)}\nIts data lies in ${settings.directory}.\n`,
    );
    process.exit(1);
  });
  warmUpAfterFirstAnswer(url, aws).catch((error: unknown) => {
    process.stderr.write(`Pictures will get no labels for now: ${describeError(error)}\n`);
  });
  return { url, storage: describeEmbedded(aws.endpoint, settings) };
}

function startAws(settings: EmbeddedAwsSettings): Promise<AwsThread> {
  // The workers' bundles lie beside this one.
  const file = (name: string): string => path.join(__dirname, `${name}.js`);
  const starting = startAwsThread(settings, { aws: file("aws-worker"), rekognition: file("rekognition-worker") });
  // Meanwhile this thread loads what it needs itself.
  void import("../webservice/serve");
  return starting;
}

async function serve(env: NodeJS.ProcessEnv, options: { webApp?: string; afterClose?: () => Promise<void> }) {
  const { webApp, afterClose } = options;
  const config = readConfig(env);
  const logger = createLogger(config.logLevel);
  const { startWebservice, stopWithGrace } = await import("../webservice/serve");
  try {
    const webservice = await startWebservice(config, logger, { webApp });
    stopWithGrace(webservice, { drainSeconds: config.drainSeconds, logger, ...(afterClose && { afterClose }) });
    return { url: webservice.url, config };
  } catch (error) {
    await afterClose?.();
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
