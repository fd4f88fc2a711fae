import { MetricUnit } from "@aws-lambda-powertools/metrics";
import type { APIGatewayProxyResult, Context } from "aws-lambda";
import { type Action, readAction } from "./action";
import { CALL_TIMEOUT_MS, createEc2Client } from "./ec2-client";
import { ec2Trouble } from "./ec2-trouble";
import { readEnvironment } from "./environment";
import { Instance } from "./instance";
import { errorResponse, jsonResponse } from "./response";
import { logger, metrics, traced } from "./telemetry";

const { instanceId } = readEnvironment(process.env);
const instance = new Instance(createEc2Client(), instanceId, CALL_TIMEOUT_MS);

/**
 * Starts or stops the instance, or tells its state, as the event asks (see `readAction`).
 *
 * Nothing is thrown: whatever goes wrong is an answer too, also to a direct invocation, whose caller reads `statusCode`.
 * The metric `Failed` counts the answers of 500 and above, since Lambda counts no error then.
 *
 * @example
 * ```sh
 * aws lambda invoke --function-name ec2-controller --cli-binary-format raw-in-base64-out \
 *   --payload '{"action":"stop"}' /dev/stdout
 * ```
 */
export async function handler(event: unknown, context: Context): Promise<APIGatewayProxyResult> {
  logger.addContext(context);
  metrics.captureColdStartMetric();
  const response = await respond(event, context.awsRequestId);
  const outcome = response.statusCode >= 500 ? "Failed" : response.statusCode >= 400 ? "Refused" : "Executed";
  metrics.addMetric(outcome, MetricUnit.Count, 1);
  metrics.publishStoredMetrics();
  return response;
}

async function respond(event: unknown, requestId: string): Promise<APIGatewayProxyResult> {
  let action: Action | undefined;
  try {
    const asked = readAction(event);
    action = asked;
    const result = await traced(() => execute(asked));
    logger.info("Action executed", { action, instanceId, result });
    return jsonResponse(200, result);
  } catch (error) {
    const response = errorResponse(error, requestId);
    if (response.statusCode >= 500) logger.error("Action failed", { action, instanceId, error });
    else logger.warn("Action refused", { action, instanceId, error });
    return response;
  }
}

/** What the answer to an action holds: for a change EC2's own answer, for the status the state alone. */
interface ActionResult {
  readonly message: string;
  /** The rest of what EC2 tells of an instance, its addresses and its role, is not for callers. */
  readonly state?: string;
  readonly rawResponse?: object;
}

async function execute(action: Action): Promise<ActionResult> {
  try {
    if (action === "status") {
      const state = await instance.state();
      return { message: `Instance ${instanceId} is ${state}`, state };
    }
    const rawResponse = await instance[action]();
    return { message: `Action '${action}' executed on instance ${instanceId}`, rawResponse };
  } catch (error) {
    throw ec2Trouble(error, action, instanceId) ?? error;
  }
}
