import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";
import type { StackConfig } from "../config";

/** What goes wrong when, and what that means. */
export interface AlarmProps {
  readonly config: Pick<StackConfig, "alarmTopicArn">;
  /** Name of the alarm, one of its kind in account and region. */
  readonly name: string;
  /** What has happened when it goes off and where to look: whoever is woken by it reads this first. */
  readonly description: string;
  /** Namespace of the metric, such as `AWS/Lambda`. */
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Record<string, string>;
  /** How a period's values become one: `Sum`, `Maximum`, …, or a percentile such as `p95`. */
  readonly statistic: string;
  /** It goes off where the metric is at or above this, in the metric's unit. */
  readonly threshold: number;
  /**
   * Length of a period, in seconds.
   * @default 300
   */
  readonly period?: number;
  /**
   * How many periods in a row the metric has to be there.
   * @default 1
   */
  readonly evaluationPeriods?: number;
}

/** An alarm that tells the topic `ALARM_TOPIC_ARN`, where there is one, when it goes off and when it is over. */
export class Alarm extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: AlarmProps) {
    super(scope, id);
    const { config, statistic } = props;
    const isPercentile = /^p\d/.test(statistic);
    const actions = config.alarmTopicArn === undefined ? {} : notify(config.alarmTopicArn);
    const alarm = new CloudwatchMetricAlarm(this, "alarm", {
      alarmName: props.name,
      alarmDescription: props.description,
      namespace: props.namespace,
      metricName: props.metricName,
      dimensions: props.dimensions,
      ...(isPercentile ? { extendedStatistic: statistic } : { statistic }),
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold: props.threshold,
      period: props.period ?? 300,
      evaluationPeriods: props.evaluationPeriods ?? 1,
      // These metrics are only written while something happens.
      treatMissingData: "notBreaching",
      ...actions,
    });
    this.arn = alarm.arn;
  }
}

function notify(topicArn: string) {
  return { alarmActions: [topicArn], okActions: [topicArn] };
}
