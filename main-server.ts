import { readServerConfig } from "./stacks/config";
import { ServerStack } from "./stacks/server-stack";
import { synthesizeStack } from "./stacks/synthesize-stack";
import { buildWebservice } from "./webservice/build.js";

void buildWebservice().then(({ archive }) => {
  synthesizeStack((app, env) => new ServerStack(app, { config: readServerConfig(env), archive }));
});
