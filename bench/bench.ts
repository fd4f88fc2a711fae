import { runCommand } from "../local/command";
import { runBench } from "./run-bench";

runCommand(() => runBench(process.argv.slice(2)));
