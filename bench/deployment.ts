import { runCommand } from "../local/command";
import { runBench } from "./run-bench";

// `npm run bench:deployment`: what a deployment is made of.
runCommand(() => runBench(["--only", "deployment", ...process.argv.slice(2)]));
