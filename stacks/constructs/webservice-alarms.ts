import { Construct } from "constructs";
import type { StackConfig } from "../config";
import { Alarm, type AlarmProps } from "./alarm";
import type { LoadBalancer } from "./load-balancer";

export interface WebserviceAlarmsProps {
  readonly config: Pick<StackConfig, "alarmTopicArn">;
  readonly loadBalancer: LoadBalancer;
}

/** Alarms on what users of the webservice notice, as the load balancer sees it. */
export class WebserviceAlarms extends Construct {
  constructor(scope: Construct, id: string, { config, loadBalancer }: WebserviceAlarmsProps) {
    super(scope, id);
    const dimensions = { LoadBalancer: loadBalancer.metricName };
    const targets = { ...dimensions, TargetGroup: loadBalancer.targetGroupMetricName };
    const alarm = (name: string, props: Omit<AlarmProps, "config" | "name" | "namespace">): void => {
      new Alarm(this, name, {
        config,
        name: `postagram-webservice-${name}`,
        namespace: "AWS/ApplicationELB",
        ...props,
      });
    };
    alarm("load-balancer-5xx", {
      description:
        "The load balancer answers with errors of its own: no instance is healthy, or one breaks off answers.",
      metricName: "HTTPCode_ELB_5XX_Count",
      dimensions,
      statistic: "Sum",
      threshold: 5,
    });
    alarm("instance-5xx", {
      description: "The webservice answers with errors: /postagram/webservice in CloudWatch Logs says which.",
      metricName: "HTTPCode_Target_5XX_Count",
      dimensions: targets,
      statistic: "Sum",
      threshold: 5,
    });
    alarm("unhealthy-instances", {
      description: "For ten minutes there has been an instance that does not serve, though such are replaced.",
      metricName: "UnHealthyHostCount",
      dimensions: targets,
      statistic: "Minimum",
      threshold: 1,
      period: 60,
      evaluationPeriods: 10,
    });
    alarm("slow", {
      description: "For fifteen minutes one answer in twenty has taken longer than a second to begin.",
      metricName: "TargetResponseTime",
      dimensions: targets,
      statistic: "p95",
      threshold: 1,
      evaluationPeriods: 3,
    });
  }
}
