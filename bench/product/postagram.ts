import { mkdirSync } from "node:fs";
import path from "node:path";
import { build, isBuilt, outdir } from "../../local/build.js";
import { type EmbeddedAwsSettings, embeddedEnvironment, readEmbeddedAwsSettings } from "../../local/settings";
import { buildWebservice } from "../../webservice/build.js";
import { type ChildService, plainEnvironment, startChildService } from "./child-service";

/** What the bench sets of what people can set: no limit of writes, and no waiting when it stops. Logging stays on. */
const SETTINGS = { HOST: "127.0.0.1", PORT: "0", RATE_LIMIT: "0", DRAIN_SECONDS: "0" };

/** The embedded AWS of a Postagram that runs. */
export interface EmbeddedAwsAccess {
  readonly endpoint: string;
  readonly settings: EmbeddedAwsSettings;
  /** The environment under which AWS SDKs use it. */
  readonly env: NodeJS.ProcessEnv;
}

/** A webservice in a process of its own. */
export interface RunningWebservice {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Postagram as `npm start` runs it: webservice and embedded AWS, each in threads of one process. */
export interface RunningPostagram extends RunningWebservice {
  readonly aws: EmbeddedAwsAccess;
}

/**
 * Starts what `npm start` starts once all is built, on free ports.
 *
 * @param directory a folder for its data and its log, where no `.env` lies.
 */
export async function startPostagram(directory: string): Promise<RunningPostagram> {
  if (!isBuilt()) await build();
  mkdirSync(directory, { recursive: true });
  const data = { LOCAL_DATA_DIR: path.join(directory, "data"), LOCAL_AWS_PORT: "0" };
  const service = await startChildService({
    name: "Postagram",
    command: process.execPath,
    args: ["--eval", `require(${JSON.stringify(path.join(outdir, "postagram.js"))}).main([])`],
    cwd: directory,
    env: { ...plainEnvironment(), ...SETTINGS, ...data },
    ready: /Postagram +(http:\S+)[\s\S]*Embedded AWS +(http:\S+)[\s\S]*Ctrl-C/,
    logFile: path.join(directory, "postagram.log"),
  });
  const settings = readEmbeddedAwsSettings(data);
  const endpoint = service.ready[2] ?? "";
  return {
    ...asWebservice(service),
    aws: { endpoint, settings, env: embeddedEnvironment(plainEnvironment(), settings, endpoint) },
  };
}

/**
 * Starts the webservice alone, the very bundle that instances run, on an embedded AWS in another process: what its process
 * takes is its own.
 *
 * @param directory a folder for its bundle and its log.
 * @param variables more of its environment.
 */
export async function startWebservice(
  directory: string,
  aws: EmbeddedAwsAccess,
  variables: NodeJS.ProcessEnv = {},
): Promise<RunningWebservice> {
  const bundle = await buildWebservice(path.join(directory, "build"));
  const service = await startChildService({
    name: "The webservice",
    command: process.execPath,
    args: ["server.js"],
    cwd: bundle.directory,
    env: { ...aws.env, ...SETTINGS, ...variables },
    ready: /"url":"(http:[^"]+)".*"serving"/,
    logFile: path.join(directory, "webservice.log"),
  });
  return asWebservice(service);
}

function asWebservice({ pid, ready, stop }: ChildService): RunningWebservice {
  return { url: ready[1] ?? "", pid, stop };
}
