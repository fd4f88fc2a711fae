import { existsSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { EnvironmentReader } from "../environment/environment-reader";
import { readApiUrl } from "../webservice/build-web-app.js";
import { build, isBuilt } from "./build.js";
import { CommandError, runCommand } from "./command";
import { ServiceSupervisor } from "./dev/supervisor";
import { startWebAppServer } from "./dev/web-app-server";
import type { RunningPostagram } from "./postagram";

const HELP = `Usage: npm run dev [-- --help]

Runs Postagram for whoever works on it, on http://localhost:5173. What changes
in webapp/ shows in the browser at once; when a source of the service changes,
the service starts again by itself. Posts and pictures are those of npm start,
which cannot run on the same data meanwhile.

.env.example names every variable. Besides those of npm start:
  WEBAPP_PORT   port of the web app                 (5173)
  VITE_API_URL  another API for the web app to call (the service started here)
`;

const ROOT = path.resolve(__dirname, "..");

/** Where the service has sources. Of the files there, those count that are in its bundles. */
const SERVICE_SOURCES = ["environment", "functions", "local", "webservice", "package.json", "package-lock.json"];

/** `npm run dev` */
async function main(): Promise<void> {
  if (wantsHelp()) return void process.stdout.write(HELP);
  if (existsSync(".env")) process.loadEnvFile(".env");
  const reader = new EnvironmentReader(process.env);
  const port = reader.integer("WEBAPP_PORT", { fallback: 5173, min: 0, max: 65_535 });
  reader.finish();
  const otherApi = readApiUrl();

  const service = new ServiceSupervisor(ROOT);
  let running: RunningPostagram | undefined;
  const keepUp = keepUpWithSources(service);
  const webApp = await startWebAppServer({
    directory: path.join(ROOT, "webapp"),
    host: reader.text("HOST") ?? "127.0.0.1",
    port,
    service,
    watched: SERVICE_SOURCES.map((name) => path.join(ROOT, name)),
    onChange: () => void (running && keepUp()),
  });
  let stopped: Promise<unknown> | undefined;
  const stop = (): Promise<unknown> => {
    stopped ??= Promise.all([webApp.close(), service.stop()]);
    return stopped;
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => void stop().then(() => process.exit()));
  }

  try {
    if (!isBuilt()) await build();
    running = await service.restart();
  } catch (error) {
    await stop();
    throw error;
  }
  process.stderr.write(describe(webApp.url, running, otherApi));
}

/** What to do when a source may have changed: build the service and start it anew. What does not build changes nothing. */
function keepUpWithSources(service: ServiceSupervisor): () => Promise<void> {
  let changes = 0;
  let busy = false;
  return async () => {
    changes++;
    if (busy) return;
    busy = true;
    for (let seen = 0; seen !== changes && !isBuilt(); ) {
      seen = changes;
      try {
        await build();
        await service.restart();
        process.stderr.write("The service has started again, since its sources have changed.\n");
      } catch {
        process.stderr.write("The service cannot be built or started; it is tried again when its sources change.\n");
      }
    }
    busy = false;
  };
}

function describe(url: string, { url: api, storage }: RunningPostagram, otherApi: string): string {
  return `
  Postagram      ${url}  (${otherApi === "" ? "changes show at once" : `calls ${otherApi}`})
  API            ${api}  (starts again by itself; ${api}/docs)
${storage}

  Ctrl-C stops all of it; nothing is lost.

`;
}

function wantsHelp(): boolean {
  try {
    return parseArgs({ options: { help: { type: "boolean", short: "h", default: false } } }).values.help;
  } catch (error) {
    throw new CommandError(`${error instanceof Error ? error.message : error} See npm run dev -- --help.`);
  }
}

runCommand(main);
