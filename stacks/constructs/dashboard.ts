import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import type { LoadBalancer } from "./load-balancer";
import type { ServerlessOutputs } from "./serverless-outputs";
import { LOG_GROUP, type WebserviceFleet } from "./webservice-fleet";

export interface DashboardProps {
  readonly region: string;
  readonly serverless: ServerlessOutputs;
  readonly loadBalancer: LoadBalancer;
  readonly fleet: WebserviceFleet;
}

/** Namespace, name, then names and values of dimensions. */
type Metric = readonly string[];

interface Graph {
  readonly title: string;
  readonly metrics: readonly Metric[];
  /** `Sum`, `Average`, …, or percentiles, each of which draws the metrics again. */
  readonly statistics: readonly string[];
}

/** Size of a graph; a dashboard is 24 wide. */
const WIDTH = 8;
const HEIGHT = 6;

/** One dashboard of both stacks: requests from the load balancer to the table, and pictures from upload to label. */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id);
    const { region } = props;
    const graphs = graphsOf(props).map(({ title, metrics, statistics }, index) => ({
      type: "metric",
      x: (index % 3) * WIDTH,
      y: Math.floor(index / 3) * HEIGHT,
      width: WIDTH,
      height: HEIGHT,
      properties: {
        title,
        region,
        period: 60,
        metrics: statistics.flatMap((stat) => metrics.map((metric) => [...metric, { stat }])),
      },
    }));
    const errors = {
      type: "log",
      x: 0,
      y: Math.ceil(graphs.length / 3) * HEIGHT,
      width: 3 * WIDTH,
      height: HEIGHT,
      properties: {
        title: "Errors of the webservice",
        region,
        view: "table",
        query: `SOURCE '${LOG_GROUP}' | filter level like /error|fatal/ | fields @timestamp, msg, err.message, reqId | sort @timestamp desc | limit 50`,
      },
    };
    new CloudwatchDashboard(this, "dashboard", {
      // Dashboards are of the account, not of the region.
      dashboardName: `postagram-${region}`,
      dashboardBody: Fn.jsonencode({ widgets: [...graphs, errors] }),
    });
  }
}

function graphsOf({ serverless, loadBalancer, fleet }: DashboardProps): Graph[] {
  const balancer = (name: string): Metric => ["AWS/ApplicationELB", name, "LoadBalancer", loadBalancer.metricName];
  const targets = (name: string): Metric => [...balancer(name), "TargetGroup", loadBalancer.targetGroupMetricName];
  const group = ["AutoScalingGroupName", fleet.autoscalingGroupName];
  const table = (name: string): Metric => ["AWS/DynamoDB", name, "TableName", serverless.dynamoTable];
  const labels = (name: string): Metric => ["AWS/Lambda", name, "FunctionName", serverless.labelFunctionName];
  return [
    { title: "Requests", statistics: ["Sum"], metrics: [balancer("RequestCount")] },
    { title: "Time to answer (s)", statistics: ["p50", "p95", "p99"], metrics: [targets("TargetResponseTime")] },
    {
      title: "Answers that are errors",
      statistics: ["Sum"],
      metrics: [
        targets("HTTPCode_Target_4XX_Count"),
        targets("HTTPCode_Target_5XX_Count"),
        balancer("HTTPCode_ELB_5XX_Count"),
      ],
    },
    {
      title: "Instances",
      statistics: ["Average"],
      metrics: [targets("HealthyHostCount"), targets("UnHealthyHostCount")],
    },
    {
      title: "Load of the processors (%)",
      statistics: ["Average", "Maximum"],
      metrics: [["AWS/EC2", "CPUUtilization", ...group]],
    },
    {
      title: "Table: capacity used",
      statistics: ["Sum"],
      metrics: [table("ConsumedReadCapacityUnits"), table("ConsumedWriteCapacityUnits")],
    },
    {
      title: "Pictures labelled",
      statistics: ["Sum"],
      metrics: [labels("Invocations"), labels("Errors"), labels("Throttles")],
    },
    { title: "Time to label (ms)", statistics: ["p50", "p99"], metrics: [labels("Duration")] },
    {
      title: "Table: throttled",
      statistics: ["Sum"],
      metrics: [table("ReadThrottleEvents"), table("WriteThrottleEvents")],
    },
  ];
}
