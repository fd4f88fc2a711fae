import { setTimeout as delay } from "node:timers/promises";
import { CommandError } from "../command";
import { type AutoScaling, connectAutoScaling, type InstanceRefresh } from "./auto-scaling";

/** A refresh starts each instance anew, one after the other, and gives each minutes to become healthy. */
const LIMIT_MS = 3 * 60 * 60 * 1000;
const POLL_INTERVAL_MS = 10_000;

/** A refresh that began so long before the deployment, by AWS's clock, is one of an earlier deployment, in milliseconds. */
const CLOCK_TOLERANCE_MS = 60_000;

const UNDER_WAY = ["Pending", "InProgress", "Baking", "Cancelling", "RollbackInProgress"];

/**
 * Waits until what has been deployed runs on all instances of an Auto Scaling group: Terraform only starts the instance
 * refresh that replaces them.
 *
 * @param options.began when the deployment began; what was refreshed before is no matter of it.
 * @param options.say is told of progress.
 * @throws {CommandError} where the refresh failed, was cancelled or was rolled back.
 */
export async function followInstanceRefresh(
  groupName: string,
  options: {
    began: Date;
    say(text: string): void;
    intervalMs?: number;
    autoScaling?: AutoScaling;
  },
): Promise<void> {
  const { began, say, intervalMs = POLL_INTERVAL_MS } = options;
  const autoScaling = options.autoScaling ?? connectAutoScaling(process.env);
  const deadline = Date.now() + LIMIT_MS;
  let said = "";
  for (;;) {
    const refresh = await autoScaling.newestInstanceRefresh(groupName);
    if (refresh === undefined || isOfEarlierDeployment(refresh, began)) {
      return say(`No instance of ${groupName} has to be replaced.`);
    }
    const text = describe(refresh);
    if (text !== said) say(text);
    said = text;
    if (refresh.status === "Successful") return;
    if (!UNDER_WAY.includes(refresh.status)) {
      throw new CommandError(`The instances do not run what was deployed: ${text}`);
    }
    if (Date.now() > deadline) throw new CommandError(`The instance refresh takes longer than an hour: ${text}`);
    await delay(intervalMs);
  }
}

function isOfEarlierDeployment(refresh: InstanceRefresh, began: Date): boolean {
  if (UNDER_WAY.includes(refresh.status)) return false;
  return refresh.startTime.getTime() < began.getTime() - CLOCK_TOLERANCE_MS;
}

function describe({ status, percentageComplete, statusReason }: InstanceRefresh): string {
  const percentage = percentageComplete === undefined ? "" : ` ${percentageComplete} %`;
  return `Instance refresh: ${status}${percentage}${statusReason ? ` (${statusReason})` : ""}`;
}
