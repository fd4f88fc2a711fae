import { readServerlessConfig } from "./stacks/config";
import { ServerlessStack } from "./stacks/serverless-stack";
import { synthesizeStack } from "./stacks/synthesize-stack";

synthesizeStack((app, env) => new ServerlessStack(app, { config: readServerlessConfig(env) }));
