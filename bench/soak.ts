import { runCommand } from "../local/command";
import { runSoak } from "./soak/run-soak";

runCommand(() => runSoak(process.argv.slice(2)));
