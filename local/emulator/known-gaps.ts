/** Something of a resource that MiniStack forgets or does not tell, so that every plan wants to set it again. */
export interface KnownGap {
  /** Terraform's type of the resource. */
  readonly type: string;
  /** Paths of what differs, such as `launch_template[0].version`; what lies under them is included. */
  readonly attributes: readonly string[];
  readonly reason: string;
}

/**
 * All that a second plan on MiniStack 1.5.33 may want to change. Anything else in it is a fault of the stacks.
 *
 * Where such a gap would replace a resource at every deployment, the stacks ignore it on an emulator; see
 * `ec2-control-instance.ts` and `webservice-fleet.ts`.
 */
export const KNOWN_GAPS: readonly KnownGap[] = [
  {
    type: "aws_cloudwatch_metric_alarm",
    attributes: [
      "actions_enabled",
      "alarm_description",
      "dimensions",
      "extended_statistic",
      "period",
      "statistic",
      "treat_missing_data",
    ],
    reason:
      "It keeps them, but leaves them out of the XML that DescribeAlarms answers with, which is the form that the " +
      "provider reads; as JSON they are there.",
  },
  {
    type: "aws_api_gateway_stage",
    attributes: ["access_log_settings"],
    reason: "Where a stage has no access log, it tells of one without a destination.",
  },
  {
    type: "aws_api_gateway_usage_plan",
    attributes: ["quota_settings", "throttle_settings"],
    reason: "Where a plan has no quota and no throttle of its own, it tells of ones of 0.",
  },
  {
    type: "aws_key_pair",
    attributes: ["tags_all"],
    reason: "It forgets the tags of a key pair.",
  },
  {
    type: "aws_launch_template",
    attributes: ["network_interfaces[0].security_groups"],
    reason: "It does not read the security groups of a launch template's network interfaces.",
  },
  {
    type: "aws_autoscaling_group",
    attributes: ["capacity_reservation_specification", "default_instance_warmup"],
    reason: "It reads neither the default warm-up nor the preference for reserved capacity of an Auto Scaling group.",
  },
];
