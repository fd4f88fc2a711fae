import { LambdaFunctionEventInvokeConfig } from "@cdktf/provider-aws/lib/lambda-function-event-invoke-config";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { Construct } from "constructs";
import type { StackConfig } from "../config";
import { Alarm } from "./alarm";
import type { NodejsFunction } from "./nodejs-function";

const DAY_S = 24 * 60 * 60;

export interface DeadLetterQueueProps {
  readonly config: Pick<StackConfig, "alarmTopicArn">;
  readonly name: string;
}

/** An encrypted queue of the events that a function could not handle, with an alarm when there is one. */
export class DeadLetterQueue extends Construct {
  readonly #queue: SqsQueue;

  constructor(scope: Construct, id: string, { config, name }: DeadLetterQueueProps) {
    super(scope, id);
    this.#queue = new SqsQueue(this, "queue", {
      name,
      sqsManagedSseEnabled: true,
      // The longest there is: time to mend what is wrong and send the events again.
      messageRetentionSeconds: 14 * DAY_S,
    });
    new Alarm(this, "depth", {
      config,
      name: `${name}-not-empty`,
      description: `Events that could not be handled lie in the queue ${name}. The attributes of each say why.`,
      namespace: "AWS/SQS",
      metricName: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: name },
      statistic: "Maximum",
      threshold: 1,
    });
  }

  /**
   * Takes the events that a function fails on three times, and those that wait for six hours because Lambda has no place
   * to run it, as in a Learner Lab with its ten functions at a time.
   */
  collectFailuresOf(fn: NodejsFunction): void {
    fn.role.allow({ sid: "SendFailures", actions: ["sqs:SendMessage"], resources: [this.#queue.arn] });
    fn.resource.putDeadLetterConfig({ targetArn: this.#queue.arn });
    new LambdaFunctionEventInvokeConfig(this, "retries", {
      functionName: fn.resource.functionName,
      maximumRetryAttempts: 2,
      maximumEventAgeInSeconds: DAY_S / 4,
    });
  }
}
